// SPDX-License-Identifier: Apache-2.0

// The durable, dense, append-only journal. `append` never blocks; the writer's thread judges and
// records scans in groups; reading uses read-only connections.

import Synchronization
import SystemCalls
import Tracking
import Wire

/// An event that the journal reports on one of its own threads.
public enum JournalEvent: Sendable {
  /// These records are durable, in the order of their cursors.
  case recorded([EncodedRecord], journal: String)
  /// Recording fails; so many scans are not durable and wait.
  case fault(String, notDurable: Int)
  /// Recording works again; so many scans had to wait.
  case recovered(waited: Int)
  /// The database was damaged; a new journal with a new uuid has begun.
  case setAside(SetAside)
  /// Items and recalls cannot be read or relied on; scans are recorded with a note.
  case itemsUnavailable(String)
  /// Items and recalls can be read again.
  case itemsAvailable
  /// Retention has removed records.
  case removed(Removal)
  /// Retention cannot remove records; recording goes on.
  case removalFailed(String)
  /// A reader met a damaged record, which is not sent.
  case damagedRecord(Int64)
  /// A subscriber belongs to another user now, as the configuration says.
  case handedOver(SubscriberHandover)
  /// A restoration had been interrupted; it is finished or undone now.
  case restoration(SettledRestoration)
  /// A scan was lost because the inbox was full.
  case overflowed
  /// Recording failed until the journal was closed; so many scans are lost.
  case lost(Int)
}

/// The journal of one state directory.
public final class ScanJournal: Sendable {
  /// The items and recalls that scans are judged by.
  public let itemDatabase: ItemDatabase
  private let directory: StateDirectory
  let inbox: Inbox
  let backups: Backups
  let shared: SharedState
  /// The subscribers whose last sight is being written.
  let seen = Mutex<Set<String>>([])
  let damage = Mutex(DamagedRecords())
  private let readers: ReaderPool
  private let writer: POSIXThread
  let report: @Sendable (JournalEvent) -> Void

  /// Opens the journal in a directory that no other process uses; creates what is missing.
  ///
  /// - Parameters:
  ///   - path: the state directory.
  ///   - rules: the rules of judging until `setRules`.
  ///   - report: is called on the journal's threads and must not block.
  public init(
    directory path: String, rules: Rules, report: @escaping @Sendable (JournalEvent) -> Void
  ) throws(JournalError) {
    directory = try StateDirectory(path: path)
    if let settled = try directory.settleRestoration() { report(.restoration(settled)) }
    inbox = try Inbox()
    itemDatabase = try ItemDatabase(in: directory, report: report)
    try directory.rewriteLog()
    let (connection, setAside) = try directory.openConnection()
    if let setAside { report(.setAside(setAside)) }
    shared = SharedState(header: connection.header, rules: rules)
    readers = ReaderPool(path: directory.journal)
    backups = Backups(in: directory)
    self.report = report
    let work = Writer(
      connection, in: directory, inbox: inbox, shared: shared, itemDatabase: itemDatabase,
      backups: backups,
      report: report)
    writer = try .ofJournal { work.run() }
  }

  /// Adds a scan to be judged and recorded; returns at once.
  public func append(_ scan: Scan) {
    if !inbox.append(scan) { report(.overflowed) }
  }

  /// Judges by `rules` from the next group on.
  public func setRules(_ rules: Rules) {
    shared.update { $0.rules = rules }
  }

  /// Applies `limits` to the records from now on.
  public func setRetention(_ limits: RetentionLimits) {
    shared.update { $0.retention = limits }
    inbox.wakeWriter()
  }

  /// The present status.
  public var status: JournalStatus {
    let state = shared.value
    return JournalStatus(
      uuid: state.header.uuid, head: state.header.cursor, counts: state.header.counts,
      notDurable: inbox.notDurable, overflowed: inbox.overflowed, fault: state.fault,
      attempts: state.attempts, itemsFault: itemDatabase.status.fault, oldest: state.header.oldest,
      openExceptions: state.header.open,
      overdueSubscribers: state.overdueSubscribers(at: wallClock()),
      hash: hexadecimal(state.header.hash), unsummed: state.header.unsummedCount,
      damage: damage(in: state.header))
  }

  /// The length of the write-ahead log in bytes (stat(2)). It exceeds some tens of megabytes only while
  /// another program keeps a transaction on the database open.
  public var logBytes: Int64 { JournalFiles.length(of: directory.journal + "-wal") }

  /// The lock or open transaction of another program that holds recording up; nil if there is none.
  public var obstacle: LockObstacle? {
    shared.value.lockedSince.map {
      LockObstacle(since: $0, processes: DatabaseLocks.blocking(directory.journal))
    }
  }

  /// The processes that have a transaction on the journal open, so that its log cannot begin anew; -1
  /// stands for one that the kernel does not name.
  public var readingProcesses: [Int32] { DatabaseLocks.reading(directory.journal) }

  /// Records the waiting scans, ends the threads and unlocks the directory. Nothing may be appended
  /// afterwards.
  ///
  /// Scans are waited for as long as it takes. Where none waits, a thread that hangs in the disk is
  /// left behind, with the lock of the directory, since the process is about to end.
  ///
  /// - Parameter milliseconds: the time for which a thread may hang; nil: so short that the daemon ends within a
  ///   second.
  public func close(within milliseconds: Int32? = nil) {
    let time = Int64(milliseconds ?? closingTime) * 1000
    inbox.close()
    var deadline = SystemClock.monotonic.now + time
    var hasEnded = false
    repeat {
      if inbox.notDurable > 0 { deadline = SystemClock.monotonic.now + time }
      hasEnded = writer.join(within: 20)
    } while !hasEnded && SystemClock.monotonic.now < deadline
    let rest = max(50, (deadline - SystemClock.monotonic.now) / 1000)
    if itemDatabase.close(within: Int32(rest)), hasEnded { directory.unlock() }
  }

  /// The records after a cursor that pass `filter`, oldest first, within `limits`.
  public func page(
    after: Int64, filter: RecordFilter, limits: PageLimits
  ) throws(JournalError) -> RecordPage {
    let page = try reading { reader, head throws(JournalError) in
      try reader.page(after: after, filter: filter, limits: limits, head: head)
    }
    note(page.gaps)
    return page
  }

  /// The records after a cursor of an item, a lot, a logistic unit or a GTIN, oldest first, within `limits`.
  public func trace(
    _ request: Request.Trace, after: Int64, limits: PageLimits
  ) throws(JournalError) -> RecordPage {
    let page = try reading { reader, head throws(JournalError) in
      try reader.trace(request, after: after, limits: limits, head: head)
    }
    note(page.gaps)
    return page
  }

  /// Runs `body` with a read-only connection and the newest cursor.
  func reading<T>(_ body: (Reader, Int64) throws(JournalError) -> T) throws(JournalError) -> T {
    let state = shared.value
    let header = state.header
    return try readers.use(of: "\(header.uuid) \(state.replacements)") {
      reader throws(JournalError) in
      try body(reader, header.cursor)
    }
  }
}

/// The status of a journal.
public struct JournalStatus: Sendable, Equatable {
  /// The journal's uuid.
  public let uuid: String
  /// The newest cursor.
  public let head: Int64
  /// The number of records of each verdict.
  public let counts: VerdictCounts
  /// The number of scans that were appended and are not durable yet.
  public let notDurable: Int
  /// The number of scans that were lost because the inbox was full.
  public let overflowed: Int
  /// The error that keeps the journal from recording; nil if there is none.
  public let fault: String?
  /// The number of attempts to record a group; while it grows, the writer is not stuck.
  public let attempts: UInt64
  /// The reason why items and recalls cannot be relied on; nil if there is none.
  public let itemsFault: String?
  /// The oldest cursor that is kept; `head + 1` if there is none.
  public let oldest: Int64
  /// The number of rejected and incomplete records without a resolution.
  public let openExceptions: Int64
  /// The subscribers that hold retention back, or were not seen for the configured time, at most some
  /// dozens.
  public let overdueSubscribers: [OverdueSubscriber]
  /// The hash of the newest record, in hexadecimal; empty before the first one of the chain.
  public let hash: String
  /// The number of records of an earlier version that have no checksum yet.
  public let unsummed: Int64
  /// The damaged records that were met since the start.
  public let damage: Damage
}
