// SPDX-License-Identifier: Apache-2.0

// One thread waits in epoll_wait(2) for everything at once: scanners, udev, signals, timers and other
// threads. Handlers run one after the other on that thread and must not wait.
//
// A handler may end the watch of any descriptor, and a descriptor's number may then be given to
// another file while events of the old one are still in hand. So each watch has a token of its own
// that never comes again, and an event with an unknown token is passed over.

import CLinux
import Glibc

/// Waits for file descriptors and calls their handlers: epoll(7), level-triggered.
public final class Poller {
  /// The readiness of a descriptor.
  public struct Readiness: OptionSet, Sendable {
    /// EPOLLIN: a read will not wait.
    public static let readable = Readiness(rawValue: 1 << 0)
    /// EPOLLHUP or EPOLLERR: the other side, or the device, is gone.
    public static let hungUp = Readiness(rawValue: 1 << 1)

    /// The bits.
    public let rawValue: UInt8

    /// The readiness with these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    fileprivate init(events: UInt32) {
      self = []
      if events & EPOLLIN.rawValue != 0 { insert(.readable) }
      if events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 { insert(.hungUp) }
    }
  }

  /// A function that is called when a descriptor is ready.
  public typealias Handler = (Readiness) -> Void

  private static let batchSize = 64

  private let epoll: Descriptor
  private let batch = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: batchSize)
  private var handlers: [UInt64: Handler] = [:]
  private var tokens: [Int32: UInt64] = [:]
  private var lastToken: UInt64 = 0
  private var isStopping = false

  /// A poller that watches nothing yet: epoll_create1(2).
  public init() throws(SystemCallError) {
    epoll = Descriptor(
      adopting: try systemCall("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) })
    batch.initialize(repeating: epoll_event())
  }

  deinit {
    batch.deallocate()
  }

  /// Calls `handler` whenever `descriptor` can be read or hangs up (EPOLL_CTL_ADD). Nothing may
  /// watch it already, and the watch has to end before the descriptor is closed.
  public func watch(
    _ descriptor: Int32, handler: @escaping Handler
  ) throws(SystemCallError) {
    lastToken += 1
    var event = epoll_event()
    event.events = EPOLLIN.rawValue
    event.data.u64 = lastToken
    try systemCall("epoll_ctl") { epoll_ctl(epoll.number, EPOLL_CTL_ADD, descriptor, &event) }
    handlers[lastToken] = handler
    tokens[descriptor] = lastToken
  }

  /// Ends a watch (EPOLL_CTL_DEL); without one nothing happens.
  public func unwatch(_ descriptor: Int32) {
    guard let token = tokens.removeValue(forKey: descriptor) else { return }
    handlers[token] = nil
    epoll_ctl(epoll.number, EPOLL_CTL_DEL, descriptor, nil)
  }

  /// Waits and calls handlers until `stop` is called.
  public func run() throws(SystemCallError) {
    isStopping = false
    while !isStopping { try turn(timeout: -1) }
  }

  /// Waits once, at most `timeout` milliseconds (-1: without end), and calls the handlers of the
  /// descriptors that are ready.
  public func turn(timeout: Int32) throws(SystemCallError) {
    for event in batch[..<Int(try wait(timeout))] {
      guard let handler = handlers[event.data.u64] else { continue }
      handler(Readiness(events: event.events))
    }
  }

  /// The number of events; none after a signal, so that the wait is not longer for it.
  private func wait(_ timeout: Int32) throws(SystemCallError) -> Int32 {
    do throws(SystemCallError) {
      return try systemCall("epoll_wait", retries: false) {
        epoll_wait(epoll.number, batch.baseAddress, Int32(Self.batchSize), timeout)
      }
    } catch {
      if error.errno == .interrupted { return 0 }
      throw error
    }
  }

  /// Has `run` return once the handlers that are due have been called. Only for the poller's own
  /// thread; others use a `Waker`.
  public func stop() {
    isStopping = true
  }
}

// MARK: Timers and other threads

extension Poller {
  /// Calls a handler on the poller's thread at a moment of the monotonic clock: timerfd_create(2).
  public final class Timer {
    private let counter: Counter
    private let poller: Poller

    /// A timer that is not set.
    public init(
      on poller: Poller, handler: @escaping () -> Void
    ) throws(SystemCallError) {
      self.poller = poller
      let counter = try Counter.timer()
      self.counter = counter
      try poller.watch(counter.number) { _ in
        if counter.reset() > 0 { handler() }
      }
    }

    deinit {
      poller.unwatch(counter.number)
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
      timerfd_settime(counter.number, Int32(TFD_TIMER_ABSTIME), &time, nil)
    }
  }

  /// Has the poller's thread call a handler, from any thread: eventfd(2). Calls that come together
  /// may be answered by one.
  public final class Waker: Sendable {
    private let counter: Counter

    /// A waker of `poller`, which keeps it as long as it lives itself.
    public init(
      of poller: Poller, handler: @escaping () -> Void
    ) throws(SystemCallError) {
      let counter = try Counter.events()
      self.counter = counter
      try poller.watch(counter.number) { _ in
        if counter.reset() > 0 { handler() }
      }
    }

    /// Wakes the poller.
    public func wake() {
      counter.increment()
    }
  }
}

/// A number that the kernel counts up, and a descriptor that is readable while it is not zero:
/// eventfd(2), timerfd_create(2). Any thread may use it.
public final class Counter: Sendable {
  private let descriptor: Descriptor

  private init(_ number: Int32) {
    descriptor = Descriptor(adopting: number)
  }

  /// A counter that `increment` counts up: eventfd(2).
  public static func events() throws(SystemCallError) -> Counter {
    Counter(
      try systemCall("eventfd") { eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC)) })
  }

  fileprivate static func timer() throws(SystemCallError) -> Counter {
    Counter(
      try systemCall("timerfd_create") {
        timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK) | Int32(TFD_CLOEXEC))
      })
  }

  /// The descriptor's number, for epoll(7). It is valid as long as the counter.
  public var number: Int32 { descriptor.number }

  /// Counts one more: write(2). It cannot fail: a counter that is full is not zero either.
  public func increment() {
    var one: UInt64 = 1
    _ = write(number, &one, MemoryLayout.size(ofValue: one))
  }

  /// Sets it to zero: read(2).
  ///
  /// - Returns: the number before; zero also for a timer that was set anew after it had gone off.
  @discardableResult
  public func reset() -> UInt64 {
    var count: UInt64 = 0
    let length = read(number, &count, MemoryLayout.size(ofValue: count))
    return length > 0 ? count : 0
  }

  /// Waits until it is not zero, then sets it to zero: poll(2).
  ///
  /// - Parameter milliseconds: the longest time; -1: as long as it takes.
  public func wait(milliseconds: Int32) {
    // An error would come at once and again; the caller looks for work then as after any wake-up.
    if (try? descriptor.waitUntilReadable(milliseconds: milliseconds)) == true { reset() }
  }
}
