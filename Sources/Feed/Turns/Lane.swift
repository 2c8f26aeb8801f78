// SPDX-License-Identifier: Apache-2.0

// Each kind of work has a lane, a thread of its own, so that none of them waits for another: requests are parsed
// while a slow disk holds up a reader, and followers get their pages while somebody searches. Within a lane users
// take turns. A user who is alone in a lane could still keep a processor busy that followers need; so while several
// users are active, the lanes of requests rest as long as they have worked if they go on with the same user.

import Glibc
import NIOPosix
import Synchronization
import SystemCalls

/// A thread that does slices of work, in turns by user.
final class Lane: Sendable {
  /// A slice of work; it returns the next slice of the same work, if there is one.
  private struct Slice: Sendable {
    let work: @Sendable () -> Slice?
  }

  private struct State {
    var queue = TurnQueue<Slice>()
    var lastUser: UInt32?
    /// The time that the lane has worked for `lastUser` and not rested yet, in microseconds.
    var owed: Int64 = 0
  }

  /// The shortest rest in microseconds; the kernel's timers are not much finer.
  private static let shortestRest: Int64 = 200
  /// The longest rest in microseconds: somebody else may come meanwhile.
  private static let longestRest: Int64 = 1_000

  private let pool = NIOThreadPool(numberOfThreads: 1)
  private let contention: Contention
  private let rests: Bool
  private let state = Mutex(State())
  /// The time when the slice in hand was begun, by the monotonic clock in microseconds; 0: there is none.
  private let begun = Atomic<Int64>(0)

  /// A lane with nothing to do.
  ///
  /// - Parameters:
  ///   - contention: that of all lanes.
  ///   - rests: true if the lane rests in favour of other lanes.
  init(_ contention: Contention, rests: Bool) {
    self.contention = contention
    self.rests = rests
    pool.start()
  }

  /// The time for which the slice in hand has lasted, in microseconds; 0: nothing is in hand.
  var standstill: Int64 {
    let begun = begun.load(ordering: .relaxed)
    return begun == 0 ? 0 : SystemClock.monotonic.now - begun
  }

  /// Does work for a user, slice by slice.
  ///
  /// - Parameters:
  ///   - state: is handed from slice to slice.
  ///   - step: does one slice on the lane's thread; false: there is more to do.
  func run<State: Sendable>(
    _ state: State, for user: UInt32, step: @escaping @Sendable (inout State) -> Bool
  ) {
    add(slice(state, step), for: user)
  }

  /// Ends the thread once it has done what it has in hand; does not wait for that.
  func close() {
    pool.shutdownGracefully { _ in }
  }

  private func slice<State: Sendable>(
    _ state: State, _ step: @escaping @Sendable (inout State) -> Bool
  ) -> Slice {
    Slice { [self] in
      var state = state
      return step(&state) ? nil : slice(state, step)
    }
  }

  private func add(_ slice: Slice, for user: UInt32) {
    state.withLock { $0.queue.add(slice, for: user) }
    pool.submit { [self] state in if state == .active { takeTurn() } }
  }

  private func takeTurn() {
    guard let (slice, user) = state.withLock({ $0.queue.next() }) else { return }
    let start = SystemClock.monotonic.now
    contention.note(user, at: start)
    begun.store(start, ordering: .relaxed)
    let next = slice.work()
    begun.store(0, ordering: .relaxed)
    // A slice that takes less than the clock shows takes something all the same.
    let time = max(1, SystemClock.monotonic.now - start)
    state.withLock { $0.queue.note(time, of: user) }
    if let next { add(next, for: user) }
    if rests { rest(after: time, for: user, at: start) }
  }

  private func rest(after time: Int64, for user: UInt32, at now: Int64) {
    let isContended = contention.isPresent(at: now)
    let rest: Int64 = state.withLock { state in
      let isSame = state.lastUser == user
      state.lastUser = user
      state.owed = isSame && isContended ? state.owed + time : 0
      guard state.owed >= Self.shortestRest else { return 0 }
      defer { state.owed = 0 }
      return min(state.owed, Self.longestRest)
    }
    if rest > 0 { usleep(UInt32(rest)) }
  }
}
