// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Glibc
import SystemCalls
import Tracking
import Wire

/// The one connection that changes items and recalls. It is handed from thread to thread and never
/// shared, which the compiler cannot see.
final class LedgerConnection: @unchecked Sendable {
  private let database: Database
  private let file: FileIdentity?
  /// The items of a batch that is not whole yet.
  var batch = ItemParts()
  /// What was met that shows damage.
  private(set) var damage: SQLiteError?

  /// Opens the items and recalls in a directory, creates them, or brings them to the present schema.
  init(in directory: StateDirectory) throws(JournalError) {
    let path = directory.items
    if !exists(path) { try Self.create(in: directory) }
    let database = try describing(path) { () throws(SQLiteError) in
      try Database(path: path, flags: SQLITE_OPEN_READWRITE, patience: ledgerPatience)
    }
    let found = try describing(path) { () throws(SQLiteError) in
      try database.identity(as: .items)
    }
    try found.refuse(path: path, as: .items)
    try describing(path) { () throws(SQLiteError) in
      guard found != .empty else { throw .damage("the file is empty") }
      try database.configureForWriting()
      try database.migrate(from: found.version, to: .items)
      try database.checkRecalls()
    }
    self.database = database
    file = JournalFiles.identity(of: path)
  }

  /// Whether the file at `path` is the one that is open; if not, what is written is lost.
  func isStill(at path: String) -> Bool { JournalFiles.identity(of: path) == file }

  /// Makes the file beside its place and puts it there when it is whole: so an empty file is damage,
  /// and not a list without recalls. So is a missing one that left its log behind, which SQLite would
  /// take for the log of the new one.
  private static func create(in directory: StateDirectory) throws(JournalError) {
    if exists(directory.items + "-wal") || exists(directory.items + "-shm") {
      throw .database(path: directory.items, .damage("the file is gone, and its log is not"))
    }
    let draft = directory.items + ".new"
    try? Files.remove(draft)
    try? Files.remove(draft + "-journal")
    try describing(draft) { () throws(SQLiteError) in
      let database = try Database(path: draft, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
      try database.execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA synchronous = FULL")
      try database.migrate(from: 0, to: .items)
    }
    try directory.put(draft, at: directory.items)
  }

  func checkpoint() {
    try? database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// Runs `body` in one transaction: all of it is durable when this returns, or none.
  func transaction(_ body: (Database) throws(SQLiteError) -> Void) throws(LedgerError) {
    try asking { database throws(SQLiteError) in
      try database.transaction { () throws(SQLiteError) in try body(database) }
    }
  }

  /// Runs `body`; what SQLite has to say becomes an error of the ledger.
  func asking<T>(_ body: (Database) throws(SQLiteError) -> T) throws(LedgerError) -> T {
    do throws(SQLiteError) {
      return try body(database)
    } catch {
      if error.isDamage { damage = error }
      throw .unavailable(error.description)
    }
  }
}

/// For how many milliseconds a statement waits for others: nobody else writes, and scans wait
/// meanwhile.
let ledgerPatience: Int32 = 50

/// True unless it is certain that there is no such file: access(2).
private func exists(_ path: String) -> Bool {
  do throws(SystemCallError) {
    try systemCall("access", on: path) { access(path, F_OK) }
    return true
  } catch {
    return error.errno != .noSuchFileOrDirectory
  }
}

extension Database {
  /// Throws if an index of the recalls does not agree with its table (PRAGMA integrity_check): the
  /// one kind of damage that a look-up does not meet. Recalls are few.
  fileprivate func checkRecalls() throws(SQLiteError) {
    let answer = try value("PRAGMA integrity_check(recall)") ?? "nothing"
    guard answer == "ok" else { throw .damage("the recalls are damaged: \(answer)") }
  }
}

extension SQLiteError {
  /// Damage that SQLite itself takes for something else.
  static func damage(_ message: String) -> SQLiteError {
    SQLiteError(extendedCode: SQLITE_CORRUPT, message: message)
  }
}
