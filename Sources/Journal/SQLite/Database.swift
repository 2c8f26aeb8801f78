// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Glibc

/// One connection (sqlite3_open_v2), used by one thread at a time and closed when it is released.
final class Database {
  let handle: OpaquePointer

  /// Opens `path` with the SQLITE_OPEN_* `flags`.
  ///
  /// - Parameter busyTimeout: for how many milliseconds each statement waits for others to unlock.
  init(path: String, flags: Int32, busyTimeout: Int32 = 1000) throws(SQLiteError) {
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened else {
      let error = Self.error(of: opened, code: code)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, busyTimeout)
    // Closing the last connection would write the log into the database and delete it. A damaged
    // pair is to be set aside as it was found, so no connection of ours does that.
    try check(csqlite_no_checkpoint_on_close(handle))
  }

  deinit {
    sqlite3_close_v2(handle)
  }

  /// Runs statements that give no rows of interest (sqlite3_exec).
  func execute(_ sql: String) throws(SQLiteError) {
    try check(sqlite3_exec(handle, sql, nil, nil, nil))
  }

  /// Compiles one statement (sqlite3_prepare_v3) for repeated use.
  func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    var statement: OpaquePointer?
    try check(
      sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
    guard let statement else {
      throw SQLiteError(extendedCode: SQLITE_MISUSE, message: "empty statement")
    }
    return Statement(statement, of: self)
  }

  /// The first column of the first row that `sql` gives, as text; nil if there is no row.
  ///
  /// The statement runs to its end: only then does one that writes, such as `PRAGMA journal_mode`,
  /// commit, and say so if it cannot.
  func value(_ sql: String) throws(SQLiteError) -> String? {
    let statement = try prepare(sql)
    guard try statement.step() else { return nil }
    let text = statement.text(0)
    while try statement.step() {}
    return text
  }

  /// Runs `body` in one write transaction: all of it is durable when this returns, or none.
  func transaction(_ body: () throws(SQLiteError) -> Void) throws(SQLiteError) {
    try execute("BEGIN IMMEDIATE")
    do throws(SQLiteError) {
      try body()
      try execute("COMMIT")
    } catch {
      // After some errors SQLite has rolled back by itself; then there is nothing to roll back.
      if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// Throws what SQLite has to say if `code` is an error.
  func check(_ code: Int32) throws(SQLiteError) {
    guard code & 0xFF == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE else {
      throw Self.error(of: handle, code: code)
    }
  }

  private static func error(of handle: OpaquePointer?, code: Int32) -> SQLiteError {
    guard let handle else {
      return SQLiteError(extendedCode: code, message: String(cString: sqlite3_errstr(code)))
    }
    let code = sqlite3_extended_errcode(handle)
    let message = String(cString: sqlite3_errmsg(handle))
    return SQLiteError(
      extendedCode: code,
      message: systemReason(of: handle, code).map { "\(message): \($0)" } ?? message)
  }

  /// What the system said when a file could not be used (sqlite3_system_errno, strerror(3)).
  private static func systemReason(of handle: OpaquePointer, _ code: Int32) -> String? {
    let system = sqlite3_system_errno(handle)
    guard system != 0, [SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL].contains(code & 0xFF) else {
      return nil
    }
    return String(cString: strerror(system))
  }
}
