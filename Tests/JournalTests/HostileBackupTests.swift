// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

/// A backup comes from anywhere. One that is called sound can be restored, and the journal goes on.
@Suite struct HostileBackupTests {
  @Test(arguments: changes.keys.sorted()) func aBackupThatScandDidNotMakeIsRefused(
    name: String
  ) throws {
    let quiet = try QuietDirectory()
    try tamper(quiet.backup, changes[name] ?? "")
    expect(.unsoundBackup) { try BackupFile(verifying: quiet.backup) }
  }

  @Test func theUnchangedBackupIsSound() throws {
    let quiet = try QuietDirectory()
    try tamper(quiet.backup, "ANALYZE")
    let backup = try BackupFile(verifying: quiet.backup)
    #expect(backup.head == QuietDirectory.records && backup.items == 1 && backup.recalls == 1)
    #expect(try BackupFile(verifying: "/" + quiet.backup).head == backup.head)
  }

  /// A restoration copies the file alone; what is beside it is not part of it.
  @Test(arguments: ["-wal", "-journal"]) func aLogBesideTheFileIsIgnored(suffix: String) throws {
    let quiet = try QuietDirectory()
    try write(Array(repeating: 0x5A, count: 5000), to: quiet.backup + suffix)
    #expect(try BackupFile(verifying: quiet.backup).head == QuietDirectory.records)
    #expect(try contents(of: quiet.backup + suffix).count == 5000)
  }

  /// A restored file of that kind would keep its changes in a log that is left behind.
  @Test func aHeaderThatAsksForALogIsRefused() throws {
    let quiet = try QuietDirectory()
    var bytes = try contents(of: quiet.backup)
    bytes[18...19] = [2, 2]
    try write(bytes, to: quiet.backup)
    expect(.unsoundBackup) { try BackupFile(verifying: quiet.backup) }
  }

  /// It was damaged in the journal; the other records are worth their backup.
  @Test func aDamagedRecordIsToldAndIsAGapAfterTheRestoration() throws {
    let quiet = try QuietDirectory()
    try tamper(quiet.backup, "UPDATE record SET lot = 'X' WHERE cursor IN (7, 8)")
    let backup = try BackupFile(verifying: quiet.backup)
    #expect(backup.records.damaged.ranges == [7...8] && backup.records.altered.isEmpty)
    _ = try backup.restore(to: quiet.directory.path)
    let journal = try ScanJournal(in: quiet.directory)
    defer { journal.close() }
    let page = try journal.page(after: 0, filter: RecordFilter(), limits: PageLimits(records: 99))
    #expect(page.records.count == 22)
    #expect(page.gaps == [Gap(from: 7, to: 8, cause: Gap.damage)])
  }

  @Test func aBackupCanBeVerifiedLikeAJournal() throws {
    let quiet = try QuietDirectory()
    let verifier = try Verifier(path: quiet.backup)
    try verifier.run()
    #expect(verifier.found.isSound && verifier.found.chained == QuietDirectory.records)
    #expect(try BackupFile(verifying: quiet.backup).records == verifier.found)
  }

  @Test func theNamesOfAFileAreShownSafelyAndCut() throws {
    let quiet = try QuietDirectory()
    let long = String(repeating: "x", count: 5000)
    for name in ["a\nWATCHDOG=trigger\u{1B}[2J", long] {
      try tamper(quiet.backup, "CREATE TABLE \"\(name)\" (x)")
      let error = #expect(throws: JournalError.self) { try BackupFile(verifying: quiet.backup) }
      let text = try #require(error).description
      #expect(text == visible(text) && text.utf8.count < 2000)
      try tamper(quiet.backup, "DROP TABLE \"\(name)\"")
    }
  }

  /// DROP TABLE goes by the bytes of tbl_name in the schema, and would leave such a table behind.
  @Test(arguments: ["item", "item_history", "recall"])
  func aTableThatWouldNotBeDroppedIsRefused(table: String) throws {
    let quiet = try QuietDirectory()
    try tamper(
      quiet.backup,
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET tbl_name = upper(tbl_name) "
        + "WHERE name = '\(table)'")
    expect(.unsoundBackup) { try BackupFile(verifying: quiet.backup) }
  }

  @Test func aViewWithoutEndInThePlaceOfTheItemsIsRefusedAtOnce() throws {
    let quiet = try QuietDirectory()
    try tamper(
      quiet.backup,
      """
      DROP TABLE item;
      CREATE VIEW item AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT i AS gtin FROM n
      """)
    expect(.unsoundBackup) { try BackupFile(verifying: quiet.backup) }
  }
}

private let changes = [
  "a trigger that ignores": """
  CREATE TRIGGER t BEFORE INSERT ON record BEGIN SELECT RAISE(IGNORE); END
  """,
  "a trigger that deletes": """
  CREATE TRIGGER t AFTER INSERT ON record BEGIN DELETE FROM record WHERE cursor = new.cursor; END
  """,
  "an index that refuses": "CREATE UNIQUE INDEX u ON record (scanner) WHERE cursor > 23",
  "another view": "CREATE VIEW v AS SELECT 1",
  "another table": "CREATE TABLE t (x)",
  "a changed view": "DROP VIEW scans; CREATE VIEW scans AS SELECT * FROM records",
  "no subscribers": "DROP TABLE subscriber",
  "a check that refuses": """
  UPDATE sqlite_schema
  SET sql = replace(sql, 'body BLOB NOT NULL', 'body BLOB NOT NULL CHECK (cursor < 25)')
  WHERE name = 'record'
  """,
  "a negative version": "PRAGMA user_version = -1",
  "the least version": "PRAGMA user_version = \(Int32.min)",
  "an earlier version": "PRAGMA user_version = \(Schema.journal.version - 1)",
  "a later version": "PRAGMA user_version = \(Schema.journal.version + 1)",
  "another program's id": "PRAGMA application_id = 7",
  "extreme cursors": "UPDATE journal SET head = 9223372036854775807, oldest = -1",
  "a newest cursor without end": "UPDATE journal SET head = 9223372036854775807",
  "an oldest cursor of zero": "UPDATE journal SET oldest = 0",
  "a negative newest cursor": "UPDATE journal SET head = -1",
  "counts without end": "UPDATE journal SET accepted = 9223372036854775807",
  "another range of records": "UPDATE record SET cursor = cursor + 100",
  "an hour to come": "INSERT INTO hour VALUES (25, 5)",
  "no seals": "DROP TABLE seal",
  "a seal to come": "INSERT INTO seal VALUES (25, 0, NULL)",
  "records without a sum to come": "UPDATE journal SET unsummed = 25",
  "a chain that begins later": "UPDATE journal SET base = 25",
  "half a hash": "UPDATE journal SET hash = substr(hash, 1, 16)",
  "no row of the journal": "DELETE FROM journal",
  "no version of the items": "DELETE FROM ledger",
  "a later version of the items": "UPDATE ledger SET version = 99",
  "a version zero of the items": "UPDATE ledger SET version = 0",
  "no table with the version of the items": "DROP TABLE ledger",
  "no earlier items": "DROP TABLE item_history",
  "an item that cannot be": "UPDATE item SET policy = 'none'",
  "an item twice": "INSERT INTO item SELECT * FROM item",
  "an item of another type": "UPDATE item SET changed = 'yesterday'",
  "a recall of nothing": "UPDATE recall SET lot = NULL",
  "a further column of the items": "ALTER TABLE item ADD COLUMN x",
  "a computed column of the items": """
  ALTER TABLE item DROP COLUMN name;
  ALTER TABLE item ADD COLUMN name AS (gtin)
  """,
  "a view of recalls": """
  ALTER TABLE recall RENAME TO other; CREATE VIEW recall AS SELECT * FROM other
  """,
]
