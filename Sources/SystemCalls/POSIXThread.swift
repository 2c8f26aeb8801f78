// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// A thread of our own (pthread_create(3)), for work that blocks.
public final class POSIXThread: @unchecked Sendable {
  // A pthread_t may be joined from any thread.
  private let id: pthread_t
  private let end: End

  /// Runs `body` on a new thread with all signals blocked: they are the main thread's.
  public init(_ body: @escaping () -> Void) throws(SystemCallError) {
    let end = End(try Counter.events())
    let box = Unmanaged.passRetained(
      Box {
        body()
        end.announce()
      })
    var every = sigset_t()
    var before = sigset_t()
    sigfillset(&every)
    pthread_sigmask(SIG_BLOCK, &every, &before)
    var id = pthread_t()
    let code = pthread_create(
      &id, nil,
      { argument in
        Unmanaged<Box>.fromOpaque(argument!).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    pthread_sigmask(SIG_SETMASK, &before, nil)
    // Without its writer the daemon would accept scans and record none.
    precondition(code == 0, "pthread_create failed: \(code)")
    self.id = id
    self.end = end
  }

  /// Waits for the end of the thread (pthread_join(3)).
  ///
  /// - Parameter milliseconds: the longest wait; -1: as long as it takes.
  /// - Returns: false if the thread still runs.
  @discardableResult
  public func join(within milliseconds: Int32 = -1) -> Bool {
    guard end.isHere(within: milliseconds) else { return false }
    if end.isFirstToJoin { pthread_join(id, nil) }
    return true
  }

  private final class Box {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// The end of a thread, which pthread_join(3) cannot await for a limited time.
  private final class End: Sendable {
    private let signal: Counter
    private let hasEnded = Atomic(false)
    private let isJoined = Atomic(false)

    init(_ signal: Counter) { self.signal = signal }

    var isFirstToJoin: Bool { !isJoined.exchange(true, ordering: .relaxed) }

    func announce() {
      hasEnded.store(true, ordering: .releasing)
      signal.increment()
    }

    func isHere(within milliseconds: Int32) -> Bool {
      let deadline = SystemClock.monotonic.now + Int64(milliseconds) * 1000
      while !hasEnded.load(ordering: .acquiring) {
        let rest = milliseconds < 0 ? -1 : max(0, deadline - SystemClock.monotonic.now) / 1000
        if rest == 0 { return false }
        signal.wait(milliseconds: Int32(rest))
      }
      return true
    }
  }
}
