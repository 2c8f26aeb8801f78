// SPDX-License-Identifier: Apache-2.0

// One thread waits in epoll_wait(2) for everything at once: scanners, udev, signals, timers and what
// other threads have to say. Handlers run one after the other on that thread and must not wait.
//
// A handler may end the watch of any descriptor, and a descriptor's number may then be given to
// another file while events of the old one are still in hand. So each watch has a token of its own
// that never comes again, and an event whose token nobody knows is passed over.

import CLinux
import Glibc

/// Waits for file descriptors and calls their handlers: epoll(7), level-triggered.
public final class EventLoop {
  /// What a descriptor is ready for.
  public struct Readiness: OptionSet, Sendable {
    /// EPOLLIN: a read will not wait.
    public static let readable = Readiness(rawValue: 1 << 0)
    /// EPOLLHUP or EPOLLERR: the other side, or the device, is gone.
    public static let hungUp = Readiness(rawValue: 1 << 1)

    /// The bits.
    public let rawValue: UInt8

    /// What the bits say.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
  }

  /// What is called when a descriptor is ready.
  public typealias Handler = (Readiness) -> Void

  private static let batchSize = 64

  private let epoll: Int32
  private let batch = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: batchSize)
  private var handlers: [UInt64: Handler] = [:]
  private var tokens: [Int32: UInt64] = [:]
  private var lastToken: UInt64 = 0
  private var isStopping = false

  /// A loop that watches nothing yet: epoll_create1(2).
  public init() throws(SystemCallError) {
    epoll = try check(epoll_create1(Int32(EPOLL_CLOEXEC)), "epoll_create1")
    batch.initialize(repeating: epoll_event())
  }

  deinit {
    close(epoll)
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
    try check(epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl")
    handlers[lastToken] = handler
    tokens[descriptor] = lastToken
  }

  /// Ends a watch (EPOLL_CTL_DEL); without one nothing happens.
  public func unwatch(_ descriptor: Int32) {
    guard let token = tokens.removeValue(forKey: descriptor) else { return }
    handlers[token] = nil
    epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nil)
  }

  /// Waits and calls handlers until `stop` is called.
  public func run() throws(SystemCallError) {
    isStopping = false
    while !isStopping { try turn(timeout: -1) }
  }

  /// Waits once, at most `timeout` milliseconds (-1: without end), and calls the handlers of what
  /// is ready.
  public func turn(timeout: Int32) throws(SystemCallError) {
    let count = epoll_wait(epoll, batch.baseAddress, Int32(Self.batchSize), timeout)
    if count < 0, errno == EINTR { return }
    try check(count, "epoll_wait")
    for event in batch[..<Int(count)] {
      guard let handler = handlers[event.data.u64] else { continue }
      handler(Readiness(events: event.events))
    }
  }

  /// Has `run` return once the handlers that are due have been called. Only for the loop's own
  /// thread; others use a `Waker`.
  public func stop() {
    isStopping = true
  }
}

extension EventLoop.Readiness {
  fileprivate init(events: UInt32) {
    self = []
    if events & EPOLLIN.rawValue != 0 { insert(.readable) }
    if events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 { insert(.hungUp) }
  }
}
