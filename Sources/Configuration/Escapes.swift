// SPDX-License-Identifier: Apache-2.0

/// Decodes the escape at the start of `text`, after its backslash: the table in systemd.syntax(7).
///
/// Returns the bytes that it stands for and its length in `text`; nil if it is not in the table,
/// and for NUL, which no value may contain.
func decodeEscape(_ text: ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int)? {
  guard let letter = text.first else { return nil }
  if let byte = singleLetterEscape(letter) { return ([byte], 1) }
  switch letter {
  case UInt8(ascii: "x"): return byteEscape(text.dropFirst(), digits: 2, radix: 16, prefix: 1)
  case UInt8(ascii: "0")...UInt8(ascii: "7"):
    return byteEscape(text, digits: 3, radix: 8, prefix: 0)
  case UInt8(ascii: "u"): return scalarEscape(text.dropFirst(), digits: 4)
  case UInt8(ascii: "U"): return scalarEscape(text.dropFirst(), digits: 8)
  default: return nil
  }
}

private func singleLetterEscape(_ letter: UInt8) -> UInt8? {
  switch letter {
  case UInt8(ascii: "a"): 0x07
  case UInt8(ascii: "b"): 0x08
  case UInt8(ascii: "f"): 0x0C
  case UInt8(ascii: "n"): 0x0A
  case UInt8(ascii: "r"): 0x0D
  case UInt8(ascii: "t"): 0x09
  case UInt8(ascii: "v"): 0x0B
  case UInt8(ascii: "s"): UInt8(ascii: " ")
  case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): letter
  default: nil
  }
}

private func byteEscape(
  _ text: ArraySlice<UInt8>, digits: Int, radix: UInt32, prefix: Int
) -> (bytes: [UInt8], length: Int)? {
  guard let value = number(text, digits: digits, radix: radix) else { return nil }
  guard let byte = UInt8(exactly: value), byte != 0 else { return nil }
  return ([byte], prefix + digits)
}

private func scalarEscape(
  _ text: ArraySlice<UInt8>, digits: Int
) -> (bytes: [UInt8], length: Int)? {
  guard let value = number(text, digits: digits, radix: 16), value != 0,
    let scalar = Unicode.Scalar(value)
  else { return nil }
  return (Array(String(scalar).utf8), 1 + digits)
}

/// The number in the first `digits` digits of `text`.
private func number(_ text: ArraySlice<UInt8>, digits: Int, radix: UInt32) -> UInt32? {
  guard text.count >= digits else { return nil }
  var value: UInt32 = 0
  for byte in text.prefix(digits) {
    guard let digit = hexDigit(byte), digit < radix else { return nil }
    value = value << (radix == 16 ? 4 : 3) | digit
  }
  return value
}

/// The value of a hexadecimal digit.
func hexDigit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
  default: nil
  }
}
