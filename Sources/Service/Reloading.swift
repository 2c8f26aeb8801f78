// SPDX-License-Identifier: Apache-2.0

// Files, and the layouts that they name, are read on another thread: the main thread reads scanners, and the
// kernel keeps little of what they type meanwhile.

import Configuration
import Synchronization
import SystemCalls

/// Reads the configuration again while scanners are read. It lives on its poller's thread.
final class Reloading {
  private let files: ConfigurationFiles
  private let result = Result()
  private var waker: Poller.Waker?
  private var thread: POSIXThread?
  /// True if the files may have changed since the present reading of them began.
  private var isAskedAgain = false

  /// The configuration that was read last, until the poller's thread takes it.
  private final class Result: Sendable {
    let value = Mutex<LoadResult?>(nil)
  }

  /// Calls `use` on the poller's thread with each configuration that was read.
  init(
    _ files: ConfigurationFiles, on poller: Poller, use: @escaping (LoadResult) -> Void
  ) throws(SystemCallError) {
    self.files = files
    waker = try Poller.Waker(of: poller) { [unowned self] in finish(use) }
  }

  /// Begins to read the files; if they are being read, they are read once more afterwards.
  func begin() {
    guard thread == nil, let waker else { return isAskedAgain = true }
    let read = { [files, result] in
      result.value.withLock { $0 = files.load() }
      waker.wake()
    }
    do throws(SystemCallError) {
      thread = try POSIXThread(read)
    } catch {
      // There is no descriptor for another thread.
      read()
    }
  }

  private func finish(_ use: (LoadResult) -> Void) {
    guard let loaded = result.value.withLock({ $0.take() }) else { return }
    thread?.join()
    thread = nil
    if isAskedAgain {
      isAskedAgain = false
      begin()
    } else {
      use(loaded)
    }
  }
}
