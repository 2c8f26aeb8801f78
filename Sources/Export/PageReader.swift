// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Glibc
import Wire

/// Asks for pages over as many connections as it takes: a daemon that is restarted is waited for.
package final class PageReader {
  private var connection: FeedConnection
  private let reconnect: () throws(FeedClientError) -> FeedConnection

  /// Reads on `connection`, and on what `reconnect` gives when the daemon has ended that.
  package init(
    _ connection: FeedConnection, reconnect: @escaping () throws(FeedClientError) -> FeedConnection
  ) {
    self.connection = connection
    self.reconnect = reconnect
  }

  /// The daemon's greeting.
  package var hello: Hello { connection.hello }

  /// The page that answers `request`; a daemon that has ended may take half a minute to come back.
  package func page(_ request: Request.Read) throws(ExportError) -> RecordBatch {
    var tries = 0
    while true {
      do throws(FeedClientError) {
        if tries > 0 { connection = try reconnect() }
        return try connection.ask(request)
      } catch .server(let error) where error.code == .journalChanged {
        throw .journalChanged(asked: request.journal ?? "", now: (try? reconnect())?.hello.journal)
      } catch {
        tries += 1
        guard error.isPassing, tries <= 30 else { throw .daemon(error) }
        if tries > 1 { sleep(1) }
      }
    }
  }
}

extension FeedClientError {
  /// True if it may be a restart of the daemon.
  fileprivate var isPassing: Bool {
    switch self {
    case .disconnected, .notListening, .noSocket: true
    default: false
    }
  }
}
