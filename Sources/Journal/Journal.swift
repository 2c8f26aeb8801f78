// SPDX-License-Identifier: Apache-2.0

// The durable, dense, append-only record. Scans go in at `append` and never block; a thread of its
// own judges and records them in groups; whoever reads does so through read-only connections.

import Synchronization
import Tracking
import Wire

/// What the journal has to say while it works; called on its own threads.
public enum JournalEvent: Sendable {
  /// These records are on the disk, in the order of their cursors.
  case recorded([AppendedRecord], journal: String)
  /// Recording fails; this many scans are not durable and wait.
  case fault(String, notDurable: Int)
  /// Recording works again; so many scans waited, and are recorded first.
  case recovered(waited: Int)
  /// The database was damaged; a new journal with a new uuid has begun.
  case setAside(SetAside)
  /// Items and recalls cannot be read, or not be relied on; scans are recorded with a note.
  case itemsUnavailable(String)
  /// Items and recalls can be read again.
  case itemsAvailable
  /// Retention has removed records.
  case removed(Removal)
  /// Retention cannot remove records; recording goes on.
  case removalFailed(String)
  /// There was no room for a scan while recording failed.
  case overflowed
  /// The daemon ends while recording fails; so many scans are lost.
  case lost(Int)
}

/// The journal of one state directory.
public final class Journal: Sendable {
  /// The items and recalls that scans are judged by.
  public let ledger: Ledger
  private let directory: StateDirectory
  let inbox: Inbox
  let backups: Backups
  private let shared: SharedState
  private let readers: ReaderPool
  private let writer: Thread
  private let report: @Sendable (JournalEvent) -> Void

  /// Opens the journal in `path`, which no other process may use meanwhile; creates what is missing.
  ///
  /// - Parameters:
  ///   - path: the state directory.
  ///   - rules: how scans are judged until `setRules`.
  ///   - report: is called on the journal's threads and must not block.
  public init(
    directory path: String, rules: Rules, report: @escaping @Sendable (JournalEvent) -> Void
  ) throws(JournalError) {
    directory = try StateDirectory(path: path)
    inbox = try Inbox()
    ledger = try Ledger(in: directory, report: report)
    try directory.rewriteLog()
    let (store, setAside) = try directory.openStore()
    if let setAside { report(.setAside(setAside)) }
    shared = SharedState(head: store.head, rules: rules)
    readers = ReaderPool(path: directory.journal)
    backups = Backups(in: directory)
    self.report = report
    let work = Writer(
      store, in: directory, inbox: inbox, shared: shared, ledger: ledger, backups: backups,
      report: report)
    writer = Thread { work.run() }
  }

  /// Takes a scan to judge and record; returns at once.
  public func append(_ scan: Scan) {
    if !inbox.append(scan) { report(.overflowed) }
  }

  /// Has the writer's thread write something that is no scan, with the next group; returns at once.
  ///
  /// - Parameters:
  ///   - work: is run within a transaction, once or, after a fault, not at all.
  ///   - done: is told on the writer's thread: nil when it is on the disk, else why it is not.
  func write(
    _ work: @escaping @Sendable (Database) throws(SQLiteError) -> Void,
    then done: @escaping @Sendable (JournalError?) -> Void
  ) {
    if !inbox.append(Errand(work: work, done: done)) { done(.closed) }
  }

  /// As `write`, and passes on what `work` gave.
  func carryOut<T: Sendable>(
    _ work: @escaping @Sendable (Database) throws(SQLiteError) -> T,
    then: @escaping @Sendable (Result<T, JournalError>) -> Void
  ) {
    let outcome = ErrandValue<T>()
    write { database throws(SQLiteError) in
      let value = try work(database)
      outcome.value.withLock { $0 = value }
    } then: { error in
      if let error { return then(.failure(error)) }
      if let value = outcome.value.withLock({ $0 }) { then(.success(value)) }
    }
  }

  /// Judges by `rules` from the next group on.
  public func setRules(_ rules: Rules) {
    shared.update { $0.rules = rules }
  }

  /// Keeps records as long as `limits` say from now on.
  public func setRetention(_ limits: RetentionLimits) {
    shared.update { $0.retention = limits }
    inbox.nudge()
  }

  /// How the journal is.
  public var status: JournalStatus {
    let state = shared.value
    return JournalStatus(
      uuid: state.head.uuid, head: state.head.cursor, counts: state.head.counts,
      notDurable: state.inHand + inbox.count, overflowed: inbox.overflowed, fault: state.fault,
      attempts: state.attempts, itemsFault: ledger.status.fault, oldest: state.head.oldest,
      openExceptions: state.head.open)
  }

  /// The length of the write-ahead log in bytes (stat(2)): some tens of megabytes, and more only while
  /// somebody keeps a transaction on the database open.
  public var logBytes: Int64 { JournalFiles.length(of: directory.journal + "-wal") }

  /// Records what waits, ends the writer's thread and lets go of the directory; nothing may be
  /// appended afterwards.
  public func close() {
    inbox.close()
    writer.join()
    ledger.close()
    directory.unlock()
  }

  /// The records after a cursor that pass `filter`, oldest first.
  public func page(after: Int64, limit: Int, filter: RecordFilter) throws(SQLiteError) -> Page {
    try reading { reader, head throws(SQLiteError) in
      try reader.page(after: after, limit: limit, filter: filter, head: head)
    }
  }

  /// The records of an item, a lot, a logistic unit or a kind of item, oldest first.
  public func trace(_ request: Request.Trace) throws(SQLiteError) -> Page {
    try reading { reader, head throws(SQLiteError) in try reader.trace(request, head: head) }
  }

  /// Runs `body` with a read-only connection and the newest cursor.
  func reading<T>(_ body: (Reader, Int64) throws(SQLiteError) -> T) throws(SQLiteError) -> T {
    let state = shared.value
    let head = state.head
    return try readers.use(of: "\(head.uuid) \(state.replacements)") { reader throws(SQLiteError) in
      try body(reader, head.cursor)
    }
  }
}

/// How the journal is.
public struct JournalStatus: Sendable, Equatable {
  /// The journal's uuid.
  public let uuid: String
  /// The newest cursor.
  public let head: Int64
  /// How many records there are of each verdict.
  public let counts: VerdictCounts
  /// Scans that were delivered and are not on the disk yet.
  public let notDurable: Int
  /// Scans for which there was no room while recording failed.
  public let overflowed: Int
  /// What keeps the journal from recording; nil when all is well.
  public let fault: String?
  /// How often recording a group was begun: while this grows, the writer is not stuck.
  public let attempts: UInt64
  /// Why items and recalls cannot be read or relied on; nil when all is well.
  public let itemsFault: String?
  /// The oldest cursor that is still there; `head + 1` when there is none.
  public let oldest: Int64
  /// How many rejected and incomplete records nobody has looked after.
  public let openExceptions: Int64
}
