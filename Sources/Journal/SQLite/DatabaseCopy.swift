// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// A copy of a database that is made step by step (sqlite3_backup_init): what the source's own
/// connection writes meanwhile goes into the copy, too.
final class DatabaseCopy {
  /// The copy, which is whole once `step` has said so.
  let target: Database
  private let source: Database
  private let handle: OpaquePointer

  /// A copy of `source` into a new file at `path`.
  init(of source: Database, at path: String) throws(SQLiteError) {
    target = try Database(
      path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI)
    self.source = source
    // Whoever fetches the copy writes it to a disk of theirs and syncs it there.
    try target.execute("PRAGMA synchronous = OFF")
    guard let handle = sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
      try target.check(sqlite3_extended_errcode(target.handle))
      throw SQLiteError(extendedCode: SQLITE_ERROR, message: "the copy cannot be begun")
    }
    self.handle = handle
  }

  deinit {
    sqlite3_backup_finish(handle)
  }

  /// Copies some pages (sqlite3_backup_step); true once all are there.
  func step(pages: Int32) throws(SQLiteError) -> Bool {
    let code = sqlite3_backup_step(handle, pages)
    if code == SQLITE_DONE { return true }
    if code != SQLITE_BUSY, code != SQLITE_LOCKED {
      guard code == SQLITE_OK else {
        throw SQLiteError(extendedCode: code, message: String(cString: sqlite3_errstr(code)))
      }
    }
    return false
  }

  /// How many pages there are (sqlite3_backup_pagecount), and how many of them are copied.
  var progress: (pages: Int, done: Int) {
    let pages = Int(sqlite3_backup_pagecount(handle))
    return (pages, pages - Int(sqlite3_backup_remaining(handle)))
  }
}
