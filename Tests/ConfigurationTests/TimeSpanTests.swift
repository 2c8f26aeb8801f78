// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Configuration

@Suite("A time span")
struct TimeSpanTests {
  @Test(
    "is read as systemd reads it",
    arguments: [
      ("5", 5_000_000), ("0", 0), ("+5", nil), ("500ms", 500_000), ("1s", 1_000_000),
      ("1min 30s", 90_000_000), ("2 h", 7_200_000_000), ("2hours", 7_200_000_000),
      ("48hr", 172_800_000_000), ("1y 12month", 63_115_200_000_000), ("55s500ms", 55_500_000),
      ("300ms20s 5day", 432_020_300_000), (".5s", 500_000), ("0.5", 500_000),
      ("1.5min", 90_000_000), ("1 2", 3_000_000), ("1 .5", 1_500_000), ("1s.5", 1_500_000),
      ("5 s 3", 8_000_000), ("3min4", 184_000_000), ("1 h2", 3_602_000_000), ("1µs", 1),
      ("1\u{3BC}s", 1), ("0.0000019s", 1), ("1w", 604_800_000_000), ("1M", 2_629_800_000_000),
      ("1m", 60_000_000), ("7usec", 7), ("\t3\t", 3_000_000),
    ] as [(String, Int64?)])
  func values(text: String, expected: Int64?) {
    #expect((try? TimeSpan.parse(text)) == expected)
  }

  @Test(
    "is refused when it is none, negative or cannot be counted",
    arguments: [
      "", "s", "-5", "5.", "1.5.2s", "1e3", "0x10", "5S", "5 sec,3", ". s", "1ns", "1. 5",
      "infinity", "99999999999999999999y", "300000000y", "9223372036855", "1 -2",
      "9223372036854775807us 1us", "9223372036854.775808",
    ])
  func refused(text: String) {
    #expect(throws: ValueError.self) { try TimeSpan.parse(text) }
  }

  @Test("is read up to the last microsecond that can be counted")
  func longest() throws {
    #expect(try TimeSpan.parse("9223372036854775807us") == Int64.max)
  }

  @Test(
    "has a range where one is set",
    arguments: [
      ("9999us", "\"9999us\" is out of range; the range is 10ms to 1min"),
      ("60001ms", "\"60001ms\" is out of range; the range is 10ms to 1min"),
      ("0", "\"0\" is out of range; the range is 10ms to 1min"),
    ])
  func range(text: String, expected: String) {
    let parse = TimeSpan.parser(in: 10_000...60_000_000)
    let error = #expect(throws: ValueError.self) { try parse(text) }
    #expect(error?.text == expected)
    #expect((try? parse("10ms")) == 10_000)
    #expect((try? parse("1min")) == 60_000_000)
  }

  @Test(
    "is shown the way people write it",
    arguments: [
      (0, "0"), (1, "1us"), (1_500, "1ms 500us"), (90_000_000, "1min 30s"),
      (90_061_000_000, "1d 1h 1min 1s"),
    ] as [(Int64, String)])
  func shown(span: Int64, expected: String) throws {
    #expect(TimeSpan.describe(span) == expected)
    #expect(try TimeSpan.parse(expected) == span)
  }
}
