// SPDX-License-Identifier: Apache-2.0

/// Appends `value` in base64 (RFC 4648 section 4).
func appendBase64(_ value: [UInt8], to bytes: inout [UInt8]) {
  for start in stride(from: 0, to: value.count, by: 3) {
    let group = value[start..<min(start + 3, value.count)]
    let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
    for place in 0..<4 {
      let digit = alphabet.utf8Start[bits >> (18 - 6 * place) & 63]
      bytes.append(place <= group.count ? digit : UInt8(ascii: "="))
    }
  }
}

/// The bytes that `text` encodes; nil if it is not base64 with its padding.
func decodedBase64(_ text: some Collection<UInt8>) -> [UInt8]? {
  guard text.count % 4 == 0 else { return nil }
  let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.count / 4 * 3)
  var (bits, count) = (UInt32(0), 0)
  for byte in text.dropLast(padding) {
    guard let value = sextet(byte) else { return nil }
    bits = bits << 6 | value
    count += 6
    if count >= 8 {
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> count))
    }
  }
  return bytes
}

private let alphabet: StaticString =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/// The six bits that a character stands for.
private func sextet(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
  case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
  case UInt8(ascii: "+"): 62
  case UInt8(ascii: "/"): 63
  default: nil
  }
}
