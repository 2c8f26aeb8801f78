// SPDX-License-Identifier: Apache-2.0

// The project's own form of a recording, docs/recordings.md. Each line of strokes begins with its time since
// the opening and goes on with the times that pass, so that it can be compared with a log and still be cut
// and changed by hand. No line is empty, because an empty one would end the recording.

import KeyNames
import Wedge
import Wire

/// Writes a recording piece by piece.
struct RecordingWriter {
  /// The pause that begins a new line, in microseconds.
  private static let longPause: Int64 = 100_000
  /// The length of a line after which a new one begins.
  private static let lineLength = 80

  /// The time that the recording has reached.
  private(set) var time: Int64 = 0
  /// The strokes of the frame that has not ended yet.
  private var frame: [String] = []
  private var line = ""
  /// True between SYN_DROPPED as the kernel writes it and the end of its frame.
  private var isDiscarding = false
  private var names: [UInt16: String] = [:]

  /// The beginning of a recording: comments, the profile's settings and the state of the keys.
  mutating func opening(
    comments: [String], profile: [String], keysDown: [UInt16]?, capsLock: Bool?
  ) -> String {
    var lines = comments.map { "# \($0)" }
    if !profile.isEmpty { lines.append((["profile"] + profile).joined(separator: " ")) }
    lines.append((["open"] + state(keysDown, capsLock)).joined(separator: " "))
    return lines.map { $0 + "\n" }.joined()
  }

  /// The text that an item adds; it may come with the next one.
  mutating func write(_ item: KeyItem) -> String {
    switch item {
    case .event(let event) where event.isStroke:
      frame.append(stroke(event))
      return ""
    case .event(let event) where event.isReport: return endFrame(at: event.time)
    case .event(let event)
    where event.type == EventType.led && event.code == EventCode.capsLockLight:
      return statement("led capslock=\(event.value == 0 ? "off" : "on")", at: event.time)
    case .event(let event) where event.isLoss:
      defer { isDiscarding = true }
      return statement("event 0 3 0", at: event.time)
    case .event: return ""
    case .missing(let time, let keysDown, let capsLock, let lost):
      let words = ["dropped"] + state(keysDown, capsLock)
      let comment = lost.map { " # \($0) events that scanctl did not read in time" } ?? ""
      return statement(words.joined(separator: " ") + comment, at: time)
    }
  }

  /// The end of a recording at a moment.
  ///
  /// - Parameter word: `unplug`, or nothing where the scanner is still there.
  mutating func ending(at time: Int64, _ word: String? = nil) -> String {
    var text = frame.isEmpty ? "" : endFrame(at: self.time)
    text += advance(to: time, isStatement: true) + endLine()
    return word.map { text + $0 + "\n" } ?? text
  }

  private mutating func endFrame(at time: Int64) -> String {
    defer { isDiscarding = false }
    guard !frame.isEmpty else {
      return isDiscarding ? rawStatement("event 0 0 0", at: time) : ""
    }
    let text = advance(to: time)
    append(frame.count == 1 ? frame[0] : "[\(frame.joined(separator: " "))]")
    frame = []
    return text
  }

  private mutating func statement(_ words: String, at time: Int64) -> String {
    (frame.isEmpty ? "" : endFrame(at: time)) + rawStatement(words, at: time)
  }

  private mutating func rawStatement(_ words: String, at time: Int64) -> String {
    advance(to: time, isStatement: true) + endLine() + words + "\n"
  }

  /// Lets time pass, and begins a new line where one is due; the line that it ends is the result.
  private mutating func advance(to moment: Int64, isStatement: Bool = false) -> String {
    let moment = max(moment, time)
    defer { time = moment }
    let isNew = line.isEmpty || moment - time >= Self.longPause || line.count >= Self.lineLength
    if isStatement || isNew {
      let ended = endLine()
      if !isStatement || moment > time { line = "t=\(seconds(moment))" }
      return ended
    }
    if moment > time { append(pause(moment - time)) }
    return ""
  }

  private mutating func append(_ word: String) {
    line += line.isEmpty ? word : " \(word)"
  }

  private mutating func endLine() -> String {
    defer { line = "" }
    return line.isEmpty ? "" : line + "\n"
  }

  private mutating func state(_ keysDown: [UInt16]?, _ capsLock: Bool?) -> [String] {
    let keys = keysDown.map { codes in
      "keys=\(codes.map { name(of: $0) }.joined(separator: ","))"
    }
    return [keys, capsLock.map { "capslock=\($0 ? "on" : "off")" }].compactMap { $0 }
  }

  private mutating func stroke(_ event: KeyEventInfo) -> String {
    "\(["-", "+", "~"][Int(event.value)])\(name(of: event.code))"
  }

  /// The name of a key that the reader of recordings knows, or its code.
  private mutating func name(of code: UInt16) -> String {
    if let name = names[code] { return name }
    let known = keyName(code)
    let name = keyCode(named: known) == code ? known : "0x\(String(code, radix: 16))"
    names[code] = name
    return name
  }
}

/// A time since the opening: `2.000123s`.
private func seconds(_ time: Int64) -> String {
  let digits = String(time % 1_000_000)
  return "\(time / 1_000_000).\(String(repeating: "0", count: 6 - digits.count))\(digits)s"
}

/// A time that passes: `4ms`, `4123us`.
private func pause(_ time: Int64) -> String {
  time % 1000 == 0 ? "\(time / 1000)ms" : "\(time)us"
}
