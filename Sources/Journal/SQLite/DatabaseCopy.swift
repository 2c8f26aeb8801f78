// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// A copy of a database that is made step by step (sqlite3_backup_init); it includes the changes that
/// the source's own connection makes meanwhile.
final class DatabaseCopy {
  /// The copy; complete once `step` has returned true.
  let target: Database
  private let source: Database
  private let handle: OpaquePointer

  /// Begins to copy `source` into a new file at `path`.
  init(of source: Database, at path: String) throws(JournalError) {
    target = try Database(
      path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI,
      errorCode: .backupFailed)
    self.source = source
    // The program that fetches the copy writes it to its own disk and syncs it there.
    try target.execute("PRAGMA synchronous = OFF")
    guard let handle = sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
      try target.check(sqlite3_extended_errcode(target.handle))
      throw target.error("the copy cannot be begun")
    }
    self.handle = handle
  }

  deinit {
    sqlite3_backup_finish(handle)
  }

  /// Copies some pages (sqlite3_backup_step); true once all are copied.
  func step(pages: Int32) throws(JournalError) -> Bool {
    let code = sqlite3_backup_step(handle, pages)
    if code == SQLITE_DONE { return true }
    guard [SQLITE_OK, SQLITE_BUSY, SQLITE_LOCKED].contains(code) else {
      throw target.error(String(cString: sqlite3_errstr(code)), code: code)
    }
    return false
  }

  /// The number of pages (sqlite3_backup_pagecount), and of those that are copied.
  var progress: (pages: Int, done: Int) {
    let pages = Int(sqlite3_backup_pagecount(handle))
    return (pages, pages - Int(sqlite3_backup_remaining(handle)))
  }
}
