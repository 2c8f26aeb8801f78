// SPDX-License-Identifier: Apache-2.0

extension Wedge {
  /// What lay in the queue of a device that a process before this one had opened.
  ///
  /// Nobody knows what that process had already read and lost, so all of it together is one damaged
  /// scan, even where terminators (which stand in the data as their control characters) seem to
  /// show whole ones. Nil if no key was pressed in it.
  public static func remains(of events: some Sequence<KeyEvent>, profile: Profile) -> Capture? {
    let keys = events.filter { $0.type == EventType.key && ($0.value == 0 || $0.value == 1) }
    guard let first = keys.first(where: { $0.value == 1 }), let last = keys.last else { return nil }
    var unterminated = profile
    unterminated.terminator = .none
    var keyboard = Keyboard(profile: unterminated, keysDown: nil, capsLock: false)
    let data = keys.compactMap { keyboard.character(for: $0) }
    return Capture(
      data: Array(data.prefix(max(1, profile.maximumLength))), time: last.time,
      firstTime: first.time, cause: .restart, isUnterminated: profile.terminator == .none)
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
