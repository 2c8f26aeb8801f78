// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls

/// The signals that end the daemon or have it read its configuration again.
final class Signals {
  private let queue: SignalQueue

  /// Blocks SIGTERM, SIGINT and SIGHUP for this thread and those it starts, and ignores SIGPIPE.
  init() throws(SystemCallError) {
    signal(SIGPIPE, SIG_IGN)
    queue = try SignalQueue(of: [SIGTERM, SIGINT, SIGHUP])
  }

  /// Calls `handler` with each signal on the poller's thread.
  func watch(on poller: Poller, handler: @escaping (Int32) -> Void) throws(SystemCallError) {
    try poller.watch(queue.number) { [self] _ in
      while let signal = queue.next() { handler(signal) }
    }
  }
}
