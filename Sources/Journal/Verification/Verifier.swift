// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Glibc
import SystemCalls

/// Looks through one journal; it changes nothing.
public final class Verifier {
  /// The most records in one transaction.
  private static let pageSize: Int64 = 256
  /// The most cursors in a row that are tried one by one because they cannot be read.
  private static let mostUnreadable = 10_000

  /// The result so far.
  public private(set) var found = JournalVerification()
  private let database: Database
  private let rows: VerifiedRows
  /// True if a daemon may be using the journal.
  private let isLive: Bool
  /// The newest cursor that was looked at.
  private var cursor: Int64
  private var unreadable = 0

  /// Opens the journal at `path`: one that a daemon uses, a copy of one, or a backup.
  ///
  /// - Parameter noted: a hash to look for in the chain.
  public convenience init(path: String, noted: NotedHash? = nil) throws(JournalError) {
    // A file on its own is complete; SQLite would put a log and its index beside it.
    let isLive = Files.exist(path + "-wal") || Files.exist(path + "-shm")
    try self.init(path: path, noted: noted, isLive: isLive, errorCode: .unreadable)
  }

  /// Opens the journal at `path`.
  ///
  /// - Parameters:
  ///   - noted: a hash to look for in the chain.
  ///   - isLive: false if the file is read alone, as immutable.
  ///   - errorCode: the code of every error.
  init(
    path: String, noted: NotedHash? = nil, isLive: Bool, errorCode: JournalError.Code
  ) throws(JournalError) {
    self.isLive = isLive
    database = try Database(
      path: fileURI(path) + (isLive ? "?mode=ro" : "?mode=ro&immutable=1"), name: path,
      flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, errorCode: errorCode)
    try database.limitCache()
    let identity = try Self.identity(of: database, path)
    try identity.requireOurs(path: path, schema: .journal)
    guard identity != .empty else { throw database.error("it is empty") }
    try database.addSealFunctions()
    rows = try VerifiedRows(database, schema: identity.version)
    found.schema = identity.version
    found.noted = noted
    let bounds = try rows.bounds()
    found.journal = bounds.journal
    found.oldest = bounds.oldest
    found.head = bounds.head
    cursor = bounds.oldest - 1
  }

  private static func identity(
    of database: Database, _ path: String
  ) throws(JournalError) -> DatabaseIdentity {
    do throws(JournalError) {
      return try database.identity(as: .journal, besides: database.tablesOfBackup())
    } catch {
      // The first use of the file fails if it is none.
      throw JournalError(error.code, "\(path) is no journal, or it is damaged (\(error.detail))")
    }
  }

  /// Looks through all records.
  ///
  /// - Parameter progress: is called after each page with the number of cursors done, and of all.
  public func run(progress: (Int64, Int64) -> Void = { _, _ in }) throws(JournalError) {
    let start = cursor
    while cursor < found.head {
      let began = SystemClock.monotonic.now
      try advance()
      progress(cursor - start, found.head - start)
      // The daemon has at least half of the disk.
      if isLive { usleep(UInt32(clamping: SystemClock.monotonic.now - began)) }
    }
    try finish()
  }

  /// Looks at the next page; where it cannot be read, at fewer and fewer records of it.
  private func advance() throws(JournalError) {
    var end = found.head
    while cursor < end {
      do throws(JournalError) {
        try look(through: end)
        unreadable = 0
        return
      } catch {
        guard error.isDamage else { throw error }
        let span = end - cursor
        if span <= 1 { return noteUnreadable() }
        end = cursor + (span > Self.pageSize ? Self.pageSize : span / 2)
      }
    }
  }

  private func noteUnreadable() {
    unreadable += 1
    let end = unreadable < Self.mostUnreadable ? cursor + 1 : found.head
    found.damaged.add((cursor + 1)...end)
    cursor = end
  }

  /// Looks at records up to a cursor, at most a page, within one transaction.
  private func look(through end: Int64) throws(JournalError) {
    try database.execute("BEGIN")
    defer { try? database.execute("ROLLBACK") }
    let bounds = try rows.bounds()
    if bounds.oldest > cursor + 1 { cursor = min(bounds.oldest - 1, found.head) }
    if bounds.baseHash == found.noted?.bytes { found.noted?.cursor = bounds.base }
    found.chainBase = bounds.base
    var count: Int64 = 0
    try rows.read(after: cursor, through: end, limit: Self.pageSize, bounds) {
      row throws(JournalError) in
      // A damaged tree gives records twice, or of another range; without this, there might be no end.
      guard row.cursor > cursor, row.cursor <= end else {
        throw database.damage("the records are not in the order of their cursors")
      }
      if row.cursor > cursor + 1 { found.missing.add((cursor + 1)...(row.cursor - 1)) }
      add(row)
      if row.sum != .wrong, try !rows.isFound(row.cursor) { found.damaged.add(row.cursor) }
      cursor = row.cursor
      count += 1
    }
    if count < Self.pageSize, cursor < end {
      found.missing.add((cursor + 1)...end)
      cursor = end
    }
  }

  private func add(_ row: VerifiedRow) {
    found.records += 1
    switch row.sum {
    case .right: break
    case .none: found.unsummed.add(row.cursor)
    case .wrong: found.damaged.add(row.cursor)
    }
    switch row.link {
    case .right: found.chained += 1
    case .wrong where row.sum != .wrong: found.altered.add(row.cursor)
    case .wrong, .none: break
    }
    if let hash = row.hash, hash == found.noted?.bytes { found.noted?.cursor = row.cursor }
  }

  private func finish() throws(JournalError) {
    guard let end = try rows.end(of: found.head) else { return }
    found.hash = end.hash
    found.endsInHash = end.isJournalHash
  }
}
