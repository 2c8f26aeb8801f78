// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls

/// The signals that would end or stop the program, taken in instead: so each way out gives back what was grabbed
/// and silenced, and a file that is being written is written or not there. SIGTSTP is among them, because a
/// stopped program would keep the keyboards with which it could be woken, and SIGPIPE, which comes when nobody
/// reads any more what is shown.
package final class Interruptions {
  private let queue: SignalQueue

  /// Blocks the signals for this thread and for the programs that it runs.
  package init() throws(AdoptionError) {
    do throws(SystemCallError) {
      queue = try SignalQueue(of: Self.signals)
    } catch {
      throw .call(error)
    }
  }

  /// Readable when a signal waits.
  var descriptor: Int32 { queue.number }

  /// The next signal that waits; nil if none does.
  package func next() -> Int32? { queue.next() }

  /// Ends the program by a signal, as if it had never been taken in: the shell learns by what.
  package static func end(by signal: Int32) -> Never {
    // It was asked to stop, and has stopped all that it did.
    let signal = signal == SIGTSTP ? SIGINT : signal
    Glibc.signal(signal, SIG_DFL)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, signal)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(signal)
    exit(128 + signal)
  }

  private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGPIPE]
}
