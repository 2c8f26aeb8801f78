// SPDX-License-Identifier: Apache-2.0

// Items and recalls, for clients that read and change them. One thread of their own does all of it,
// one request after another, so that a disk that hangs under their file keeps nobody else: the
// functions here return at once, and tell the outcome when it is there. A change is durable then, and
// the next group of scans is judged by it. The writer's thread has a connection of its own.
//
// A damaged file is not set aside and not replaced: an empty list of recalls would accept recalled
// goods, and nobody would notice. The file stays as it is, and the part that can be read still holds.
// Every record says `items-unavailable`, and so do log and status, through every restart, until an
// administrator begins anew or restores the file.

import SystemCalls
import Tracking
import Wire

/// Items and recalls of one state directory; may be used from any thread, and never waits.
///
/// Every `then` is called once: on the thread of items and recalls, or before the function returns if
/// the request is refused.
public final class ItemDatabase: Sendable {
  /// The kind of a request, as `problem` names it.
  enum Kind: String {
    case change = "a change"
    case query = "a query"
  }

  /// The most requests that wait: more than there are connections, each of which has one.
  private static let limit = 2048
  /// The time after which a request counts as waiting for the disk, in microseconds.
  private static let patience: Int64 = 2_000_000

  let path: String
  let condition: ItemCondition
  private let store: ItemStore
  private let thread: WorkThread

  /// Opens the items and recalls in a directory, or creates them.
  ///
  /// An unreadable file is a condition, not an error; a newer file and another program's are refused.
  init(
    in directory: StateDirectory, report: @escaping @Sendable (JournalEvent) -> Void
  ) throws(JournalError) {
    path = directory.items
    condition = ItemCondition(report: report)
    store = ItemStore(in: directory, condition)
    try store.openFirst()
    thread = try WorkThread(limit: Self.limit)
  }

  deinit {
    close(within: closingTime)
  }

  /// The present status.
  public var status: ItemDatabaseStatus { condition.status }

  /// The memory that an unfinished batch of items holds; nil if there is none.
  public var batch: ItemBatchSize? { condition.batch }

  /// A sentence about a request that has waited for the disk for two seconds or more; nil if none has.
  public var problem: String? {
    guard let current = thread.current else { return nil }
    let time = SystemClock.monotonic.now - current.began
    guard time >= Self.patience else { return nil }
    return "Items and recalls: \(current.name) has been waiting for the disk for "
      + "\(time / 1_000_000) s."
  }

  /// The lock or open transaction of another program that is in the way; nil if there is none any more.
  public var obstacle: LockObstacle? {
    guard let since = condition.lockedSince else { return nil }
    let processes = DatabaseLocks.blocking(path)
    if processes.isEmpty { condition.noteUnlocked() }
    return processes.isEmpty ? nil : LockObstacle(since: since, processes: processes)
  }

  /// Sets a damaged file aside and begins without items and recalls.
  public func beginAnew(then: @escaping @Sendable (Result<SetAside, JournalError>) -> Void) {
    perform(.change, { store throws(JournalError) in try store.beginAnew() }, then: then)
  }

  /// Drops the batch that a connection has begun and not ended; to be called when the connection has
  /// ended.
  public func ended(_ connection: UInt64) {
    guard condition.removeSender(connection) else { return }
    perform(.query, { store throws(JournalError) in store.dropAbandonedBatch() }) { _ in }
  }

  /// Has the file opened soon if it is not, so that it gets the present schema.
  func prepare() {
    guard condition.beginPreparing() else { return }
    perform(.query) { store throws(JournalError) in
      store.prepare()
    } then: { [condition] _ in
      condition.endPreparing()
    }
  }

  /// Does the requests that wait, moves the content of the log into the file, so that a copy of that
  /// file alone is complete, and ends the thread.
  ///
  /// - Parameter milliseconds: the longest wait; afterwards the thread is left behind.
  /// - Returns: true if the thread has ended, so that nobody uses the file any more.
  @discardableResult
  func close(within milliseconds: Int32 = closingTime) -> Bool {
    thread.close(within: milliseconds) { [store] in store.close() }
  }

  /// Reads from the database.
  func read<T: Sendable>(
    _ work: @escaping @Sendable (Database) throws(JournalError) -> T,
    then: @escaping @Sendable (Result<T, JournalError>) -> Void
  ) {
    perform(
      .query, { store throws(JournalError) in try store.withDatabase(work) }, then: then)
  }

  /// Changes the database, if it can be changed.
  func change<T: Sendable>(
    _ work: @escaping @Sendable (Database) throws(JournalError) -> T,
    then: @escaping @Sendable (Result<T, JournalError>) -> Void
  ) {
    perform(
      .change, { store throws(JournalError) in try store.withWritableDatabase(work) }, then: then)
  }

  /// Has the thread of items and recalls do `work`, and tells the result to `then`.
  func perform<T: Sendable>(
    _ kind: Kind, _ work: @escaping @Sendable (ItemStore) throws(JournalError) -> T,
    then: @escaping @Sendable (Result<T, JournalError>) -> Void
  ) {
    do throws(WorkThread.Refusal) {
      try thread.submit(kind.rawValue) { [store] in
        store.dropAbandonedBatch()
        do throws(JournalError) {
          then(.success(try work(store)))
        } catch {
          then(.failure(error))
        }
      }
    } catch {
      then(.failure(.refused(error)))
    }
  }
}

/// The time that the journal's threads are given to end when nothing waits to be recorded, in
/// milliseconds. A disk that hangs must not hold up the end of the daemon.
let closingTime: Int32 = 300

extension JournalError {
  static let itemsSound = JournalError(
    .itemsSound, "Items and recalls are sound; nothing was changed.")

  fileprivate static func refused(_ refusal: WorkThread.Refusal) -> JournalError {
    switch refusal {
    case .closed: .itemsUnavailable("the daemon ends")
    case .full: .itemsUnavailable("too many requests wait for the disk")
    }
  }
}
