// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// Waits on this thread for asynchronous work; only for the start and the end of the daemon, when
/// this thread has nothing else to do.
func waiting<T: Sendable>(for work: @escaping @Sendable () async -> T) -> T {
  let result = Mutex<T?>(nil)
  let done = Semaphore()
  Task.detached {
    let value = await work()
    result.withLock { $0 = value }
    done.signal()
  }
  done.wait()
  return result.withLock { $0! }
}

/// A POSIX semaphore: sem_init(3).
private final class Semaphore: @unchecked Sendable {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func signal() { sem_post(semaphore) }

  func wait() {
    while sem_wait(semaphore) != 0, errno == EINTR {}
  }
}
