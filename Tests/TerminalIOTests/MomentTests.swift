// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing
import Wire

@testable import TerminalIO

@Suite struct MomentTests {
  private let noon = Timestamp("2026-11-23T12:00:00Z")!

  @Test(arguments: [
    ("2026-11-23T08:06:00Z", "2026-11-23T08:06:00.000000Z"),
    ("2026-11-23 08:06:00.25z", "2026-11-23T08:06:00.250000Z"),
    ("2026-11-23t08:06+01:00", "2026-11-23T07:06:00.000000Z"),
    ("2026-11-23T23:30:00-03:30", "2026-11-24T03:00:00.000000Z"),
    ("2026-01-01T00:00:00+14:00", "2025-12-31T10:00:00.000000Z"),
  ]) func anOffsetIsTakenAtItsWord(typed: String, moment: String) {
    #expect(Moment(typed, now: noon)?.timestamp == Timestamp(moment))
  }

  @Test(arguments: ["2026-11-23", "2026-07-01 08:06", "2026-02-28T23:59:59.5", "1999-12-31"])
  func whatNamesNoOffsetIsWhatTheClockOnTheWallShows(typed: String) throws {
    let moment = try #require(Moment(typed, now: noon)).timestamp
    let local = LocalTime(moment)
    let shown = typed.count == 10 ? "\(typed) 00:00:00" : typed.replacing("T", with: " ")
    #expect("\(local.date) \(local.clock)".hasPrefix(shown.prefix(16)))
    #expect(moment.microseconds % 1_000_000 == (typed.hasSuffix(".5") ? 500_000 : 0))
  }

  @Test func daysAreNamedFromTheirFirstMoment() throws {
    let today = try #require(Moment("today", now: noon)).timestamp
    let yesterday = try #require(Moment("yesterday", now: noon)).timestamp
    #expect(LocalTime(today).clock == "00:00:00")
    #expect(LocalTime(today).date == LocalTime(noon).date)
    #expect(today <= noon)
    #expect(LocalTime(yesterday).clock == "00:00:00")
    // 23 to 25 hours, where the clocks are changed.
    #expect((22...26).contains((today.microseconds - yesterday.microseconds) / 3_600_000_000))
    #expect(Moment("now", now: noon)?.timestamp == noon)
  }

  @Test(arguments: [
    "", "2026", "2026-13-01", "2026-02-30", "23.11.2026", "2026-11-23T", "2026-11-23 25:00",
    "2026-11-23T08:06:00+1", "2026-11-23T08:06:00+24:00", "2026-11-23T08:06:00 +01:00", "todayish",
    "2026-11-23T08:06:00Z0", "2026-11-23T08:06:00++1:00",
  ]) func whatIsNoMomentIsNone(typed: String) {
    #expect(Moment(typed, now: noon) == nil)
  }
}
