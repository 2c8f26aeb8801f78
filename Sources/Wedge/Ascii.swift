// SPDX-License-Identifier: Apache-2.0

/// Characters of ISO/IEC 646 by name.
enum Ascii {
  static let backspace: UInt8 = 0x08
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let escape: UInt8 = 0x1B

  static func isLetter(_ byte: UInt8) -> Bool {
    let lowered = byte | 0x20
    return lowered >= UInt8(ascii: "a") && lowered <= UInt8(ascii: "z")
  }

  /// The control character of Ctrl with a character of `@A-Z[\]^_`.
  static func control(_ byte: UInt8) -> UInt8 { byte & 0x1F }
}
