// SPDX-License-Identifier: Apache-2.0

// Each kind of work has a lane, a thread of its own, so that none of them waits for another: requests are parsed
// while a slow disk holds up a reader, and followers get their pages while somebody searches. Within a lane users
// take turns.

import NIOPosix
import Synchronization
import SystemCalls

/// A thread that does slices of work, in turns by user.
final class Lane: Sendable {
  /// A slice of work; it returns the next slice of the same work, if there is one.
  private struct Slice: Sendable {
    let work: @Sendable () -> Slice?
  }

  private let pool = NIOThreadPool(numberOfThreads: 1)
  private let queue = Mutex(TurnQueue<Slice>())
  /// The time when the slice in hand was begun, by the monotonic clock in microseconds; 0: there is none.
  private let begun = Atomic<Int64>(0)

  /// A lane with nothing to do.
  init() {
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
    queue.withLock { $0.add(slice, for: user) }
    pool.submit { [self] state in if state == .active { takeTurn() } }
  }

  private func takeTurn() {
    guard let (slice, user) = queue.withLock({ $0.next() }) else { return }
    let start = SystemClock.monotonic.now
    begun.store(start, ordering: .relaxed)
    let next = slice.work()
    begun.store(0, ordering: .relaxed)
    // A slice that takes less than the clock shows takes something all the same.
    let time = max(1, SystemClock.monotonic.now - start)
    queue.withLock { $0.note(time, of: user) }
    if let next { add(next, for: user) }
  }
}
