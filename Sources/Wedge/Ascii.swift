// SPDX-License-Identifier: Apache-2.0

/// Characters of ISO/IEC 646 by name.
enum Ascii {
  static let backspace: UInt8 = 0x08
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let escape: UInt8 = 0x1B
  static let fileSeparator: UInt8 = 0x1C
  static let groupSeparator: UInt8 = 0x1D
  static let recordSeparator: UInt8 = 0x1E
  static let unitSeparator: UInt8 = 0x1F
  static let delete: UInt8 = 0x7F

  static func isLetter(_ byte: UInt8) -> Bool {
    let lowered = byte | 0x20
    return lowered >= UInt8(ascii: "a") && lowered <= UInt8(ascii: "z")
  }

  /// The control character of Ctrl with a character: one of `@A-Z[\]^_`, or a small letter.
  static func control(of scalar: Unicode.Scalar) -> UInt8? {
    guard scalar.isASCII else { return nil }
    let byte = UInt8(scalar.value)
    return (0x40...0x5F).contains(byte) || (0x61...0x7A).contains(byte) ? byte & 0x1F : nil
  }
}
