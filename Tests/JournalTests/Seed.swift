// SPDX-License-Identifier: Apache-2.0

// Tests that use random numbers print their seed when they fail. SCAND_SEED=N repeats a run; SCAND_FULL=1
// tries everything instead of a sample (scripts/power-loss).

import Foundation

/// SplitMix64, which gives the same numbers everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}

/// The seed of this run.
let seed: UInt64 =
  ProcessInfo.processInfo.environment["SCAND_SEED"].flatMap { UInt64($0) }
  ?? UInt64.random(in: 1..<1_000_000)

/// True if everything is to be tried.
let isFull = ProcessInfo.processInfo.environment["SCAND_FULL"] == "1"

/// Some of `choices` in their order, or all of them in the full form.
func sample<T>(_ choices: [T], _ count: Int, _ random: inout SeededGenerator) -> [T] {
  if isFull || count >= choices.count { return choices }
  return choices.indices.shuffled(using: &random).prefix(count).sorted().map { choices[$0] }
}

/// Says in the full form what was tried.
func report(_ text: String) {
  if isFull { FileHandle.standardError.write(Data("\(text) (seed \(seed))\n".utf8)) }
}
