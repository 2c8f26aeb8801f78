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
    guard let last = keys.last, keys.contains(where: { $0.value == 1 }) else { return nil }
    endsWithTerminator = Self.endsWithTerminator(keys, profile)
    var unterminated = profile
    unterminated.terminator = .none
    var keyboard = Keyboard(
      profile: unterminated, keysDown: nil, capsLock: false, isGrabbed: true)
    var data: [UInt8] = []
    for event in keys {
      switch keyboard.meaning(of: event) {
      case .character(let scalar): data.append(scalar)
      case .pair(let first, let second):
        data.append(first)
        data.append(second)
      default: break
      }
    }
    capture = Capture(
      data: Array(data.prefix(max(1, profile.maximumLength))), time: last.time, cause: .restart,
      isUnterminated: profile.terminator == .none)
  }

  private static func endsWithTerminator(_ keys: [KeyEvent], _ profile: Profile) -> Bool {
    var keyboard = Keyboard(
      profile: profile, keysDown: nil, capsLock: false, isGrabbed: true)
    var ends = false
    for event in keys {
      switch keyboard.meaning(of: event) {
      case .terminator: ends = true
      case .character, .pair, .dead, .unfinished, .undecodable, .foreign: ends = false
      // A pair around the next scan may have begun.
      case .capsLock: ends = false
      case .silent: break
      }
    }
    return ends
  }
}

extension Keyboard {
  /// The meaning of an event.
  fileprivate mutating func meaning(of event: KeyEvent) -> Meaning {
    _ = record(event.code, isPressed: event.value == 1)
    let meaning = event.value == 1 ? press(event.code) : release(event.code)
    if meaning == .capsLock { capsLock.press() }
    return meaning
  }
}
