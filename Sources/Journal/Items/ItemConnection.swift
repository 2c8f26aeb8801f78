// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Glibc
import SystemCalls
import Tracking
import Wire

/// The one connection that changes items and recalls. One thread at a time uses it, which the compiler
/// cannot check.
final class ItemConnection: @unchecked Sendable {
  let database: Database
  private let file: FileIdentity?

  /// Opens the items and recalls in a directory, creates them, or migrates them to the present schema.
  init(in directory: StateDirectory) throws(JournalError) {
    let path = directory.items
    if !exists(path) { try Self.create(in: directory) }
    database = try Database(
      path: path, flags: SQLITE_OPEN_READWRITE, errorCode: .itemsUnavailable,
      busyTimeout: itemBusyTimeout)
    let found = try database.identity(as: .items)
    try found.requireOurs(path: path, schema: .items)
    guard found != .empty else { throw database.damage("the file is empty") }
    try database.configureForWriting()
    try database.openItems(of: found.version)
    file = JournalFiles.identity(of: path)
  }

  /// True if the file at `path` is the open one; if not, changes would be lost.
  func isStill(at path: String) -> Bool { JournalFiles.identity(of: path) == file }

  /// Moves the content of the log into the file.
  func checkpoint() {
    try? database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// Creates the file under another name and renames it when it is complete, so that an empty file is
  /// damage and not a list without recalls. A missing file that left its log is damage too: SQLite would
  /// take the log for that of the new file.
  private static func create(in directory: StateDirectory) throws(JournalError) {
    if exists(directory.items + "-wal") || exists(directory.items + "-shm") {
      throw JournalError(
        .itemsUnavailable, "\(directory.items): the file is gone, and its log is not",
        sqliteCode: SQLITE_CORRUPT)
    }
    let draft = directory.items + ".new"
    try? Files.remove(draft)
    try? Files.remove(draft + "-journal")
    try createTables(at: draft)
    try directory.put(draft, at: directory.items)
  }

  private static func createTables(at path: String) throws(JournalError) {
    let database = try Database(
      path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, errorCode: .itemsUnavailable)
    try database.execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA synchronous = FULL")
    try database.migrate(from: 0, to: .items)
  }
}

/// The milliseconds that a statement waits for a lock: nobody else writes, and scans wait meanwhile.
let itemBusyTimeout: Int32 = 50

/// True unless it is certain that there is no such file (access(2)).
private func exists(_ path: String) -> Bool {
  do throws(SystemCallError) {
    try systemCall("access", on: path) { access(path, F_OK) }
    return true
  } catch {
    return error.errno != .noSuchFileOrDirectory
  }
}

extension Database {
  /// Brings items and recalls to the present schema, and checks what must be right before they are used.
  fileprivate func openItems(of version: Int) throws(JournalError) {
    try blamingTheFile { () throws(JournalError) in
      try migrate(from: version, to: .items)
      try checkRecalls()
    }
    // They keep recalls from being deleted, and are those that scand makes.
    try enableTriggers()
  }

  /// Throws if an index of the recalls does not agree with its table (PRAGMA integrity_check): the
  /// one kind of damage that a look-up does not meet. Recalls are few.
  private func checkRecalls() throws(JournalError) {
    let answer = try value("PRAGMA integrity_check(recall)") ?? "nothing"
    guard answer == "ok" else { throw damage("the recalls are damaged: \(answer)") }
  }
}
