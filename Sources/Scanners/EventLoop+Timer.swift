// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

extension EventLoop {
  /// Calls a handler on the loop's thread at a moment of the monotonic clock: timerfd_create(2).
  public final class Timer {
    private let descriptor: Int32
    private let loop: EventLoop

    /// A timer that is not set.
    public init(
      on loop: EventLoop, handler: @escaping () -> Void
    ) throws(SystemCallError) {
      self.loop = loop
      let descriptor = try check(
        timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK) | Int32(TFD_CLOEXEC)), "timerfd_create")
      self.descriptor = descriptor
      try loop.watch(descriptor) { _ in
        if takeCount(descriptor) { handler() }
      }
    }

    deinit {
      loop.unwatch(descriptor)
      close(descriptor)
    }

    /// Sets the moment, in microseconds of CLOCK_MONOTONIC, and forgets the one before; nil is
    /// never. A moment that has passed is now. Setting a timer cannot fail (timerfd_settime(2)).
    public func set(at moment: Int64?) {
      var time = itimerspec()
      if let moment {
        let moment = max(moment, 1)  // Zero would be never.
        time.it_value.tv_sec = Int(moment / 1_000_000)
        time.it_value.tv_nsec = Int(moment % 1_000_000) * 1000
      }
      timerfd_settime(descriptor, Int32(TFD_TIMER_ABSTIME), &time, nil)
    }
  }

  /// Has the loop's thread call a handler, from whatever thread: eventfd(2). Calls that come
  /// together may be answered by one.
  public final class Waker: Sendable {
    private let descriptor: Int32

    /// A waker of `loop`, which keeps it as long as it lives itself.
    public init(
      of loop: EventLoop, handler: @escaping () -> Void
    ) throws(SystemCallError) {
      descriptor = try check(eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC)), "eventfd")
      try loop.watch(descriptor) { [self] _ in
        if takeCount(descriptor) { handler() }
      }
    }

    deinit {
      close(descriptor)
    }

    /// Wakes the loop.
    public func wake() {
      var one: UInt64 = 1
      _ = write(descriptor, &one, MemoryLayout.size(ofValue: one))
    }
  }
}

/// Takes what a timerfd or an eventfd has counted; false if that was nothing, as when a timer was
/// set anew after it had gone off.
private func takeCount(_ descriptor: Int32) -> Bool {
  var count: UInt64 = 0
  return read(descriptor, &count, MemoryLayout.size(ofValue: count)) > 0
}
