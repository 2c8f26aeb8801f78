// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct RetentionTests {
  @Test func withoutLimitsNothingIsRemoved() throws {
    let connection = try WriterConnection.filled(in: try TemporaryDirectory(), records: 10)
    #expect(try connection.removeOldest(RetentionLimits(), now: .max) == nil)
    #expect(connection.header.oldest == 1)
  }

  @Test func whatIsTooOldIsRemovedAndCursorsGoOn() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection.filled(in: directory, records: 1000)
    var limits = RetentionLimits()
    limits.age = 100_000_000
    // Record n was scanned in second n.
    let now = second(600)
    #expect(try connection.removeOldest(limits, now: nil) == nil)
    var removed: [Removal] = []
    while let more = try connection.removeOldest(limits, now: now) { removed.append(more) }
    #expect(removed.map(\.cursors) == [1...200, 201...400, 401...499])
    #expect(connection.header.oldest == 500)
    #expect(try connection.database.value("SELECT min(cursor) FROM record") == "500")
    try connection.append([scan(serial: "NEW", second: 1001)], rules: Rules())
    #expect(connection.header.cursor == 1001)
    let hours = try connection.database.value("SELECT group_concat(cursor) FROM hour")
    #expect(hours == "1")
    #expect(try connection.database.value("PRAGMA integrity_check") == "ok")
  }

  @Test func whenAllAreRemovedTheNextCursorIsStillTheNext() throws {
    let directory = try TemporaryDirectory()
    var connection: WriterConnection? = try WriterConnection.filled(in: directory, records: 5)
    var limits = RetentionLimits()
    limits.age = 1
    #expect(try connection?.removeOldest(limits, now: second(9999))?.cursors == 1...5)
    #expect(connection?.header.oldest == 6)
    connection = nil
    let again = try WriterConnection(path: directory.database, now: 0)
    #expect(again.header.oldest == 6)
    try again.append([scan(serial: "X", second: 9999)], rules: Rules())
    #expect(again.header.cursor == 6)
    let reader = try Reader(path: directory.database)
    var filter = RecordFilter()
    filter.since = Timestamp(microseconds: second(9999))
    #expect(
      try reader.page(after: 0, filter: filter, limits: PageLimits(records: 9), head: 6).records
        .map(\.cursor) == [6])
  }

  @Test func aSubscriberKeepsWhatItHasNotAcknowledgedUpToTheHardLimit() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection.filled(in: directory, records: 3000)
    try connection.database.execute("INSERT INTO subscriber VALUES ('wms', 1000, 50, 0, 0)")
    var limits = RetentionLimits()
    limits.size = 1
    #expect(try connection.removeOldest(limits, now: nil)?.cursors == 1...50)
    #expect(try connection.removeOldest(limits, now: nil) == nil)
    limits.hardSize = 1 << 20
    let removal = try #require(try connection.removeOldest(limits, now: nil))
    #expect(removal.cursors == 51...250)
    #expect(removal.missedBy == ["wms"])
    while try connection.removeOldest(limits, now: nil) != nil {}
    #expect(connection.header.oldest > 1000 && connection.header.oldest < 3000)
    let pages = Int(try connection.database.value("PRAGMA page_count") ?? "") ?? 0
    #expect(pages * 4096 <= 1 << 20)
  }

  @Test func openExceptionsThatAreRemovedAreOpenNoMore() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection(path: directory.database, now: 0)
    try connection.append(
      (1...4).map { scan("]C10109506000134351", second: Int64($0)) }, rules: Rules())
    try connection.database.execute(
      "INSERT INTO resolution VALUES (1, 0, 0, '', 'x'); UPDATE journal SET open = open - 1")
    let again = try WriterConnection(path: directory.database, now: 0)
    #expect(again.header.open == 3)
    try again.remove(through: 2)
    #expect(again.header.open == 2)
    #expect(try again.database.value("SELECT count(*) FROM resolution") == "0")
  }

  @Test func theDaemonRemovesBetweenGroupsAndTheFeedKnows() throws {
    let directory = try TemporaryDirectory()
    let events = Events()
    let journal = try ScanJournal(in: directory, events: events)
    defer { journal.close() }
    try journal.record(900)
    var limits = RetentionLimits()
    limits.size = 200_000
    journal.setRetention(limits)
    let deadline = ContinuousClock.now + .seconds(60)
    while events.removal == nil, .now < deadline { usleep(1000) }
    let removal = try #require(events.removal)
    #expect(removal.cursors.lowerBound == 1)
    #expect(journal.status.oldest == removal.cursors.upperBound + 1)
    #expect(journal.status.head == 900)
    let rest = try journal.page(after: 0, filter: RecordFilter(), limits: PageLimits(records: 1000))
    #expect(rest.records.first?.cursor == journal.status.oldest)
  }
}

private func second(_ second: Int64) -> Int64 { scan(serial: "", second: second).time.microseconds }

extension WriterConnection {
  /// A journal of records, one a second.
  fileprivate static func filled(in directory: TemporaryDirectory, records: Int) throws
    -> WriterConnection
  {
    let connection = try WriterConnection(path: directory.database, now: 0)
    for first in stride(from: 1, through: records, by: 500) {
      let scans = (first..<min(first + 500, records + 1)).map {
        scan(serial: "S\($0)", second: Int64($0))
      }
      try connection.append(scans, rules: Rules())
    }
    return connection
  }
}

extension Events {
  fileprivate var removal: Removal? {
    for case .removed(let removal) in all { return removal }
    return nil
  }
}
