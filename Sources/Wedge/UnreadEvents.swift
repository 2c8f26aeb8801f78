// SPDX-License-Identifier: Apache-2.0

/// The events that a dead process left unread in its device's queue.
public struct UnreadEvents: Sendable {
  /// All of the events as one damaged scan. Nobody knows which events that process read before
  /// them, so no scan among them is believed to be whole; terminators stand in the data as their
  /// control characters.
  public let capture: Capture
  /// True if the last press ended a scan; otherwise the rest of one may follow.
  public let endsWithTerminator: Bool

  /// The unread events among `events`; nil if no key was pressed.
  public init?(of events: some Sequence<KeyEvent>, profile: Profile) {
    let keys = events.filter { $0.type == EventType.key && ($0.value == 0 || $0.value == 1) }
    guard let lastPress = keys.last(where: { $0.value == 1 }), let last = keys.last else {
      return nil
    }
    endsWithTerminator =
      Keyboard(profile: profile, keysDown: nil, capsLock: false).role(of: lastPress.code)
      == .terminator
    var unterminated = profile
    unterminated.terminator = .none
    var keyboard = Keyboard(profile: unterminated, keysDown: nil, capsLock: false)
    let data = keys.compactMap { keyboard.character(for: $0) }
    capture = Capture(
      data: Array(data.prefix(max(1, profile.maximumLength))), time: last.time, cause: .restart,
      isUnterminated: profile.terminator == .none)
  }

  /// The silence after `openedAt` that proves that no scan is open, provided that no key is down:
  /// the character timeout, or the rest of the abandon gap if a scan was left open.
  func silenceNeeded(from openedAt: Int64, profile: Profile) -> Int64 {
    if endsWithTerminator { return profile.characterTimeout }
    let passed = openedAt.subtractingReportingOverflow(capture.time).partialValue
    return max(profile.characterTimeout, profile.longestGap - max(0, passed))
  }
}

extension Keyboard {
  /// The character that an event gives; nil if it gives none.
  fileprivate mutating func character(for event: KeyEvent) -> UInt8? {
    _ = record(event.code, isPressed: event.value == 1)
    guard event.value == 1 else { return nil }
    switch meaning(of: event.code) {
    case .character(let byte): return byte
    case .capsLock: capsLock.press()
    case .terminator, .silent, .undecodable, .foreign: break
    }
    return nil
  }
}
