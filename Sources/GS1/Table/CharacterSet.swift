// SPDX-License-Identifier: Apache-2.0

// One table maps each byte to its character sets, those of AI data (GS1 General Specifications,
// section 7.11) and those of URIs. Bytes above 0x7F and control characters are in none, so a group
// separator ends every value by itself.

/// A character set that AI data, or a part of a URI, may be restricted to.
struct CharacterSet: Equatable {
  /// The bit of the set in `characterClasses`.
  let rawValue: UInt8

  /// Digits.
  static let n = CharacterSet(rawValue: 1)
  /// GS1 AI encodable character set 82.
  static let x = CharacterSet(rawValue: 2)
  /// GS1 AI encodable character set 39.
  static let y = CharacterSet(rawValue: 4)
  /// File-safe, URI-safe base64 (character set 64), without its padding character.
  static let z = CharacterSet(rawValue: 8)
  /// The characters of a URI (RFC 3986, section 2).
  static let uri = CharacterSet(rawValue: 16)
  /// The characters of the host and port of a GS1 Digital Link URI.
  static let host = CharacterSet(rawValue: 32)
  /// The characters that stand for themselves in a URI: all but the percent sign and the plus sign.
  static let literal = CharacterSet(rawValue: 64)

  /// True if the byte is in the set.
  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    characterClasses[Int(byte)] & rawValue != 0
  }
}

extension UInt8 {
  /// The group separator, which scanners send for FNC1.
  static var groupSeparator: UInt8 { 0x1D }

  /// 0 to 9 for a digit, a larger number for any other byte.
  @inline(__always)
  var digitValue: Int { Int(self &- 0x30) }

  /// 0 to 15 for a hexadecimal digit of either case, nil for any other byte.
  var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x41 + 10
    case 0x61...0x66: self - 0x61 + 10
    default: nil
    }
  }

  /// The weight of the character in character set 82, for check character pairs.
  var weightInSet82: Int {
    switch self {
    case 0x21, 0x22: Int(self) - 0x21
    case 0x25...0x3F: Int(self) - 0x25 + 2
    case 0x41...0x5A: Int(self) - 0x41 + 29
    case 0x5F: 55
    default: Int(self) - 0x61 + 56
    }
  }
}

/// The character sets of each byte.
private let characterClasses: InlineArray<256, UInt8> = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 82, 2, 84, 80, 18, 82, 82, 82, 82, 82, 18, 82, 126, 114, 86,
  127, 127, 127, 127, 127, 127, 127, 127, 127, 127, 114, 82, 2, 82, 2, 82,
  80, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126,
  126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 126, 112, 0, 112, 0, 90,
  0, 122, 122, 122, 122, 122, 122, 122, 122, 122, 122, 122, 122, 122, 122, 122,
  122, 122, 122, 122, 122, 122, 122, 122, 122, 122, 122, 0, 0, 0, 80, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]
