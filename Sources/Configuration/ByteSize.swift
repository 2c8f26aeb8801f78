// SPDX-License-Identifier: Apache-2.0

// Sizes as in systemd's files: a whole number of bytes, or of K, M, G or T (powers of 1024).

/// A size in bytes.
enum ByteSize {
  /// A parser for sizes of at least `smallest` bytes.
  static func parser(
    atLeast smallest: Int64
  ) -> @Sendable (String) throws(ValueError) -> Int64 {
    { (text: String) throws(ValueError) in
      guard let size = parse(text) else {
        throw .malformed(text, expected: "a size such as 500M or 2G")
      }
      guard size >= smallest else {
        throw .outOfRange(text, allowed: "\(smallest >> 20)M and more")
      }
      return size
    }
  }

  private static func parse(_ text: String) -> Int64? {
    // By bytes: as text, the Kelvin sign is the letter K.
    let unit = text.utf8.last.flatMap(unit)
    let digits = unit == nil ? text.utf8[...] : text.utf8.dropLast()
    guard (1...64).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int64(Substring(digits))
    else { return nil }
    let (size, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
    return overflow ? nil : size
  }

  private static func unit(_ letter: UInt8) -> Int64? {
    switch letter {
    case UInt8(ascii: "K"): 1 << 10
    case UInt8(ascii: "M"): 1 << 20
    case UInt8(ascii: "G"): 1 << 30
    case UInt8(ascii: "T"): 1 << 40
    default: nil
    }
  }
}
