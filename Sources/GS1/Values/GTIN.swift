// SPDX-License-Identifier: Apache-2.0

// A GTIN is a number, which symbols write with 8, 12, 13 or 14 digits. GTINs are compared as 14
// digits with leading zeros (GS1 General Specifications, section 3.3.2). The meaning of the leading
// digits (member organisation, company, national use) is not examined.

/// A Global Trade Item Number with a valid check digit, in whatever format it was written.
public struct GTIN: Sendable, Hashable {
  /// The number of digits that symbols and databases write.
  public enum Format: Int, Sendable, CaseIterable {
    /// EAN-8 symbols.
    case gtin8 = 8
    /// UPC-A and UPC-E symbols.
    case gtin12 = 12
    /// EAN-13 symbols.
    case gtin13 = 13
    /// ITF-14 symbols and AI (01).
    case gtin14 = 14
  }

  private let number: UInt64

  /// The GTIN with these 8, 12, 13 or 14 digits; nil if the number of digits or the check digit is
  /// wrong. Eight digits are a GTIN-8, not those of a UPC-E symbol.
  public init?(_ digits: String) {
    let bytes = Array(digits.utf8)
    guard Format(rawValue: bytes.count) != nil, bytes.span.isDigits(0..<bytes.count),
      Linter.hasCheckDigit(bytes.span, 0..<bytes.count)
    else { return nil }
    number = UInt64(bytes.span.number(0..<bytes.count))
  }

  /// The GTIN-12 that the eight digits of a UPC-E symbol stand for; nil if they are not such
  /// digits.
  ///
  /// Number system and check digit are those printed beside the bars (section 5.2.2.4.2).
  public init?(upcE digits: String) {
    let bytes = Array(digits.utf8)
    guard bytes.count == 8, bytes.span.isDigits(0..<8), UPCE.isValid(bytes.span, at: 0) else {
      return nil
    }
    let twelve = (0..<12).map { UPCE.digit($0, of: bytes.span, at: 0) }
    number = UInt64(twelve.span.number(0..<12))
  }
}

extension GTIN {
  /// The shortest format that can write it.
  public var format: Format {
    switch number {
    case ..<100_000_000: .gtin8
    case ..<1_000_000_000_000: .gtin12
    case ..<10_000_000_000_000: .gtin13
    default: .gtin14
    }
  }

  /// The 14 digits of AI (01).
  public var digits: String { padded(number, to: 14) }

  /// The digits in a format; nil if the format is too short for this GTIN.
  public func digits(in format: Format) -> String? {
    format.rawValue < self.format.rawValue ? nil : padded(number, to: format.rawValue)
  }

  /// The first of the 14 digits: 0 for a base unit, 1 to 8 for groupings, 9 for a variable measure.
  public var indicator: Int { Int(number / 10_000_000_000_000) }

  /// The eight digits of a UPC-E symbol, number system and check digit included; nil if the GTIN
  /// lacks the zeros that UPC-E leaves out (section 5.2.2.4.2).
  public var upcE: String? {
    guard number < 200_000_000_000 else { return nil }
    let digits = Array(padded(number, to: 12).utf8)
    for (places, last) in suppressions {
      let symbol = [0] + places + [11]
      var text = symbol.map { String(UnicodeScalar(digits[$0])) }.joined()
      if let last { text.insert(last, at: text.index(before: text.endIndex)) }
      if GTIN(upcE: text) == self { return text }
    }
    return nil
  }
}

/// The ways of leaving out zeros: the places of the middle digits that stay, and the digit after
/// them that identifies the way, if none of the middle digits does.
private let suppressions: [(places: [Int], last: Character?)] = [
  ([1, 2, 8, 9, 10, 3], nil),
  ([1, 2, 3, 9, 10], "3"),
  ([1, 2, 3, 4, 10], "4"),
  ([1, 2, 3, 4, 5, 10], nil),
]

extension GTIN: CustomStringConvertible {
  /// The 14 digits of AI (01).
  public var description: String { digits }
}
