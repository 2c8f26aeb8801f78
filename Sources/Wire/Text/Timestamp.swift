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
    var rest = text.utf8[...]
    guard let year = parseDigits(4, then: "-", from: &rest),
      let month = parseDigits(2, then: "-", from: &rest), (1...12).contains(month),
      let day = parseDigits(2, then: "T", from: &rest), (1...31).contains(day),
      let hour = parseDigits(2, then: ":", from: &rest), hour < 24,
      let minute = parseDigits(2, then: ":", from: &rest), minute < 60,
      let second = parseDigits(2, from: &rest), second < 60,
      let fraction = parseFraction(from: &rest), rest.elementsEqual("Z".utf8)
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

/// Passes over a number of `width` digits and the character after it.
private func parseDigits(
  _ width: Int, then end: Unicode.Scalar? = nil, from rest: inout Substring.UTF8View
) -> Int64? {
  let digits = rest.prefix(width)
  guard digits.count == width, let value = number(digits) else { return nil }
  rest = rest.dropFirst(width)
  if let end, rest.popFirst() != UInt8(ascii: end) { return nil }
  return value
}

/// Passes over a point and up to six decimals, if there are any: microseconds.
private func parseFraction(from rest: inout Substring.UTF8View) -> Int64? {
  guard rest.first == UInt8(ascii: ".") else { return 0 }
  let digits = rest.dropFirst().prefix(7).prefix(while: isDigit)
  guard (1...6).contains(digits.count), let value = number(digits) else { return nil }
  rest = rest.dropFirst(1 + digits.count)
  return (digits.count..<6).reduce(value) { sum, _ in sum * 10 }
}

private func number(_ digits: Substring.UTF8View) -> Int64? {
  guard digits.allSatisfy(isDigit) else { return nil }
  return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
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
