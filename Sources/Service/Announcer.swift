// SPDX-License-Identifier: Apache-2.0

import Feed
import Journal
import Logging
import Synchronization
import SystemCalls

/// Passes on the journal's events: durable records to the feed, problems to the log.
final class Announcer: Sendable {
  private let log: Logger
  private let listeners = Mutex<(server: FeedServer, waker: Poller.Waker)?>(nil)

  init(log: Logger) {
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
      log.info("Removed records \(cursors), as RetentionAge= or RetentionSize= says.")
    } else {
      log.warning(
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
      log.error(
        "Recording fails; \(counted(waiting, "scan")) not durable and waiting: \(fault)")
    case .recovered(let waited):
      log.notice(
        "Recording works again; what waited is recorded: \(counted(waited, "scan")).")
    case .setAside(let aside):
      log.error(
        """
        The journal was damaged (\(aside.cause)). It was set aside as \(aside.path), and a new one \
        has begun.
        """
      )
    case .itemsUnavailable(let fault):
      log.error(
        """
        Items and recalls cannot be relied on, so recalled goods may not be recognised; every record \
        says so: \(fault)
        """)
    case .itemsAvailable:
      log.notice("Items and recalls can be read again.")
    case .removed(let removal):
      write(removal)
    case .removalFailed(let fault):
      log.warning("Old records cannot be removed: \(fault)")
    case .overflowed:
      log.critical("A scan is lost: recording fails and there is no more room to wait.")
    case .lost(let count):
      log.critical("Recording failed until the end; lost: \(counted(count, "scan")).")
    }
  }
}
