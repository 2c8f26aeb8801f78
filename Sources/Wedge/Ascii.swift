// SPDX-License-Identifier: Apache-2.0

/// Characters of ISO/IEC 646 by name.
package enum Ascii {
  package static let backspace: UInt8 = 0x08
  package static let tab: UInt8 = 0x09
  package static let lineFeed: UInt8 = 0x0A
  package static let carriageReturn: UInt8 = 0x0D
  package static let escape: UInt8 = 0x1B
  package static let fileSeparator: UInt8 = 0x1C
  package static let groupSeparator: UInt8 = 0x1D
  package static let recordSeparator: UInt8 = 0x1E
  package static let unitSeparator: UInt8 = 0x1F
  package static let delete: UInt8 = 0x7F

  package static func isLetter(_ byte: UInt8) -> Bool {
    let lowered = byte | 0x20
    return lowered >= UInt8(ascii: "a") && lowered <= UInt8(ascii: "z")
  }

  /// The control character of Ctrl with a character: one of `@A-Z[\]^_`, or a small letter.
  package static func control(of scalar: Unicode.Scalar) -> UInt8? {
    guard scalar.isASCII else { return nil }
    let byte = UInt8(scalar.value)
    return (0x40...0x5F).contains(byte) || (0x61...0x7A).contains(byte) ? byte & 0x1F : nil
  }
}
