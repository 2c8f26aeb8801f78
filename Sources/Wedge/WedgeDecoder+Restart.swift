// SPDX-License-Identifier: Apache-2.0

/// What lay in the queue of a device that a process before this one had opened.
public struct UnreadEvents: Sendable {
  /// Nobody knows what that process had already read and lost, so all of it together is one damaged
  /// scan, even where terminators (which stand in the data as their control characters) seem to
  /// show whole ones.
  public let capture: Capture
  /// The last key that was pressed in it ended a scan; otherwise more of one may follow.
  public let endsWithTerminator: Bool

  /// The unread events among `events`; nil if no key was pressed in them.
  public init?(of events: some Sequence<KeyEvent>, profile: Profile) {
    let keys = events.filter { $0.type == EventType.key && ($0.value == 0 || $0.value == 1) }
    guard let first = keys.first(where: { $0.value == 1 }), let last = keys.last else { return nil }
    let lastPress = keys.last { $0.value == 1 } ?? first
    endsWithTerminator =
      Keyboard(profile: profile, keysDown: nil, capsLock: false).role(of: lastPress.code)
      == .terminator
    var unterminated = profile
    unterminated.terminator = .none
    var keyboard = Keyboard(profile: unterminated, keysDown: nil, capsLock: false)
    let data = keys.compactMap { keyboard.character(for: $0) }
    capture = Capture(
      data: Array(data.prefix(max(1, profile.maximumLength))), time: last.time,
      firstTime: first.time, cause: .restart, isUnterminated: profile.terminator == .none)
  }
}

extension UnreadEvents {
  /// The silence from `openedAt` on that shows that nothing is open, where no key is down: that after
  /// any opening, and if a scan was left open, the rest of the abandon gap.
  func silenceNeeded(from openedAt: Int64, profile: Profile) -> Int64 {
    if endsWithTerminator { return profile.characterTimeout }
    let passed = openedAt.subtractingReportingOverflow(capture.time).partialValue
    return max(profile.characterTimeout, profile.longestGap - max(0, passed))
  }
}

extension Keyboard {
  /// The character that a press gives, where it gives one.
  fileprivate mutating func character(for event: KeyEvent) -> UInt8? {
    _ = note(event.code, isPressed: event.value == 1)
    guard event.value == 1 else { return nil }
    switch meaning(of: event.code) {
    case .character(let byte): return byte
    case .capsLock: capsLock.press()
    case .terminator, .silent, .undecodable, .foreign: break
    }
    return nil
  }
}
