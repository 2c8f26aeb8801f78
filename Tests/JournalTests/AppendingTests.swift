// SPDX-License-Identifier: Apache-2.0

import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct AppendingTests {
  @Test func recordsHaveDenseCursorsFromOneInTheOrderOfTheScans() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    for number in 1...300 { journal.append(scan(serial: "S\(number)", second: Int64(number))) }
    journal.close()
    let records = try journal.records()
    #expect(records.map(\.cursor) == (1...300).map { Int64($0) })
    #expect(records.map(\.subject.serial) == (1...300).map { "S\($0)" })
    #expect(records.allSatisfy { $0.verdict == .accepted && $0.notes.isEmpty })
  }

  @Test func cursorsGoOnAfterARestart() throws {
    let directory = try TemporaryDirectory()
    for round in 0..<3 {
      let journal = try ScanJournal(in: directory)
      for number in 0..<10 { journal.append(scan(serial: "R\(round)-\(number)")) }
      journal.close()
      #expect(journal.status.head == Int64(10 * (round + 1)))
    }
    let journal = try ScanJournal(in: directory)
    #expect(try journal.records().map(\.cursor) == (1...30).map { Int64($0) })
    #expect(journal.status.counts.accepted == 30)
    journal.close()
  }

  @Test func aSeparatorIsMissedOnlyFromAScannerThatHasNeverSentOne() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection(path: directory.database, now: 0)
    let suspect = scan("]C101\(gtin)10C20250721HD-12345")
    let separated = scan("]C101\(gtin)10C202507\u{1D}21HD-12345")
    func notes(_ scans: [Scan]) throws -> [[String]] {
      try connection.append(scans, rules: Rules()).map { $0.decoded.notes.map(\.code) }
    }
    #expect(try notes([suspect, suspect]) == [["separator-suspect"], ["separator-suspect"]])
    #expect(try notes([separated, suspect]) == [[], []])
    var other = suspect
    other.origin.scanner = "another"
    #expect(try notes([other]) == [["separator-suspect"]])
  }

  @Test func aMissingSeparatorIsAReasonWhereTheRulesSaySo() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection(path: directory.database, now: 0)
    var rules = Rules()
    rules.separatorSuspect = .reject
    let scan = scan("]C101\(gtin)10C20250721HD-12345")
    let record = try #require(try connection.append([scan], rules: rules).first?.record)
    #expect(record.verdict == .rejected)
    #expect(record.reasons.map(\.code) == ["separator-suspect"])
  }

  @Test func cursorsGoOnAfterAllRecordsWereDeleted() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection(path: directory.database, now: 0)
    try connection.append([scan(serial: "A"), scan(serial: "B")], rules: Rules())
    let other = try Database(path: directory.database, flags: 2)
    try other.execute("DELETE FROM record")
    try connection.append([scan(serial: "C")], rules: Rules())
    #expect(connection.header.cursor == 3)
    #expect(try other.value("SELECT cursor FROM record") == "3")
  }

  @Test func ofOneSerial64TimesInOneGroupOneIsFirstAnd63AreNoted() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection(path: directory.database, now: 0)
    try connection.append((0..<64).map { _ in scan(serial: "HD-12345") }, rules: Rules())
    let database = try Database(path: directory.database, flags: 1)
    #expect(try database.value("SELECT count(*) FROM record WHERE verdict = 'accepted'") == "64")
    #expect(
      try database.value(
        "SELECT group_concat(cursor) FROM record WHERE notes NOT LIKE '%serial-repeated%'") == "1")
  }

  @Test func aRepeatedSerialIsRejectedWhereTheRulesSaySoAndNotedNeverAtAnotherStep() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection(path: directory.database, now: 0)
    var rules = Rules()
    rules.serialRepeated = .reject
    let again = [scan(serial: "A"), scan(serial: "A"), scan(serial: "A", step: "shipping")]
    try connection.append(again, rules: rules)
    let database = try Database(path: directory.database, flags: 1)
    #expect(
      try database.value("SELECT group_concat(verdict) FROM record")
        == "accepted,rejected,accepted")
    // The rejected record is no earlier scan of the serial: the first one is named again.
    rules.serialRepeated = .note
    try connection.append([scan(serial: "A")], rules: rules)
    let body = try database.value("SELECT CAST(body AS TEXT) FROM record WHERE cursor = 4")
    #expect(body?.contains("as record 1.") == true)
  }

  @Test func aClockThatWentBackIsNoted() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection(path: directory.database, now: 0)
    try connection.append(
      [scan("A", second: 10), scan("B", second: 5), scan("C", second: 6)], rules: Rules())
    let database = try Database(path: directory.database, flags: 1)
    #expect(
      try database.value("SELECT group_concat(cursor) FROM record WHERE notes = 'clock-changed'")
        == "2")
  }

  @Test func scansThatAreDeliveredLateAreNotTakenForAClockThatWasSetBack() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    for (key, received) in [(10, 10), (7, 11), (9, 12)] {
      var scan = scan(serial: "S\(key)", second: Int64(key))
      scan.received = JournalTests.scan(serial: "", second: Int64(received)).time
      journal.append(scan)
    }
    journal.close()
    #expect(try journal.records().flatMap(\.notes).isEmpty)
  }

  @Test func aRecordReadAgainIsByteForByteTheOneThatWasMade() throws {
    let directory = try TemporaryDirectory()
    let scans = [
      scan(serial: "S1"), scan("a plain text \u{1B}[31m \u{202E} \u{1D} \"\\"),
      Scan(data: [0xFF, 0xFE, 0], time: Timestamp(microseconds: 1), origin: Origin(scanner: "x")),
      Scan(
        data: Array("cut".utf8), time: Timestamp(microseconds: 2), cause: .overrun,
        origin: Origin(scanner: "y")),
    ]
    let journal = try ScanJournal(in: directory)
    for scan in scans { journal.append(scan) }
    journal.close()
    let page = try journal.page(after: 0, filter: RecordFilter(), limits: PageLimits(records: 10))
    #expect(page.records.count == scans.count)
    for (entry, scan) in zip(page.records, scans) {
      var facts = Facts()
      facts.clockWentBack = entry.cursor == 3
      #expect(entry.body == judge(Interpretation(scan), facts: facts, rules: Rules()).body)
      #expect(try entry.record.body == entry.body)
    }
  }

  @Test func theSettingsThatTheGuaranteeHangsOnAreOn() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection(path: directory.database, now: 0)
    let database = try Database(path: directory.database, flags: 2)
    #expect(try database.value("PRAGMA journal_mode") == "wal")
    #expect(try database.value("PRAGMA auto_vacuum") == "2")
    #expect(try database.value("PRAGMA user_version") == "\(Schema.journal.version)")
    #expect(connection.header.uuid.count == 36)
  }

  @Test func theWriteAheadLogStaysForReadersAfterACleanClose() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    journal.append(scan(serial: "A"))
    journal.close()
    #expect(try directory.files().contains("journal.db-wal"))
  }
}
