// SPDX-License-Identifier: Apache-2.0

import GS1

/// Measures the reading of one label, every round of it with the same verdict.
func measure(label data: [UInt8]) -> (figure: Figure, isValid: Bool) {
  let count = 500
  let rounds = 2001
  var valid = 0
  let figure = measure(count: count, rounds: rounds) {
    valid &+= Reading(of: data.span).isValid ? 1 : 0
  }
  precondition(valid == 0 || valid == count * rounds, "one label, one verdict")
  return (figure, valid > 0)
}

/// Reads one label as often as this, for a tool that counts instructions; gives the valid ones.
func read(label data: [UInt8], times: Int) -> Int {
  var valid = 0
  for _ in 0..<times { valid &+= Reading(of: data.span).isValid ? 1 : 0 }
  return valid
}
