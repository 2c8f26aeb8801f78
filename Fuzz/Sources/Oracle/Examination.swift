// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Checks the relations and counts the checks of each.
public final class Examination {
  /// The number of checks of each relation, in the order of `Relation.allCases`.
  public private(set) var counts = [Int](repeating: 0, count: Relation.allCases.count)
  /// True if the defect of the target is planted.
  let plantsDefect: Bool
  let fence = Fence()

  /// An examination without checks.
  ///
  /// - Parameter plantsDefect: true to examine the module with a defect, which a fuzzer must find.
  public init(plantsDefect: Bool = false) {
    self.plantsDefect = plantsDefect
  }

  /// Throws if a relation does not hold for what `shown` shows.
  @inline(__always)
  func require(
    _ relation: Relation, _ holds: Bool, _ shown: @autoclosure () -> String
  ) throws(Violation) {
    counts[relation.rawValue] += 1
    guard holds else { throw Violation(relation: relation, shown: shown()) }
  }

  /// Throws if the defect is planted and the input meets it.
  func plant(_ isMet: Bool, in input: [UInt8]) throws(Violation) {
    guard plantsDefect else { return }
    try require(.canary, !isMet, Corpus.line(of: input))
  }

  /// Does the work, and requires that it takes no more time of the processor than its input allows.
  ///
  /// Work that seems too slow is repeated, as the machine may have been busy. An unoptimised module
  /// is not measured.
  func measured<Result>(
    _ input: [UInt8], _ allowed: Allowance, _ work: () -> Result
  ) throws(Violation) -> Result {
    var began = processorTime()
    let result = work()
    #if !DEBUG
      let limit = allowed.fixed + allowed.perByte * Int64(input.count)
      var taken = processorTime() - began
      for _ in 0..<4 where taken > limit {
        began = processorTime()
        _ = work()
        taken = min(taken, processorTime() - began)
      }
      try require(.inTime, taken <= limit, "\(taken / 1000) µs for \(Corpus.line(of: input))")
    #else
      began = 0
      counts[Relation.inTime.rawValue] += 1
    #endif
    return result
  }
}

/// The time of the processor that an input may take, in nanoseconds.
struct Allowance {
  /// For any input.
  var fixed: Int64
  /// For each byte of it.
  var perByte: Int64

  /// For reading text once: 16 ms for 64 KiB, as the module is slower while a fuzzer watches it.
  static let text = Allowance(fixed: 500_000, perByte: 250)
}

/// The time that this thread has had of the processor, in nanoseconds; clock_gettime(2).
private func processorTime() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
