// SPDX-License-Identifier: Apache-2.0

/// One element string: an AI and the place of its value in the scan data.
public struct Element: Sendable, Equatable {
  /// The spelling of the value by the bytes of `range`.
  public enum Form: Sendable, Equatable {
    /// They are the value.
    case verbatim
    /// They lack this many leading zeros: the GTIN-8, -12 or -13 of an EAN/UPC symbol.
    case zeroPadded(Int)
    /// They are the eight digits of a UPC-E symbol, which leaves out zeros inside.
    case zeroSuppressed
    /// They are part of a URI, with percent escapes; in its query a plus sign is a space.
    case percentEncoded(query: Bool)
  }

  private let aiIndex: UInt16
  private let start: UInt16
  private let size: UInt16
  private let spelling: UInt16

  /// An element of zero bytes, which fills lists.
  @inline(__always)
  init() {
    aiIndex = 0
    start = 0
    size = 0
    spelling = 0
  }

  /// An element whose bytes are its value.
  @inline(__always)
  init(_ ai: ApplicationIdentifier, _ range: Range<Int>) {
    self.aiIndex = ai.index
    self.start = UInt16(truncatingIfNeeded: range.lowerBound)
    self.size = UInt16(truncatingIfNeeded: range.upperBound - range.lowerBound)
    self.spelling = 0
  }

  /// An element whose bytes spell its value in this form.
  init(_ ai: ApplicationIdentifier, _ range: Range<Int>, _ form: Form) {
    self.aiIndex = ai.index
    self.start = UInt16(truncatingIfNeeded: range.lowerBound)
    self.size = UInt16(truncatingIfNeeded: range.count)
    self.spelling =
      switch form {
      case .verbatim: 0
      case .zeroPadded(let zeros): UInt16(zeros)
      case .zeroSuppressed: 0x100
      case .percentEncoded(let query): query ? 0x201 : 0x200
      }
  }

  /// The AI.
  @inline(__always)
  public var ai: ApplicationIdentifier { ApplicationIdentifier(index: aiIndex) }

  /// The bytes of the value in the scan data.
  @inline(__always)
  public var range: Range<Int> { Int(start)..<Int(start) + Int(size) }

  /// The spelling of the value by those bytes.
  public var form: Form {
    switch spelling {
    case 0: .verbatim
    case 0x100: .zeroSuppressed
    case 0x200, 0x201: .percentEncoded(query: spelling == 0x201)
    default: .zeroPadded(Int(spelling))
    }
  }
}

extension Element {
  /// Appends the bytes of the value, as the AI defines it, to `value`.
  ///
  /// `data` are the scan data that the element was read from.
  public func appendValue(of data: Span<UInt8>, to value: inout [UInt8]) {
    var bytes = ValueBytes(self)
    while let byte = bytes.next(in: data) { value.append(byte) }
  }

  /// The value as text.
  public func value(of data: Span<UInt8>) -> String {
    // Nearly every value is verbatim.
    if case .verbatim = form {
      return data.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
    var bytes: [UInt8] = []
    appendValue(of: data, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// True if the value equals that of another element of the same data.
  func hasSameValue(as other: Element, in data: Span<UInt8>) -> Bool {
    var own = ValueBytes(self)
    var others = ValueBytes(other)
    while let byte = own.next(in: data) {
      guard byte == others.next(in: data) else { return false }
    }
    return others.next(in: data) == nil
  }

  /// The length of the value in bytes.
  func valueLength(in data: Span<UInt8>) -> Int {
    var bytes = ValueBytes(self)
    var length = 0
    while bytes.next(in: data) != nil { length += 1 }
    return length
  }
}

extension Element {
  /// The date at the start of the value, or nil if its AI has none.
  ///
  /// Two-digit years are relative to `currentYear`; day 00 is the last of the month.
  public func date(of data: Span<UInt8>, currentYear: Int?) -> CalendarDate? {
    var digits = InlineArray<8, UInt8>(repeating: 0)
    var bytes = ValueBytes(self)
    var count = 0
    while count < 8, let byte = bytes.next(in: data) {
      digits[count] = byte
      count += 1
    }
    switch ai.entry.component.linter {
    case .yymmd0, .yymmdd:
      return CalendarDate(yymmdd: digits.span, at: 0, currentYear: currentYear)
    case .yyyymmdd:
      let span = digits.span
      guard span.isDigits(0..<8) else { return nil }
      return CalendarDate(
        year: span.number(0..<4), month: span.twoDigits(at: 4), dayOrZero: span.twoDigits(at: 6))
    default:
      return nil
    }
  }
}
