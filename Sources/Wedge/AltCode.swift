// SPDX-License-Identifier: Apache-2.0

// While Alt is held, digits on the keypad spell the number of one character; it is typed when Alt
// comes up. The rules are those of Windows, for which scanners send them: a leading zero chooses code
// page 1252, its absence code page 437, and from 256 on the number is a Unicode scalar. Scanners mean
// a control character by a number below 32 in every form, never the pictures of code page 437.

/// The digits of a character that is typed as Alt and its number.
struct AltCode: Equatable {
  /// The largest number of digits.
  static let longest = 4

  /// The number of digits so far.
  private(set) var count = 0
  private var value: UInt32 = 0
  private var hasLeadingZero = false

  /// Adds a digit from 0 to 9.
  mutating func append(_ digit: UInt8) {
    if count == 0, digit == 0 { hasLeadingZero = true }
    count += 1
    if count <= Self.longest { value = value * 10 + UInt32(digit) }
  }

  /// The character with this number; nil without digits, and with more than `longest`.
  var character: Unicode.Scalar? {
    guard (1...Self.longest).contains(count) else { return nil }
    guard (0x80...0xFF).contains(value) else { return Unicode.Scalar(value) }
    return hasLeadingZero ? CodePage.windows1252(UInt8(value)) : CodePage.ibm437(UInt8(value))
  }

  /// The digits as they were typed.
  var spelling: String { (hasLeadingZero ? zeros : "") + (value == 0 ? "" : String(value)) }

  private var zeros: String {
    String(repeating: "0", count: count - (value == 0 ? 0 : String(value).utf8.count))
  }
}

/// The code pages of Windows that scanners type with.
private enum CodePage {
  /// The characters 0x80 to 0xFF of code page 437, the one of the IBM PC.
  private static let upperHalf437 = Array(
    ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧"
      + "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}").unicodeScalars)

  /// The characters 0x80 to 0x9F of code page 1252; those without one are the control characters.
  private static let middle1252 = Array(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)

  static func ibm437(_ byte: UInt8) -> Unicode.Scalar {
    byte < 0x80 ? Unicode.Scalar(byte) : upperHalf437[Int(byte - 0x80)]
  }

  static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
    (0x80...0x9F).contains(byte) ? middle1252[Int(byte - 0x80)] : Unicode.Scalar(byte)
  }
}
