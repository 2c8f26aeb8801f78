// SPDX-License-Identifier: Apache-2.0

/// A day of the Gregorian calendar.
public struct CalendarDate: Sendable, Hashable {
  /// The year, with its century.
  public let year: Int
  /// The month, from 1.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// The date of the six digits YYMMDD at `offset` of the data; nil if they are not a date.
  ///
  /// The century is the one that puts the year 49 years before to 50 years after `currentYear`,
  /// or 1972 to 2071 without one. Day 00 is the last day of the month.
  /// (GS1 General Specifications, section 7.12.)
  public init?(yymmdd data: Span<UInt8>, at offset: Int, currentYear: Int?) {
    let range = offset..<offset + 6
    guard range.upperBound <= data.count, data.isDigits(range) else { return nil }
    self.init(
      year: Self.fullYear(data.twoDigits(at: offset), currentYear: currentYear),
      month: data.twoDigits(at: offset + 2), dayOrZero: data.twoDigits(at: offset + 4))
  }

  /// The date with these numbers, where day 0 is the last of the month; nil if there is none.
  init?(year: Int, month: Int, dayOrZero day: Int) {
    guard 1...12 ~= month else { return nil }
    let days = Self.days(inMonth: month, ofYear: year)
    guard day <= days else { return nil }
    self.year = year
    self.month = month
    self.day = day == 0 ? days : day
  }

  /// The four-digit year of a two-digit one.
  static func fullYear(_ year: Int, currentYear: Int?) -> Int {
    guard let currentYear else { return year < 72 ? 2000 + year : 1900 + year }
    let present = min(max(currentYear, 100), 9899)
    let century = present - present % 100
    switch year - present % 100 {
    case 51...: return century - 100 + year
    case ...(-50): return century + 100 + year
    default: return century + year
    }
  }

  /// The number of days in a month.
  static func days(inMonth month: Int, ofYear year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CalendarDate: CustomStringConvertible {
  /// The date in ISO 8601 format, such as 2027-06-30.
  public var description: String {
    "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }
}
