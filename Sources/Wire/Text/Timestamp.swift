// SPDX-License-Identifier: Apache-2.0

/// A moment of the wall clock, in microseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Sendable, Hashable, Comparable {
  /// Microseconds since the epoch, UTC, leap seconds not counted (as CLOCK_REALTIME).
  public var microseconds: Int64

  /// The moment `microseconds` after the epoch.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// The year in UTC.
  public var year: Int {
    Int(civilDate(daysSinceEpoch: divide(microseconds, 86_400_000_000).0).year)
  }

  /// True if one moment is before another.
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with six decimals: `2026-11-23T08:06:00.123456Z`.
  public var description: String {
    String(decoding: rfc3339, as: UTF8.self)
  }

  /// The bytes of `description`.
  var rfc3339: [UInt8] {
    let (seconds, fraction) = divide(microseconds, 1_000_000)
    let (days, second) = divide(seconds, 86_400)
    let (year, month, day) = civilDate(daysSinceEpoch: days)
    var text: [UInt8] = []
    text.reserveCapacity(27)
    appendDigits(year, 4, then: "-", to: &text)
    appendDigits(month, 2, then: "-", to: &text)
    appendDigits(day, 2, then: "T", to: &text)
    appendDigits(second / 3600, 2, then: ":", to: &text)
    appendDigits(second / 60 % 60, 2, then: ":", to: &text)
    appendDigits(second % 60, 2, then: ".", to: &text)
    appendDigits(fraction, 6, then: "Z", to: &text)
    return text
  }

  /// Reads RFC 3339 in UTC, with any number of decimals up to six.
  public init?(_ text: String) {
    var rest = Substring(text)
    guard let year = parseDigits(4, then: "-", from: &rest),
      let month = parseDigits(2, then: "-", from: &rest), (1...12).contains(month),
      let day = parseDigits(2, then: "T", from: &rest), (1...31).contains(day),
      let hour = parseDigits(2, then: ":", from: &rest), hour < 24,
      let minute = parseDigits(2, then: ":", from: &rest), minute < 60,
      let second = parseDigits(2, then: "", from: &rest), second < 60,
      let fraction = parseFraction(from: &rest), rest == "Z"
    else { return nil }
    let days = daysSinceEpoch(year: year, month: month, day: day)
    // 30 February would count on into March.
    guard civilDate(daysSinceEpoch: days) == (year, month, day) else { return nil }
    microseconds = ((days * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000 + fraction
  }
}

/// Quotient rounded down and a remainder that is never negative.
private func divide(_ value: Int64, _ by: Int64) -> (Int64, Int64) {
  let remainder = value % by
  return remainder < 0 ? (value / by - 1, remainder + by) : (value / by, remainder)
}

private func appendDigits(
  _ value: Int64, _ width: Int, then end: Unicode.Scalar, to text: inout [UInt8]
) {
  var power: Int64 = 1
  for _ in 1..<width { power *= 10 }
  while power > 0 {
    text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / power % 10))
    power /= 10
  }
  text.append(UInt8(ascii: end))
}

private func parseDigits(_ width: Int, then end: String, from rest: inout Substring) -> Int64? {
  let digits = rest.prefix(width)
  guard digits.utf8.count == width, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
    rest.dropFirst(width).hasPrefix(end)
  else { return nil }
  rest = rest.dropFirst(width + end.count)
  return Int64(digits)
}

private func parseFraction(from rest: inout Substring) -> Int64? {
  guard rest.first == "." else { return 0 }
  let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
  guard (1...6).contains(digits.count), let value = Int64(digits) else { return nil }
  rest = rest.dropFirst(1 + digits.count)
  return (digits.count..<6).reduce(value) { sum, _ in sum * 10 }
}

// The calendar counts years from 1 March, so that the leap day is a year's last day; 400 years are
// 146,097 days. Day 0 of that count is 0000-03-01, 719,468 days before 1970-01-01.

private func civilDate(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
  let (era, dayOfEra) = divide(daysSinceEpoch + 719_468, 146_097)
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}

private func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
  let (era, yearOfEra) = divide(month <= 2 ? year - 1 : year, 400)
  let monthFromMarch = month > 2 ? month - 3 : month + 9
  let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
