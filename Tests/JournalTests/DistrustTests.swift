// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Testing

@testable import Journal

/// The protections that each connection has against its file.
@Suite struct DistrustTests {
  private let database: Database

  init() throws {
    database = try Database(
      path: ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    try database.execute(
      """
      CREATE TABLE t (x);
      CREATE VIEW v AS SELECT x FROM t;
      CREATE TRIGGER i BEFORE INSERT ON t BEGIN SELECT RAISE(IGNORE); END;
      """)
  }

  @Test func aStatementWithoutEndIsInterruptedAndThatIsDamage() throws {
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    let error = #expect(throws: JournalError.self) {
      try database.limitingWork(to: 100_000) { () throws(JournalError) in
        _ = try database.value(endless + ") SELECT max(i) FROM n")
      }
    }
    #expect(error?.sqliteCode == SQLITE_INTERRUPT && error?.asDamage.isDamage == true)
    // The limit ends with its body.
    #expect(
      try database.value(endless + " LIMIT 1000000) SELECT max(i) FROM n") == "1000000")
  }

  @Test func viewsAndTriggersAreNotRun() throws {
    #expect(throws: JournalError.self) { try database.value("SELECT x FROM v") }
    try database.prepare("INSERT INTO t VALUES (1)").runOnOneRow()
    #expect(try database.value("SELECT count(*) FROM t") == "1")
    try database.enableTriggers()
    let error = #expect(throws: JournalError.self) {
      try database.prepare("INSERT INTO t VALUES (2)").runOnOneRow()
    }
    #expect(error?.isDamage == true)
  }

  @Test func aRowTooManyIsDamageToo() throws {
    try database.execute("INSERT INTO t VALUES (1), (2)")
    let error = #expect(throws: JournalError.self) {
      try database.prepare("UPDATE t SET x = 3").runOnOneRow()
    }
    #expect(error?.isDamage == true)
  }

  @Test(arguments: [
    SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_IOERR | 1 << 8, SQLITE_FULL, SQLITE_NOMEM,
    SQLITE_READONLY, SQLITE_PERM, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL,
  ]) func aTroubleOfTheDiskOrOfPermissionsIsNoDamage(code: Int32) {
    #expect(!JournalError(.unwritable, "x", sqliteCode: code).asDamage.isDamage)
  }

  @Test(arguments: [
    SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_CONSTRAINT | 6 << 8, SQLITE_TOOBIG, SQLITE_CORRUPT,
    SQLITE_NOTADB, SQLITE_MISMATCH,
  ]) func anErrorThatRightStatementsDoNotHaveIsDamage(code: Int32) {
    #expect(JournalError(.unwritable, "x", sqliteCode: code).asDamage.isDamage)
  }

  @Test func aForeignDatabaseIsNoDamageHoweverManyTablesItHas() throws {
    let other = try Database(path: ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    for number in 0..<1200 { try other.execute("CREATE TABLE t\(number) (x)") }
    #expect(try other.identity(as: .journal) == .foreign)
  }
}
