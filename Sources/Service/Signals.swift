// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import Scanners

/// Signals as something the event loop reads: signalfd(2).
struct Signals {
  private let descriptor: Int32

  /// Blocks SIGTERM, SIGINT and SIGHUP for this thread and those it starts, and ignores SIGPIPE.
  init() throws(SystemCallError) {
    signal(SIGPIPE, SIG_IGN)
    var set = sigset_t()
    sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    descriptor = signalfd(-1, &set, Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK))
    if descriptor < 0 { throw SystemCallError("signalfd") }
  }

  /// Calls `handler` with each signal on the loop's thread.
  func watch(on loop: EventLoop, handler: @escaping (Int32) -> Void) throws(SystemCallError) {
    try loop.watch(descriptor) { [descriptor] _ in
      var info = signalfd_siginfo()
      while read(descriptor, &info, MemoryLayout.size(ofValue: info)) > 0 {
        handler(Int32(bitPattern: info.ssi_signo))
      }
    }
  }
}
