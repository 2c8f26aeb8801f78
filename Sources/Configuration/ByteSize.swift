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
    let units: [Character: Int64] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    // A character can be as long as the text, and is compared as text.
    guard text.utf8.count <= 64 else { return nil }
    let unit = text.last.flatMap { units[$0] }
    let digits = unit == nil ? text[...] : text.dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int64(digits)
    else { return nil }
    let (size, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
    return overflow ? nil : size
  }
}
