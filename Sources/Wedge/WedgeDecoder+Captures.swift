// SPDX-License-Identifier: Apache-2.0

// The copies of the data and of the keystrokes are the only allocations.

extension WedgeDecoder {
  /// Reports the open scan as not whole, and closes it.
  mutating func report(_ cause: Cause) -> Capture {
    defer { close() }
    return capture(profile.replacingStandIns(in: data[...]), time: lastActivity, cause: cause)
  }

  /// Reports a scan that was read from its beginning to its terminator, but has a key that stands for
  /// nothing in the profile; it may do so in another one.
  mutating func reportUndecodable() -> Capture {
    let keystrokes = keyboard.keystrokes()
    var scan = report(.undecodableKey)
    scan.keystrokes = keystrokes
    return scan
  }

  /// Reports the open scan as whole, without prefix and suffix, and closes it.
  mutating func reportWhole() -> Capture {
    defer { close() }
    let (body, lacksAffix) = profile.body(of: data[...])
    var whole = capture(body, time: lastActivity, cause: nil)
    whole.lacksAffix = lacksAffix
    whole.keystrokes = keyboard.keystrokes()
    return whole
  }

  /// Reports the longest data that a scan may have when more follow.
  mutating func reportOverflow() -> Capture {
    let head = report(isTrusted ? .tooLong : doubt)
    if isTrusted { distrust(.continuation) }
    return head
  }

  /// Reports a drop of whose scan nothing else was read, if there was one.
  mutating func reportDrop() -> Capture? {
    guard let time = unreportedDrop else { return nil }
    unreportedDrop = nil
    return capture([], time: time, cause: .overrun)
  }

  private func capture(_ data: [UInt8], time: Int64, cause: Cause?) -> Capture {
    Capture(
      data: data, time: time, cause: cause, isUnterminated: profile.terminator == .none)
  }
}
