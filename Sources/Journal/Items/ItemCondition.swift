// SPDX-License-Identifier: Apache-2.0

// Everybody may ask for the condition of items and recalls: no lock here is held while the disk is used.

import Synchronization
import Wire

/// The condition of items and recalls, as the thread that uses their file and the writer's thread
/// find it.
final class ItemCondition: Sendable {
  private struct Content {
    var status = ItemDatabaseStatus()
    /// The number of times that a new file replaced the old one.
    var generation = 0
    /// True while the connection that makes changes is open, so that the file has the present schema.
    var isOpen = false
    /// True while the file is being opened because somebody asked for it.
    var isBeingPrepared = false
    /// The time from which on another program's lock has been in the way.
    var lockedSince: Timestamp?
    /// The unfinished batch.
    var batch: ItemBatchSize?
    /// The connections that have begun a batch and not ended it.
    var senders: Set<UInt64> = []
  }

  private let content = Mutex(Content())
  private let report: @Sendable (JournalEvent) -> Void

  init(report: @escaping @Sendable (JournalEvent) -> Void) {
    self.report = report
  }

  /// The present status.
  var status: ItemDatabaseStatus { content.withLock { $0.status } }

  /// The number of times that a new file replaced the old one.
  var generation: Int { content.withLock { $0.generation } }

  /// The memory that an unfinished batch holds.
  var batch: ItemBatchSize? {
    get { content.withLock { $0.batch } }
    set { content.withLock { $0.batch = newValue } }
  }

  /// Notes that the connection that makes changes was opened or closed.
  func set(isOpen: Bool) {
    content.withLock { $0.isOpen = isOpen }
  }

  /// Notes that a new file replaced the damaged one.
  func beginAnew() {
    content.withLock { content in
      content.status = ItemDatabaseStatus()
      content.generation += 1
    }
    report(.itemsAvailable)
  }

  /// True for the first who finds the file not open; `endPreparing` ends that.
  func beginPreparing() -> Bool {
    content.withLock { content in
      guard !content.isOpen, !content.isBeingPrepared, !content.status.isDamaged else {
        return false
      }
      content.isBeingPrepared = true
      return true
    }
  }

  /// Notes that the file was opened or could not be.
  func endPreparing() {
    content.withLock { $0.isBeingPrepared = false }
  }
}

// Faults.
extension ItemCondition {
  /// Notes that the file of a generation could not be read; damage stays, whatever works later.
  func reportFailure(_ error: JournalError, generation: Int) {
    let isNews = content.withLock { content in
      guard content.generation == generation, !content.status.isDamaged else { return false }
      let isNews = content.status.fault != error.detail
      content.status = ItemDatabaseStatus(fault: error.detail, isDamaged: error.isDamage)
      return isNews
    }
    noteLock(error)
    if isNews { report(.itemsUnavailable(error.detail)) }
  }

  /// Notes that everything could be read.
  func reportSuccess() {
    let isNews = content.withLock { content in
      guard content.status.fault != nil, !content.status.isDamaged else { return false }
      content.status.fault = nil
      return true
    }
    if isNews { report(.itemsAvailable) }
  }
}

// Locks of other programs.
extension ItemCondition {
  /// The time from which on another program's lock has been in the way; nil if none has.
  var lockedSince: Timestamp? { content.withLock { $0.lockedSince } }

  /// Notes the time if `error` is about a lock.
  func noteLock(_ error: JournalError) {
    guard error.isBusy else { return }
    content.withLock { $0.lockedSince = $0.lockedSince ?? wallClock() }
  }

  /// Notes that no other program has a lock any more.
  func noteUnlocked() {
    content.withLock { $0.lockedSince = nil }
  }
}

// The connections that send batches.
extension ItemCondition {
  /// Notes that a connection sends the first part of a batch.
  func addSender(_ connection: UInt64) {
    content.withLock { _ = $0.senders.insert(connection) }
  }

  /// Forgets a connection; false if it was none of the senders.
  @discardableResult
  func removeSender(_ connection: UInt64) -> Bool {
    content.withLock { $0.senders.remove(connection) != nil }
  }

  /// True if a connection has begun a batch and not ended.
  func isSender(_ connection: UInt64) -> Bool {
    content.withLock { $0.senders.contains(connection) }
  }
}

/// The memory that a batch holds, and for whom.
public struct ItemBatchSize: Sendable, Equatable {
  /// The user who sends the batch.
  public let uid: UInt32
  /// The bytes of its items.
  public let bytes: Int
  /// The connection that sends it.
  let connection: UInt64
}
