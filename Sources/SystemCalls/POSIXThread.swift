// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A thread of our own (pthread_create(3)), for work that blocks.
public struct POSIXThread: @unchecked Sendable {
  // A pthread_t may be joined from any thread.
  private let id: pthread_t

  /// Runs `body` on a new thread with all signals blocked: they are the main thread's.
  public init(_ body: @escaping () -> Void) {
    let box = Unmanaged.passRetained(Box(body))
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
  }

  /// Waits for the end of the thread (pthread_join(3)).
  public func join() {
    pthread_join(id, nil)
  }

  /// Lets the thread end by itself, or with the process (pthread_detach(3)).
  public func detach() {
    pthread_detach(id)
  }

  private final class Box {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }
}
