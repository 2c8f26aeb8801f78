// SPDX-License-Identifier: Apache-2.0

/// What came out of a scanner's keys: a whole scan, or what could be read of a damaged one.
public struct Capture: Sendable, Equatable {
  /// The scan data: without terminator, and in a whole scan without prefix and suffix.
  public var data: [UInt8]
  /// When the last key event came, in microseconds of the device's clock. Where nothing at all was
  /// read, when keys were lost.
  public var time: Int64
  /// When the first key was pressed.
  public var firstTime: Int64
  /// Why it is not a whole scan; nil when it is one.
  public var cause: Cause?
  /// The scanner has no terminator: whole and cut cannot be told apart.
  public var isUnterminated: Bool
  /// A whole scan that did not have the prefix or suffix its scanner should send; the data are as
  /// they were read but for the one of the two that was there.
  public var lacksAffix: Bool

  /// What came out, with everything that is known of it.
  public init(
    data: [UInt8], time: Int64, firstTime: Int64, cause: Cause?, isUnterminated: Bool = false,
    lacksAffix: Bool = false
  ) {
    self.data = data
    self.time = time
    self.firstTime = firstTime
    self.cause = cause
    self.isUnterminated = isUnterminated
    self.lacksAffix = lacksAffix
  }

  /// Whether another common layout would read other characters from the same keys.
  ///
  /// Digits, the space and most letters are on the same keys everywhere; `a m q w y z` (qwertz,
  /// azerty) and all other printable characters are not. Control characters do not count.
  public var dependsOnLayout: Bool { data.contains(where: Self.wanders) }

  private static func wanders(_ byte: UInt8) -> Bool {
    switch byte {
    case ...0x20, 0x7F..., UInt8(ascii: "0")...UInt8(ascii: "9"): return false
    default: break
    }
    guard Ascii.isLetter(byte) else { return true }
    switch byte | 0x20 {
    case UInt8(ascii: "a"), UInt8(ascii: "m"), UInt8(ascii: "q"), UInt8(ascii: "w"),
      UInt8(ascii: "y"), UInt8(ascii: "z"):
      return true
    default: return false
    }
  }
}
