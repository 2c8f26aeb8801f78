// SPDX-License-Identifier: Apache-2.0

// The data do not always spell a value verbatim: EAN/UPC symbols leave out zeros, URIs have
// escapes. The iterators here return the bytes of the value one by one, so that nothing is copied.

/// The bytes of an element's value, in order.
struct ValueBytes {
  private var zeros = 0
  private var place: Int
  private let element: Element
  private var decoder: PercentDecoder

  /// The bytes of this element's value.
  init(_ element: Element) {
    self.element = element
    self.place = element.range.lowerBound
    let isQuery = element.form == .percentEncoded(query: true)
    self.decoder = PercentDecoder(element.range, query: isQuery)
    switch element.form {
    case .zeroPadded(let zeros): self.zeros = zeros
    case .zeroSuppressed: self.zeros = 2
    case .verbatim, .percentEncoded: break
    }
  }

  /// The next byte, or nil at the end.
  mutating func next(in data: Span<UInt8>) -> UInt8? {
    if zeros > 0 {
      zeros -= 1
      return 0x30
    }
    if case .percentEncoded = element.form { return decoder.next(in: data) }
    let offset = place - element.range.lowerBound
    place += 1
    if case .zeroSuppressed = element.form {
      return offset < 12 ? UPCE.digit(offset, of: data, at: element.range.lowerBound) : nil
    }
    return offset < element.range.count ? data[place - 1] : nil
  }
}

/// Undoes percent encoding (RFC 3986, section 2.1), byte by byte.
struct PercentDecoder {
  private var place: Int
  private let end: Int
  private let plus: UInt8

  /// A decoder of this range of the data; in a query, a plus sign is a space.
  init(_ range: Range<Int>, query: Bool) {
    self.place = range.lowerBound
    self.end = range.upperBound
    self.plus = query ? 0x20 : 0x2B
  }

  /// The next byte; a percent sign without two hexadecimal digits stands for itself.
  mutating func next(in data: Span<UInt8>) -> UInt8? {
    guard place < end else { return nil }
    let byte = data[place]
    place += 1
    if byte == 0x2B { return plus }
    guard byte == 0x25, place + 2 <= end, let high = data[place].hexValue,
      let low = data[place + 1].hexValue
    else { return byte }
    place += 2
    return high << 4 | low
  }
}

/// The 12 digits that the 8 of a UPC-E symbol stand for.
enum UPCE {
  /// Digit `offset` of the twelve; the digit before the check digit shows where zeros were left
  /// out.
  static func digit(_ offset: Int, of data: Span<UInt8>, at start: Int) -> UInt8 {
    let rule = min(max(data[start + 6].digitValue, 2) - 2, 3)
    let source = sources[rule * 12 + offset]
    return source < 8 ? data[start + Int(source)] : 0x30
  }

  /// For the last digit 0 to 2, 3, 4 and 5 to 9: the source of each digit; 8 is a zero.
  private static let sources: InlineArray<48, UInt8> = [
    0, 1, 2, 6, 8, 8, 8, 8, 3, 4, 5, 7,
    0, 1, 2, 3, 8, 8, 8, 8, 8, 4, 5, 7,
    0, 1, 2, 3, 4, 8, 8, 8, 8, 8, 5, 7,
    0, 1, 2, 3, 4, 5, 8, 8, 8, 8, 6, 7,
  ]

  /// True if the eight digits are a UPC-E symbol: number system 0 or 1, and a valid check digit.
  static func isValid(_ data: Span<UInt8>, at start: Int) -> Bool {
    guard data[start].digitValue < 2 else { return false }
    let digits = InlineArray<12, UInt8> { digit($0, of: data, at: start) }
    return Linter.hasCheckDigit(digits.span, 0..<12)
  }
}
