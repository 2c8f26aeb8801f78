// SPDX-License-Identifier: Apache-2.0

import GS1

/// Measures the reading of one label.
func measure(label data: [UInt8]) -> (figure: Figure, isValid: Bool) {
  let count = 500
  let rounds = 2001
  var valid = 0
  let figure = measure(count: count, rounds: rounds) {
    valid &+= Reading.of(data.span).isValid ? 1 : 0
  }
  precondition(valid == 0 || valid == count * rounds, "the verdict on one label changed")
  return (figure, valid > 0)
}

/// Reads one label this many times, for a tool that counts instructions; returns the number of
/// valid readings.
func read(label data: [UInt8], times: Int) -> Int {
  var valid = 0
  for _ in 0..<times { valid &+= Reading.of(data.span).isValid ? 1 : 0 }
  return valid
}
