// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// Signals that are read instead of interrupting: signalfd(2).
public struct SignalQueue: ~Copyable, Sendable {
  private let descriptor: Descriptor

  /// Blocks signals for this thread and those that it starts from now on: pthread_sigmask(3).
  public init(of signals: [Int32]) throws(SystemCallError) {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    descriptor = Descriptor(
      adopting: try systemCall("signalfd") {
        signalfd(-1, &set, Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK))
      })
  }

  /// The descriptor's number, readable when a signal waits: for epoll(7).
  public var number: Int32 { descriptor.number }

  /// The next signal that waits; nil if none does: read(2).
  public func next() -> Int32? {
    var info = signalfd_siginfo()
    let length = read(number, &info, MemoryLayout.size(ofValue: info))
    return length > 0 ? Int32(bitPattern: info.ssi_signo) : nil
  }
}
