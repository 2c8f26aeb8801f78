// SPDX-License-Identifier: Apache-2.0

import Feed
import Journal
import Synchronization
import SystemCalls

/// Passes on the journal's events: durable records to the feed, problems to the log.
final class Announcer: Sendable {
  private let log: LimitedLog
  private let listeners = Mutex<(server: FeedServer, waker: Poller.Waker)?>(nil)

  init(log: LimitedLog) {
    self.log = log
  }

  /// Announces records to `server` from now on, and wakes the main thread for everything else.
  func announce(to server: FeedServer, waking waker: Poller.Waker) {
    listeners.withLock { $0 = (server, waker) }
  }

  /// Called on the journal's threads.
  func handle(_ event: JournalEvent) {
    let listeners = listeners.withLock { $0 }
    if case .recorded(let records, let journal) = event {
      listeners?.server.announce(records, of: journal)
    } else {
      if case .setAside = event { listeners?.server.announce() }
      listeners?.waker.wake()
      write(event)
    }
  }

  private func write(_ removal: Removal) {
    let cursors = "\(removal.cursors.lowerBound) to \(removal.cursors.upperBound)"
    if removal.missedBy.isEmpty {
      log.write(
        .info, .removal, "Removed records \(cursors), as RetentionAge= or RetentionSize= says.")
    } else {
      log.write(
        .warning, .missedRemoval,
        """
        Removed records \(cursors), as RetentionHardSize= says, though these subscribers had not \
        acknowledged them: \(removal.missedBy.joined(separator: ", ")).
        """)
    }
  }

  private func write(_ event: JournalEvent) {
    switch event {
    case .recorded: break
    case .fault(let fault, let waiting):
      log.write(
        .error, .fault,
        "Recording fails; \(counted(waiting, "scan")) not durable and waiting: \(fault)")
    case .recovered(let waited):
      log.write(
        .notice, .recovery,
        "Recording works again; what waited is recorded: \(counted(waited, "scan")).")
    case .setAside(let aside):
      log.write(
        .error, .setAside,
        """
        The journal was damaged (\(aside.cause)). It was set aside as \(aside.path), and a new one \
        has begun.
        """
      )
    case .itemsUnavailable(let fault):
      log.write(
        .error, .items,
        """
        Items and recalls cannot be relied on, so recalled goods may not be recognised; every record \
        says so: \(fault)
        """)
    case .itemsAvailable:
      log.write(.notice, .items, "Items and recalls can be read again.")
    case .removed(let removal):
      write(removal)
    case .removalFailed(let fault):
      log.write(.warning, .removalFailure, "Old records cannot be removed: \(fault)")
    case .damagedRecord(let cursor):
      log.write(
        .error, .damagedRecord,
        """
        Record \(cursor) is damaged on the disk; it is sent to nobody. "scanctl verify" looks for others.
        """)
    case .handedOver(let handover):
      log.write(
        .notice, .handover, about: handover.name,
        """
        The subscriber \(handover.name) of user \(userName(of: handover.from)) belongs to user \
        \(userName(of: handover.to)) now, as SubscriberUser= says; it continues after record \
        \(handover.cursor).
        """)
    case .restoration(let settled):
      log.write(.warning, .restoration, settled.sentence)
    case .overflowed:
      log.write(
        .critical, .lostScan,
        "A scan is lost: recording fails and there is no more room to wait.")
    case .lost(let count):
      log.write(
        .critical, .lostAtEnd, "Recording failed until the end; lost: \(counted(count, "scan")).")
    }
  }
}

extension SettledRestoration {
  fileprivate var sentence: String {
    switch self {
    case .finished(let setAside):
      "A restore was interrupted while it put the backup in place, and is finished now: journal, items "
        + "and recalls are those of the backup. The old files: "
        + "\(setAside.isEmpty ? "there were none" : setAside.joined(separator: ", "))."
    case .undone:
      "A restore was interrupted before it replaced anything. Its files were removed; journal, items and "
        + "recalls are as they were before it."
    }
  }
}
