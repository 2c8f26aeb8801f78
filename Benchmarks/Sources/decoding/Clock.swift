// SPDX-License-Identifier: Apache-2.0

import CAllocations
import Glibc

/// The cost of one call.
struct Figure {
  /// Nanoseconds in the best round: other work on the machine only ever makes a round slower.
  let best: Double
  /// Nanoseconds in the median round.
  let median: Double
  /// The number of allocations.
  let allocations: Double

  /// The figure of one part of a call that has `count` of them.
  func divided(by count: Int) -> Figure {
    let count = Double(count)
    return Figure(
      best: best / count, median: median / count, allocations: allocations / count)
  }
}

/// Measures `body`, which is called `count` times in each of many rounds.
///
/// A round should be short beside the scheduler's time slices, so that most are not interrupted.
func measure(count: Int, rounds: Int, _ body: () -> Void) -> Figure {
  var times: [Double] = []
  times.reserveCapacity(rounds)
  let before = allocations()
  for _ in 0..<rounds {
    let start = monotonicNanoseconds()
    for _ in 0..<count { body() }
    times.append(Double(monotonicNanoseconds() - start) / Double(count))
  }
  let allocated = Double(allocations() - before) / Double(count * rounds)
  times.sort()
  return Figure(best: times[0], median: times[rounds / 2], allocations: allocated)
}

/// clock_gettime(2) of CLOCK_MONOTONIC.
func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
