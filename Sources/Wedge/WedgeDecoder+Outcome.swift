// SPDX-License-Identifier: Apache-2.0

// What comes out. The copy of the data is the only allocation.

extension WedgeDecoder {
  /// Takes out what is open, as not whole; nothing is open afterwards.
  mutating func takeOut(_ cause: Cause) -> Capture {
    defer { close() }
    return Capture(
      data: Array(data[...]), time: lastActivity, firstTime: firstTime, cause: cause,
      isUnterminated: profile.terminator == .none)
  }

  /// Takes out the loss of which nothing else was read, if there is one.
  mutating func takeOutLoss() -> Capture? {
    guard let lossTime else { return nil }
    self.lossTime = nil
    return Capture(
      data: [], time: lossTime, firstTime: lossTime, cause: .overrun,
      isUnterminated: profile.terminator == .none)
  }

  /// Takes out what is open as a whole scan, without prefix and suffix.
  mutating func takeOutWhole() -> Capture {
    defer { close() }
    var body = data[...]
    let hadPrefix = body.starts(with: profile.prefix)
    if hadPrefix { body = body.dropFirst(profile.prefix.count) }
    let hadSuffix = body.reversed().starts(with: profile.suffix.reversed())
    if hadSuffix { body = body.dropLast(profile.suffix.count) }
    return Capture(
      data: Array(body), time: lastActivity, firstTime: firstTime, cause: nil,
      isUnterminated: profile.terminator == .none, lacksAffix: !hadPrefix || !hadSuffix)
  }
}
