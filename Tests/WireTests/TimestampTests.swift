// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
      (1_795_421_160_123_456, "2026-11-23T08:06:00.123456Z"),
      (951_782_399_000_001, "2000-02-28T23:59:59.000001Z"),
      (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
      (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
      (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
    ] as [(Int64, String)])
  func aMomentIsWrittenAndRead(microseconds: Int64, text: String) {
    #expect(Timestamp(microseconds: microseconds).description == text)
    #expect(Timestamp(text) == Timestamp(microseconds: microseconds))
  }

  @Test func everyDayOf400YearsIsTheCalendars() {
    var microseconds: Int64 = 43_210_000_000
    for year in 1970..<2370 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for (month, length) in lengths.enumerated() {
        for day in 1...length {
          let text = "\(year)-\(twoDigits(month + 1))-\(twoDigits(day))T12:00:10.000000Z"
          let moment = Timestamp(microseconds: microseconds)
          if moment.description != text || Timestamp(text) != moment { Issue.record("\(text)") }
          microseconds += 86_400_000_000
        }
      }
    }
  }

  private func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  @Test(
    arguments: [
      ("1970-01-01T00:00:01Z", 1_000_000), ("1970-01-01T00:00:00.5Z", 500_000),
      ("1970-01-01T00:00:00.000001Z", 1),
    ] as [(String, Int64)])
  func decimalsMayBeFewer(text: String, microseconds: Int64) {
    #expect(Timestamp(text)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "", "1970", "1970-01-01", "1970-01-01T00:00:00", "1970-01-01 00:00:00Z",
    "1970-13-01T00:00:00Z", "1970-00-01T00:00:00Z", "1970-01-00T00:00:00Z", "1970-01-32T00:00:00Z",
    "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z", "1970-01-01T00:00:60Z", "1970-01-01T00:00:00.Z",
    "1970-01-01T00:00:00.1234567Z", "1970-01-01T00:00:00+01:00", "1970-01-01T00:00:00Zx",
    "٠٩٧٠-01-01T00:00:00Z", "+970-01-01T00:00:00Z", "1970-02-30T00:00:00Z", "2023-02-29T00:00:00Z",
    "1970-04-31T00:00:00Z", "1970-01-01T00:00:00.١Z",
  ])
  func whatIsNoMomentIsRefused(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func theYearIsTheOneInUTC() {
    #expect(Timestamp(microseconds: -1).year == 1969)
    #expect(Timestamp(microseconds: 0).year == 1970)
  }

  @Test func theEarlierMomentIsLess() {
    #expect(Timestamp(microseconds: -1) < Timestamp(microseconds: 0))
    #expect(!(Timestamp(microseconds: 0) < Timestamp(microseconds: 0)))
  }
}
