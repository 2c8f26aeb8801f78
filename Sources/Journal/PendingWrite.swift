// SPDX-License-Identifier: Apache-2.0

// Everything that is written to the journal beside scans (an acknowledged cursor, the resolution of
// an exception) is written by the one writing connection, in the transaction of the next group. So a
// hundred acknowledgements cost one sync.

import CSQLite
import Synchronization
import Tracking

/// A write that is no scan.
struct PendingWrite: Sendable {
  /// Writes within a transaction that may still fail.
  let work: @Sendable (Database) throws(JournalError) -> Void
  /// Called once on the writer's thread: with nil when the write is durable, else with the error.
  let done: @Sendable (JournalError?) -> Void
}

/// The writes of one transaction.
struct Group: Sendable {
  /// The scans, in order.
  var scans: [Scan]
  /// The other writes, which come after the scans.
  var pendingWrites: [PendingWrite]

  /// True if there is nothing to write.
  var isEmpty: Bool { scans.isEmpty && pendingWrites.isEmpty }
}

extension ScanJournal {
  /// Has the writer's thread write something that is no scan, with the next group; returns at once.
  ///
  /// - Parameters:
  ///   - work: runs within a transaction, once or, after a fault, not at all.
  ///   - done: is called on the writer's thread, when the write is durable or has failed.
  func write<T: Sendable>(
    _ work: @escaping @Sendable (Database) throws(JournalError) -> T,
    then done: @escaping @Sendable (Result<T, JournalError>) -> Void
  ) {
    let result = PendingResult<T>()
    let write = PendingWrite { database throws(JournalError) in
      let value = try work(database)
      result.value.withLock { $0 = value }
    } done: { error in
      if let error { return done(.failure(error)) }
      if let value = result.value.withLock({ $0 }) { done(.success(value)) }
    }
    if !inbox.append(write) { done(.failure(.closed)) }
  }
}

/// The value of a pending write, kept until the write is durable.
final class PendingResult<T: Sendable>: Sendable {
  let value = Mutex<T?>(nil)
}

extension Database {
  /// Does a pending write within the open transaction; undoes it if it fails (SAVEPOINT).
  ///
  /// - Returns: the error of the write; nil if it succeeded.
  /// - Throws: an error by which SQLite has ended the whole transaction.
  func perform(_ write: PendingWrite) throws(JournalError) -> JournalError? {
    try execute("SAVEPOINT pending_write")
    do throws(JournalError) {
      try write.work(self)
      try execute("RELEASE pending_write")
      return nil
    } catch {
      guard sqlite3_get_autocommit(handle) == 0, !error.isDamage else { throw error }
      try execute("ROLLBACK TO pending_write; RELEASE pending_write")
      return error
    }
  }
}
