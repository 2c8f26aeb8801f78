// SPDX-License-Identifier: Apache-2.0

// Everything about connections happens on one event loop, without locks. Users take turns there as they do in the
// lanes. SwiftNIO runs everything that is handed to a loop, and what comes meanwhile, before it looks at its sockets
// again; a user who keeps a lane busy would keep the loop from everybody else's sockets. So the loop learns of
// work as it learns of bytes, by a descriptor it polls (eventfd(2)), and does a bounded part of it each time.
//
// While several users are active, a user rests twice as long as the loop has worked for it. Otherwise one user alone could
// keep the loop, and what works behind it, so busy that others find a processor late.

import NIOCore
import NIOPosix
import Synchronization
import SystemCalls

/// Work on the event loop, in turns by user.
final class LoopTurns: Sendable {
  /// The daemon itself, in place of a user: (uid_t) -1 belongs to nobody (setreuid(2)).
  static let daemon = UInt32.max

  private struct State {
    var queue = TurnQueue<@Sendable () -> Void>()
    /// Wakes the loop; nil: it is not there yet, or no longer.
    var waker: Counter?
    /// True if the loop is going to look at the queue.
    var isAwake = false
    var isClosed = false
    /// The time in microseconds that is left until the sockets are looked at again.
    var left: Int64 = 0
    /// The events of each user's sockets since the last turns.
    var events: [UInt32: Int64] = [:]
    /// The processor time of the loop at the end of the last turns.
    var cpu: Int64 = 0
    /// The loop, for the end of rests; nil as the waker.
    var loop: (any EventLoop)?
    /// The time for which the loop has a timer.
    var timer: Int64 = .min
  }

  /// The time in microseconds after which the sockets are looked at again.
  private let time: Int64
  private let contention = Contention()
  private let state = Mutex(State())

  /// Turns of nobody, on a loop that is still to come.
  ///
  /// - Parameter time: the time after which the sockets are looked at again.
  init(time: Duration) {
    self.time = Int64(time / .microseconds(1))
  }

  /// Begins to do the work on an event loop.
  func begin(on loop: any EventLoop) throws {
    let waker = try Counter.events()
    // The channel closes its descriptor; the counter's own stays valid for those who wake.
    let descriptor = try Descriptor(duplicating: waker.number).release()
    _ = try NIOPipeBootstrap(group: loop)
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 8))
      .channelInitializer { [self] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Waking(self))
        }
      }
      .takingOwnershipOfDescriptor(input: descriptor).wait()
    state.withLock { state in
      (state.waker, state.loop) = (waker, loop)
      state.isAwake = true
    }
    waker.increment()
  }

  /// Does work on the loop when it is the user's turn; drops it after `close()`. Never blocks.
  func add(for user: UInt32, _ work: @escaping @Sendable () -> Void) {
    let waker: Counter? = state.withLock { state in
      if state.isClosed { return nil }
      state.queue.add(work, for: user)
      defer { state.isAwake = true }
      return state.isAwake ? nil : state.waker
    }
    waker?.increment()
  }

  /// Notes that the loop deals with something that a socket of a user has brought. The time that it takes between
  /// two turns is divided among those users.
  func noteEvent(of user: UInt32) {
    state.withLock { $0.events[user, default: 0] += 1 }
  }

  /// Notes that the work in hand makes the sockets take so much time, in microseconds, after the turns.
  func expect(_ time: Int64) {
    state.withLock { $0.left -= time }
  }

  /// Drops all work from now on.
  func close() {
    let rest = state.withLock { state in
      state.isClosed = true
      (state.waker, state.loop) = (nil, nil)
      return state.queue.removeAll()
    }
    // Ends what the work holds outside of the lock.
    withExtendedLifetime(rest) {}
  }

  /// Does work for a while. Further work is done when the sockets have been looked at.
  fileprivate func takeTurns() {
    var now = SystemClock.monotonic.now
    let cpu = SystemClock.threadCPU.now
    state.withLock { state in
      state.left = time
      chargeEvents(upTo: cpu, at: now, &state)
    }
    while let (work, user) = next(at: now) {
      if user != Self.daemon { contention.note(user, at: now) }
      work()
      let start = now
      now = SystemClock.monotonic.now
      // Work that takes less than the clock shows takes something all the same.
      let time = max(1, now - start)
      state.withLock { state in
        state.left -= time
        note(time, of: user, at: now, &state)
      }
    }
    let end = SystemClock.threadCPU.now
    state.withLock { $0.cpu = end }
  }

  /// Divides the time since the last turns among the users whose sockets brought something.
  private func chargeEvents(upTo cpu: Int64, at now: Int64, _ state: inout State) {
    let count = state.events.values.reduce(0, +)
    guard count > 0 else { return }
    for (user, events) in state.events {
      note((cpu - state.cpu) * events / count, of: user, at: now, &state)
    }
    state.events.removeAll(keepingCapacity: true)
  }

  /// The work whose turn it is; nil if there is none, or the time is over.
  private func next(at now: Int64) -> (work: @Sendable () -> Void, user: UInt32)? {
    state.withLock { state in
      guard state.left > 0 else {
        state.waker?.increment()
        return nil
      }
      if let next = state.queue.next(at: now) { return next }
      state.isAwake = false
      if let end = state.queue.nextRestEnd { goOn(at: end, now, &state) }
      return nil
    }
  }

  private func goOn(at end: Int64, _ now: Int64, _ state: inout State) {
    guard state.timer <= now || state.timer > end else { return }
    state.timer = end
    state.loop?.assumeIsolated().scheduleTask(in: .microseconds(end - now)) { [self] in
      takeTurns()
    }
  }

  private func note(_ time: Int64, of user: UInt32, at now: Int64, _ state: inout State) {
    state.queue.note(time, of: user)
    guard user != Self.daemon, contention.isPresent(at: now) else { return }
    state.queue.rest(user, after: time, at: now)
  }
}

/// Takes turns when the loop is woken.
private final class Waking: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let turns: LoopTurns

  init(_ turns: LoopTurns) {
    self.turns = turns
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    turns.takeTurns()
  }
}
