// SPDX-License-Identifier: Apache-2.0

extension Linter {
  /// Whether six digits are a date YYMMDD (yymmd0 where the day may be 00, else yymmdd).
  @inline(__always)
  static func isDate(
    _ data: Span<UInt8>, _ range: Range<Int>, dayMayBeZero: Bool, _ rules: ValueRules
  ) -> Bool {
    let start = range.lowerBound
    let month = data.twoDigits(at: start &+ 2)
    let day = data.twoDigits(at: start &+ 4)
    guard 1...12 ~= month, day > 0 || dayMayBeZero else { return false }
    return day <= 28 || (day <= 30 && month != 2) || isLastDay(data, start, month, day, rules)
  }

  /// Whether a month has a day after its 28th.
  @inline(never)
  private static func isLastDay(
    _ data: Span<UInt8>, _ start: Int, _ month: Int, _ day: Int, _ rules: ValueRules
  ) -> Bool {
    let year = CalendarDate.fullYear(data.twoDigits(at: start), currentYear: rules.currentYear)
    return day <= CalendarDate.days(inMonth: month, ofYear: year)
  }

  /// Whether eight digits are a date YYYYMMDD (yyyymmdd).
  static func isLongDate(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = range.lowerBound
    let month = data.twoDigits(at: start + 4)
    guard 1...12 ~= month else { return false }
    let year = data.number(start..<start + 4)
    return 1...CalendarDate.days(inMonth: month, ofYear: year) ~= data.twoDigits(at: start + 6)
  }

  /// Whether four digits are a time HHMM from 0000 to 2359 (hhmi).
  static func isTime(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    data.twoDigits(at: range.lowerBound) < 24 && data.twoDigits(at: range.lowerBound + 2) < 60
  }
}
