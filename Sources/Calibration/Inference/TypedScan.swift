// SPDX-License-Identifier: Apache-2.0

// The recording may begin with the first key and end with the last one. The text of the labels is known, so the
// keys are taken as they are: silence before the first of them, and silence after the last.

import Recordings
import Wedge

/// One scan of a recording, and the times of its keys in microseconds.
struct TypedScan {
  /// The capture of the decoder.
  var capture: Capture
  /// The time from the first press to the last one.
  var duration: Int64 = 0
  /// The longest time between two keystrokes.
  var longestGap: Int64 = 0
  /// The time without a keystroke after it.
  var silence: Int64 = 0

  /// True if nothing is missing.
  var isWhole: Bool { capture.cause == nil }
}

extension Recording {
  private static let silence: Int64 = 3_600_000_000

  /// The scans of the recording with a profile, up to the first that `isGood` refuses.
  func scans(with profile: Profile, while isGood: (TypedScan) -> Bool) -> [TypedScan] {
    guard let first = inputs.first?.time else { return [] }
    var decoder = WedgeDecoder(
      profile: profile, openedAt: first - Self.silence, keysDown: keysDown, capsLock: capsLock)
    var scans: [TypedScan] = []
    var clock = StrokeClock()
    for input in inputs + [.idle(now: (inputs.last?.time ?? first) + Self.silence)] {
      if !input.isReport, let deadline = decoder.deadline, deadline <= input.time,
        let capture = decoder.process(.idle(now: deadline))
      {
        // The last input is none of the recording's.
        scans.append(clock.scan(capture, endsAt: min(input.time, inputs.last?.time ?? first)))
        guard isGood(scans[scans.count - 1]) else { return scans }
      }
      if case .unplugged = input { continue }
      if let capture = decoder.process(input) {
        clock.note(input)
        scans.append(clock.scan(capture, endsAt: nil))
        guard isGood(scans[scans.count - 1]) else { return scans }
      } else {
        clock.note(input)
      }
    }
    return scans
  }
}

/// The times of the keystrokes since the last scan.
private struct StrokeClock {
  private var firstPress: Int64?
  private var lastPress: Int64 = 0
  private var lastStroke: Int64?
  private var longestGap: Int64 = 0

  mutating func note(_ input: Input) {
    guard case .event(let event) = input, event.isStroke else { return }
    if firstPress != nil, let lastStroke { longestGap = max(longestGap, event.time - lastStroke) }
    if event.value == 1, !event.isModifierOrLock {
      firstPress = firstPress ?? event.time
      lastPress = event.time
    }
    lastStroke = event.time
  }

  /// The scan of a capture; what follows belongs to the next one.
  mutating func scan(_ capture: Capture, endsAt end: Int64?) -> TypedScan {
    defer { (firstPress, longestGap) = (nil, 0) }
    return TypedScan(
      capture: capture, duration: lastPress - (firstPress ?? lastPress), longestGap: longestGap,
      silence: end.flatMap { end in lastStroke.map { end - $0 } } ?? 0)
  }
}

extension Input {
  /// True for the end of a frame, which no silence comes before: EV_SYN.
  fileprivate var isReport: Bool {
    if case .event(let event) = self { event.type == 0 && event.code == 0 } else { false }
  }
}

extension KeyEvent {
  /// True for a key that types nothing by itself. Some scanners press one before or after a scan.
  fileprivate var isModifierOrLock: Bool {
    [
      KeyCode.leftShift, KeyCode.rightShift, KeyCode.leftControl, KeyCode.rightControl,
      KeyCode.leftAlt, KeyCode.rightAlt, KeyCode.leftMeta, KeyCode.rightMeta, KeyCode.capsLock,
      KeyCode.numLock, KeyCode.scrollLock,
    ].contains(code)
  }

  /// True for a press or a release: EV_KEY.
  var isStroke: Bool { type == 1 && (value == 0 || value == 1) }
}
