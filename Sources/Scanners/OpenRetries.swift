// SPDX-License-Identifier: Apache-2.0

// Opening a scanner can fail for a reason that passes: udev has not yet given the node its group (EACCES),
// or the process or the machine is short of descriptors or memory (EMFILE, ENFILE, ENOMEM). udev does not
// report the end of such a state, so the device is tried again, soon at first and then ever more seldom.

/// The devices that could not be opened, each with the moment of its next attempt: CLOCK_MONOTONIC, in
/// microseconds.
struct OpenRetries {
  /// The times before the second, the third and the fourth attempt; the last one before all others.
  static let intervals: [Int64] = [200_000, 1_000_000, 5_000_000, 30_000_000]

  private struct Plan {
    var failures = 0
    var due: Int64 = 0
  }

  private var plans: [String: Plan] = [:]

  /// The moment of the next attempt; nil if no device waits for one.
  var next: Int64? { plans.values.map(\.due).min() }

  /// Plans the next attempt for the device with this directory below /sys, which has just failed.
  mutating func noteFailure(of sysPath: String, at now: Int64) {
    var plan = plans[sysPath] ?? Plan()
    plan.due = now + Self.intervals[min(plan.failures, Self.intervals.count - 1)]
    plan.failures += 1
    plans[sysPath] = plan
  }

  /// Plans no further attempt: the device is read, gone or not wanted.
  mutating func forget(_ sysPath: String) {
    plans[sysPath] = nil
  }

  /// The devices whose next attempt is due, in the order of their directories below /sys.
  func due(at now: Int64) -> [String] {
    plans.filter { $0.value.due <= now }.keys.sorted()
  }
}
