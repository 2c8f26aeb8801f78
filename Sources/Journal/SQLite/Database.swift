// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Glibc
import SystemCalls

/// One connection (sqlite3_open_v2), used by one thread at a time and closed when it is released.
final class Database {
  let handle: OpaquePointer
  /// The steps that statements may still take within `limitingWork`.
  var stepsLeft: Int64 = 0
  private let path: String
  private let errorCode: JournalError.Code

  /// Opens `path` with the SQLITE_OPEN_* `flags`.
  ///
  /// - Parameters:
  ///   - name: the name of the file in errors, if it is not `path`.
  ///   - errorCode: the code of every error of this connection.
  ///   - busyTimeout: the milliseconds that a statement waits for a lock (sqlite3_busy_timeout).
  init(
    path: String, name: String? = nil, flags: Int32, errorCode: JournalError.Code = .unwritable,
    busyTimeout: Int32 = 1000
  ) throws(JournalError) {
    self.path = name ?? path
    self.errorCode = errorCode
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened else {
      defer { sqlite3_close_v2(opened) }
      throw Self.error(of: opened, code, at: name ?? path, as: errorCode)
    }
    handle = opened
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, busyTimeout)
    // Closing the last connection would write the log into the database and delete it. A damaged
    // pair has to be set aside as it was found, so no connection of ours does that.
    try check(csqlite_configure(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1))
    try distrustFile()
  }

  deinit {
    sqlite3_close_v2(handle)
  }

  /// Runs statements and ignores their rows (sqlite3_exec).
  func execute(_ sql: String) throws(JournalError) {
    try check(sqlite3_exec(handle, sql, nil, nil, nil))
  }

  /// Compiles one statement (sqlite3_prepare_v3) for repeated use.
  func prepare(_ sql: String) throws(JournalError) -> Statement {
    var statement: OpaquePointer?
    try check(
      sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
    guard let statement else { throw error("empty statement", code: SQLITE_MISUSE) }
    return Statement(statement, of: self)
  }

  /// The first column of the first row, as text; nil if there is no row.
  ///
  /// The statement runs to its end: only then does one that writes, such as `PRAGMA journal_mode`,
  /// commit, and report an error if it cannot.
  func value(_ sql: String) throws(JournalError) -> String? {
    let statement = try prepare(sql)
    guard try statement.step() else { return nil }
    let text = statement.text(0)
    while try statement.step() {}
    return text
  }

  /// The first column of the first row, as a whole number; 0 if there is none.
  func number(_ sql: String) throws(JournalError) -> Int64 {
    Int64(try value(sql) ?? "") ?? 0
  }

  /// Throws unless the last statement changed exactly one row (sqlite3_changes). A row that was not
  /// written although no error was reported would be published and lost.
  func requireOneChange() throws(JournalError) {
    let count = sqlite3_changes(handle)
    guard count == 1 else { throw damage("a statement changed \(count) rows instead of one") }
  }

  /// Throws the error of the last call if `code` is one.
  func check(_ code: Int32) throws(JournalError) {
    guard code & 0xFF == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE else {
      throw Self.error(of: handle, code, at: path, as: errorCode)
    }
  }

  /// An error of this connection that SQLite does not report itself.
  func error(_ message: String, code: Int32 = SQLITE_ERROR) -> JournalError {
    Self.error(message, code, at: path, as: errorCode)
  }

  /// Damage that SQLite does not recognise as damage.
  func damage(_ message: String) -> JournalError { error(message, code: SQLITE_CORRUPT) }

  private static func error(
    of handle: OpaquePointer?, _ code: Int32, at path: String, as errorCode: JournalError.Code
  ) -> JournalError {
    guard let handle else {
      return error(String(cString: sqlite3_errstr(code)), code, at: path, as: errorCode)
    }
    let code = sqlite3_extended_errcode(handle)
    let message = String(cString: sqlite3_errmsg(handle))
    let reason = systemReason(of: handle, code).map { ": \($0)" } ?? ""
    return error(message + reason, code, at: path, as: errorCode)
  }

  private static func error(
    _ message: String, _ code: Int32, at path: String, as errorCode: JournalError.Code
  ) -> JournalError {
    JournalError(errorCode, "\(path): \(message) (SQLite error \(code))", sqliteCode: code)
  }

  /// The operating system's reason for a failed use of a file (sqlite3_system_errno).
  private static func systemReason(of handle: OpaquePointer, _ code: Int32) -> String? {
    let system = sqlite3_system_errno(handle)
    guard system != 0, [SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL].contains(code & 0xFF) else {
      return nil
    }
    return Errno(rawValue: system).description
  }
}
