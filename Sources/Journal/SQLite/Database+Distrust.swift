// SPDX-License-Identifier: Apache-2.0

// A database file may come from a damaged disk or from somebody who wants harm: its schema is a
// program, which SQLite runs. So each connection does what https://sqlite.org/security.html advises
// for files that are not trusted.

import CSQLite

extension Database {
  /// The largest value or row: a record has some kilobytes, and a damaged length may say gigabytes.
  private static let longestRow: Int32 = 16 << 20

  /// Makes the connection run nothing of the file's schema that it does not need
  /// (sqlite3_db_config, sqlite3_limit).
  func distrustFile() throws(JournalError) {
    for option in [
      SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW,
    ] {
      try check(csqlite_configure(handle, option, 0))
    }
    try check(csqlite_configure(handle, SQLITE_DBCONFIG_DEFENSIVE, 1))
    // Limits of what the parser accepts would make another program's schema look damaged.
    for (limit, value) in [
      (SQLITE_LIMIT_LENGTH, Self.longestRow), (SQLITE_LIMIT_ATTACHED, 1),
      (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50), (SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    ] {
      sqlite3_limit(handle, limit, value)
    }
    try execute("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0")
  }

  /// Allows triggers (SQLITE_DBCONFIG_ENABLE_TRIGGER), once the schema has been compared.
  func enableTriggers() throws(JournalError) {
    try check(csqlite_configure(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1))
  }

  /// Runs `body`, and interrupts a statement after so many steps of SQLite's virtual machine, of all
  /// statements together (sqlite3_progress_handler); SQLITE_INTERRUPT then.
  func limitingWork<T>(
    to steps: Int64, _ body: () throws(JournalError) -> T
  ) throws(JournalError) -> T {
    stepsLeft = steps
    let here = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_progress_handler(handle, Int32(workInterval), countWork, here)
    defer { sqlite3_progress_handler(handle, 0, nil, nil) }
    return try body()
  }
}

/// The steps after which SQLite reports its progress.
private let workInterval: Int64 = 1000

/// Ends a statement when no steps are left.
private func countWork(_ context: UnsafeMutableRawPointer?) -> Int32 {
  guard let context else { return 1 }
  let database = Unmanaged<Database>.fromOpaque(context).takeUnretainedValue()
  database.stepsLeft -= workInterval
  return database.stepsLeft > 0 ? 0 : 1
}

extension JournalError {
  /// The same error as damage, if it is one that a right statement has only with a wrong file: a
  /// table that is missing, a value that is too long, work without end. Errors of the disk, of memory,
  /// of permissions and of locks stay what they are.
  var asDamage: JournalError {
    let kinds = [
      SQLITE_ERROR, SQLITE_INTERRUPT, SQLITE_SCHEMA, SQLITE_TOOBIG, SQLITE_CONSTRAINT,
      SQLITE_MISMATCH, SQLITE_FORMAT,
    ]
    guard kinds.contains(sqliteCode & 0xFF) else { return self }
    return JournalError(code, detail, sqliteCode: SQLITE_CORRUPT)
  }
}

/// Runs right statements, so that errors in the content of the file are known to be damage.
func blamingTheFile<T>(
  _ body: () throws(JournalError) -> T
) throws(JournalError) -> T {
  do throws(JournalError) {
    return try body()
  } catch {
    throw error.asDamage
  }
}
