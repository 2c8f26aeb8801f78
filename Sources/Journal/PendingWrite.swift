// SPDX-License-Identifier: Apache-2.0

// Everything that is written to the journal beside scans (what a subscriber has acknowledged, who
// has looked after an exception, what retention removes) is written by the one connection that
// writes, in the transaction of the next group: so a hundred acknowledgements cost one sync.

import CSQLite
import Synchronization
import Tracking

/// Something to write that is no scan.
struct PendingWrite: Sendable {
  /// Writes it, within a transaction that may still fail.
  let work: @Sendable (Database) throws(SQLiteError) -> Void
  /// Is told once, on the writer's thread: nil when it is on the disk, else why it is not.
  let done: @Sendable (JournalError?) -> Void
}

/// What a pending write gave, until it is durable.
final class PendingResult<T: Sendable>: Sendable {
  let value = Mutex<T?>(nil)
}

/// What is written in one transaction.
struct Group: Sendable {
  /// What was scanned, in order.
  var scans: [Scan]
  /// What else there is to write, after the scans.
  var pendingWrites: [PendingWrite]

  /// Whether there is nothing to write.
  var isEmpty: Bool { scans.isEmpty && pendingWrites.isEmpty }
}

extension Database {
  /// Does a pending write within the transaction that is open; what it wrote is taken back if it fails.
  ///
  /// - Returns: why it failed, nil if it did not.
  /// - Throws: an error by which SQLite has ended the whole transaction.
  func perform(_ pendingWrite: PendingWrite) throws(SQLiteError) -> SQLiteError? {
    try execute("SAVEPOINT pending_write")
    do throws(SQLiteError) {
      try pendingWrite.work(self)
      try execute("RELEASE pending_write")
      return nil
    } catch {
      guard sqlite3_get_autocommit(handle) == 0, !error.isDamage else { throw error }
      try execute("ROLLBACK TO pending_write; RELEASE pending_write")
      return error
    }
  }
}
