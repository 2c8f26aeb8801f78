// SPDX-License-Identifier: Apache-2.0

import CChecksum
import CSQLite
import Glibc
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct SealTests {
  /// The example of RFC 3720, appendix B.4.
  @Test func theSumIsCRC32C() {
    let bytes = Array("123456789".utf8)
    #expect(cchecksum_crc32c(0, bytes, 9) == 0xE306_9283)
    #expect(cchecksum_crc32c_table(0, bytes, 9) == 0xE306_9283)
  }

  @Test func theProcessorAndTheTableAgree() {
    var random = SeededGenerator(seed: 1)
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      let start = UInt32.random(in: 0...UInt32.max, using: &random)
      #expect(
        cchecksum_crc32c(start, bytes, length) == cchecksum_crc32c_table(start, bytes, length))
    }
  }

  /// The values were computed by Python's hashlib from the description in docs/sql.md.
  @Test func aSealIsThatOfTheDocumentation() throws {
    let database = try Database(
      path: ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    try database.addSealFunctions()
    let columns = """
      7, 1795420800000000, 'usb-1', 'dock-1', NULL, 'accepted', 'text', 'none', NULL, NULL, NULL, NULL,
      NULL, '', '', 1, x'42494e20412d3137', x'7b2274696d65223a2278227d'
      """
    #expect(try database.value("SELECT record_sum(\(columns))") == "488405697")
    #expect(
      try database.value("SELECT lower(hex(record_hash(x'', \(columns))))")
        == "7227fb5bd29139421d2681d67441cd37efe35dc22a2da10a2e1b6bb5533823ef")
    let before = hexadecimal((0..<32).map { UInt8($0) })
    #expect(
      try database.value("SELECT lower(hex(record_hash(x'\(before)', \(columns))))")
        == "b6299d8d358be602a16d78ab36ab5ef952500e552a29ad732aebb169ba46edb5")
  }

  static let changes = [
    "time = time + 1", "scanner = scanner || 'x'", "station = NULL", "step = 'shipping'",
    "verdict = 'rejected'", "kind = 'text'", "tracking = 'lot'", "gtin = NULL", "lot = 'L'",
    "serial = 'S2'", "sscc = '1'", "expiry = '2027-01-01'", "reasons = 'x'", "notes = ' '",
    "judging = 2", "data = CAST(x'00' || data AS BLOB)", "body = substr(body, 1, length(body) - 1)",
    "body = CAST(replace(body, 'accepted', 'rejected') AS BLOB)", "station = step, step = station",
  ]

  @Test(arguments: changes) func aRecordOfWhichAnythingWasChangedIsNotServed(change: String) throws
  {
    let directory = try TemporaryDirectory.recorded(3)
    try directory.execute("PRAGMA foreign_keys = OFF; UPDATE record SET \(change) WHERE cursor = 2")
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    let page = try journal.page(after: 0, filter: RecordFilter(), limits: PageLimits(records: 9))
    #expect(page.records.map(\.cursor) == [1, 3])
    #expect(page.gaps == [Gap(from: 2, to: 2, cause: "record-damaged")])
    #expect(page.through == 3)
    #expect(journal.status.damage == Damage(count: 1, first: 2))
  }

  @Test(arguments: [
    "UPDATE seal SET sum = sum + 1 WHERE cursor = 2", "DELETE FROM seal WHERE cursor = 2",
    "DELETE FROM record WHERE cursor = 2",
  ]) func aRecordWithoutItsSumAndAMissingOneAreGaps(change: String) throws {
    let directory = try TemporaryDirectory.recorded(3)
    try directory.execute(change)
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    let limits = PageLimits(records: 9)
    let page = try journal.page(after: 0, filter: RecordFilter(), limits: limits)
    #expect(page.records.map(\.cursor) == [1, 3])
    #expect(page.gaps == [Gap(from: 2, to: 2, cause: "record-damaged")])
  }

  @Test func missingRecordsAtEitherEndAreGaps() throws {
    let directory = try TemporaryDirectory.recorded(9)
    try directory.execute("DELETE FROM record WHERE cursor IN (1, 2, 8, 9)")
    let reader = try Reader(path: directory.database)
    func gaps(after: Int64) throws -> [Gap] {
      try reader.page(
        after: after, filter: RecordFilter(), limits: PageLimits(records: 99), head: 9
      ).gaps
    }
    #expect(
      try gaps(after: 0) == [
        Gap(from: 1, to: 2, cause: Gap.damage), Gap(from: 8, to: 9, cause: Gap.damage),
      ])
    // Retention that nobody was told of yet.
    try directory.execute("DELETE FROM record WHERE cursor < 5; UPDATE journal SET oldest = 5")
    #expect(
      try gaps(after: 1) == [
        Gap(from: 2, to: 4, cause: Gap.retention), Gap(from: 8, to: 9, cause: Gap.damage),
      ])
  }

  @Test func aDamagedRecordIsMissingInTracesAndExceptionsAndToldThere() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    for text in ["]C101\(gtin)10A", "]C10109506000134351", "]C101\(gtin)10A", "]C101095"] {
      journal.append(scan(text))
    }
    try journal.waitForHead(4)
    try directory.execute("UPDATE record SET notes = 'x' WHERE cursor IN (1, 4)")
    let trace = try journal.trace(.init(lot: "A"), after: 0, limits: PageLimits(records: 9))
    #expect(trace.records.map(\.cursor) == [3])
    #expect(trace.gaps == [Gap(from: 1, to: 1, cause: Gap.damage)])
    let exceptions = try journal.exceptions(.init())
    #expect(exceptions.exceptions.map(\.record.cursor) == [2])
    #expect(exceptions.gaps == [Gap(from: 4, to: 4, cause: Gap.damage)])
    #expect(journal.status.damage == Damage(count: 2, first: 1))
  }

  @Test func oldRecordsAreServedAndSummedWhileRecordingGoesOn() throws {
    let directory = try TemporaryDirectory.recorded(700)
    try directory.forgetSeals()
    let connection = try WriterConnection(path: directory.database, now: 0)
    #expect(connection.header.unsummed == 700)
    try connection.append([scan(serial: "NEW")], rules: Rules())
    let reader = try Reader(path: directory.database)
    func served() throws -> Int {
      try reader.page(
        after: 0, filter: RecordFilter(), limits: PageLimits(records: 999, bytes: .max), head: 701
      ).records.count
    }
    #expect(try served() == 701)
    var steps: [Int64] = []
    while connection.header.unsummed > 0 {
      try connection.sumSome(256)
      steps.append(connection.header.unsummedCount)
      #expect(try served() == 701)
    }
    #expect(steps == [444, 188, 0])
    #expect(try connection.database.value("SELECT count(sum) FROM seal") == "701")
    #expect(try connection.database.value("SELECT count(hash) FROM seal") == "1")
    try directory.execute("DELETE FROM seal WHERE cursor = 5")
    #expect(try served() == 700)
  }

  @Test func aRecordThatCannotBeReadDoesNotKeepTheOthersFromBeingSummed() throws {
    let directory = try TemporaryDirectory.recorded(600)
    try directory.forgetSeals()
    try directory.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try garble(directory.database, page: Int(try directory.leaf(20)))
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    while journal.status.unsummed > 0 { usleep(1000) }
    #expect((591...599).contains(try directory.number("SELECT count(*) FROM seal")))
  }

  /// So it takes the same time however many records there are.
  @Test func theMigrationReadsNoRecord() throws {
    let directory = try TemporaryDirectory.recorded(600)
    try tamper(
      directory.database,
      """
      DROP TABLE seal;
      ALTER TABLE journal DROP COLUMN unsummed;
      ALTER TABLE journal DROP COLUMN base;
      ALTER TABLE journal DROP COLUMN base_hash;
      ALTER TABLE journal DROP COLUMN hash;
      PRAGMA user_version = 4
      """)
    try garble(directory.database, page: Int(try directory.leaf(20)))
    let connection = try WriterConnection(path: directory.database, now: 0)
    #expect(connection.header.unsummed == 600)
    #expect(throws: JournalError.self) { try connection.sumSome(600) }
  }

  @Test func housekeepingSumsAJournalOfAnEarlierVersionByItself() throws {
    let directory = try TemporaryDirectory.recorded(300)
    try directory.forgetSeals()
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    while journal.status.unsummed > 0 { usleep(1000) }
    #expect(try directory.number("SELECT count(*) FROM seal") == 300)
  }
}

extension TemporaryDirectory {
  /// A directory with a journal of so many records that no process uses.
  static func recorded(_ count: Int) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection(path: directory.database, now: 0)
    try connection.append(
      (0..<count).map { scan(serial: "S\($0)", second: Int64($0)) }, rules: Rules())
    return directory
  }

  /// Changes the journal as no part of the daemon does.
  func execute(_ sql: String) throws {
    try Database(path: database, flags: SQLITE_OPEN_READWRITE).execute(sql)
  }

  /// The number that a query gives.
  func number(_ sql: String) throws -> Int64 {
    try Database(path: database, flags: SQLITE_OPEN_READONLY).number(sql)
  }

  /// The page of a leaf of the table of records.
  func leaf(_ number: Int) throws -> Int64 {
    try self.number(
      "SELECT pageno FROM dbstat WHERE name = 'record' AND pagetype = 'leaf' LIMIT 1 OFFSET \(number)"
    )
  }

  /// Leaves the journal as the migration of an earlier version does.
  func forgetSeals() throws {
    try execute(
      "DELETE FROM seal; UPDATE journal SET unsummed = head, base = head, base_hash = x'', hash = x''"
    )
  }
}
