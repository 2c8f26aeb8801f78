// SPDX-License-Identifier: Apache-2.0

import Feed
import Journal
import Logging
import Synchronization

/// Passes on what the journal says: to the feed what is durable, to the log what is wrong.
final class Announcer: Sendable {
  private let log: Logger
  private let server = Mutex<FeedServer?>(nil)

  init(log: Logger) {
    self.log = log
  }

  /// Announces records to `server` from now on.
  func announce(to server: FeedServer) {
    self.server.withLock { $0 = server }
  }

  /// Called on the journal's threads.
  func handle(_ event: JournalEvent) {
    switch event {
    case .recorded(let records, let journal):
      server.withLock { $0 }?.announce(
        records.map { PublishedRecord($0.record, body: $0.body) }, of: journal)
    case .fault(let fault, let waiting):
      log.error("Recording fails; \(waiting) scans are not durable and wait: \(fault)")
    case .recovered:
      log.notice("Recording works again; what waited is recorded.")
    case .setAside(let aside):
      server.withLock { $0 }?.announce()
      log.error(
        """
        The journal was damaged (\(aside.cause)). It was set aside as \(aside.path), and a new one \
        has begun.
        """
      )
    case .overflowed:
      log.critical("A scan is lost: recording fails and there is no more room to wait.")
    case .lost(let count):
      log.critical("\(count) scans are lost: recording failed until the end.")
    }
  }
}
