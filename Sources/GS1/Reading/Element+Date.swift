// SPDX-License-Identifier: Apache-2.0

extension Element {
  /// The date that the value begins with, or nil when its AI has none.
  ///
  /// Two-digit years are taken relative to `currentYear`; day 00 is the last of the month.
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
