// SPDX-License-Identifier: Apache-2.0

// The module only reads recordings. They are written here in both forms, as plainly as possible: all
// keys and bytes as numbers.

import Recordings
import Wedge

extension Recording {
  /// The recording in the project's own form; nil if its times are not in order.
  var written: String? {
    var lines: [String] = []
    if let profile { lines.append(profile.written) }
    lines.append("open" + state(keysDown, capsLock))
    var now: Int64 = 0
    var rest = inputs[...]
    while let input = rest.first {
      guard input.time >= now else { return nil }
      while now < input.time {
        let pause = min(input.time - now, 1_000_000_000_000_000_000)
        lines.append("\(pause)us")
        now += pause
      }
      lines.append(Self.frame(from: &rest) ?? statement(rest.removeFirst()))
    }
    if let expected { lines += [""] + (expected.isEmpty ? ["nothing"] : expected) }
    return lines.joined(separator: "\n")
  }

  /// The recording as evemu-record(1) writes it; nil if it has more than events.
  var writtenAsEvemu: String? {
    guard keysDown == nil else { return nil }
    var lines = ["# EVEMU 1.3", "N: A scanner", "L: 11 00", "L: 01 \(capsLock ? 1 : 0)"]
    for input in inputs.dropLast() {
      guard case .event(let event) = input, event.time <= 1_000_000_000_000_000_000 else {
        return nil
      }
      let microseconds = "\(1_000_000 + event.time % 1_000_000)".dropFirst()
      lines.append(
        """
        E: \(event.time / 1_000_000).\(microseconds) \(hex(event.type)) \(hex(event.code)) \
        \(event.value)\t# E: 0 0 0 0
        """)
    }
    return lines.joined(separator: "\n")
  }

  /// The strokes of the next frame in brackets; nil if there is more in it.
  private static func frame(from rest: inout ArraySlice<Input>) -> String? {
    var strokes: [String] = []
    for input in rest {
      guard case .event(let event) = input, event.time == rest.first?.time else { return nil }
      if event.type == 0, event.code == 0, event.value == 0, !strokes.isEmpty {
        rest = rest.dropFirst(strokes.count + 1)
        return "[\(strokes.joined(separator: " "))]"
      }
      guard event.type == 1, 0...2 ~= event.value, event.code < 0x300 else { return nil }
      strokes.append(["-", "+", "~"][Int(event.value)] + "0x" + hex(event.code))
    }
    return nil
  }

  private func statement(_ input: Input) -> String {
    switch input {
    case .event(let event): "event \(hex(event.type)) \(hex(event.code)) \(event.value)"
    case .idle: "# idle"
    case .dropped(_, let keys): "dropped" + state(keys, keys?.capsLock ?? false)
    case .unplugged: "unplug"
    }
  }

  private func state(_ keys: KeySet?, _ capsLock: Bool) -> String {
    guard let keys else { return capsLock ? " capslock=on" : "" }
    let names = keys.codes.map { "0x" + hex($0) }.joined(separator: ",")
    return " keys=\(names)" + (keys.capsLock.map { " capslock=\($0 ? "on" : "off")" } ?? "")
  }
}

extension Profile {
  /// The profile as a statement of a recording.
  fileprivate var written: String {
    """
    profile Layout=\(layout.name) GroupSeparator=\(separator) \
    Terminator=\(terminator.name) Prefix="\(escaped(prefix))" Suffix="\(escaped(suffix))" \
    CharacterTimeout=\(characterTimeout)us AbandonGap=\(abandonGap)us IdleGap=\(idleGap)us \
    MaximumLength=\(maximumLength)
    """
  }

  private var separator: String {
    if case .text(let standIn) = groupSeparator {
      "\"\(escaped(standIn))\""
    } else {
      groupSeparator.name
    }
  }

  private func escaped(_ bytes: [UInt8]) -> String {
    bytes.map { "{0x\(hex(UInt16($0)))}" }.joined()
  }
}

private func hex(_ number: UInt16) -> String { String(number, radix: 16) }
