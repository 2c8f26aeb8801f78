// SPDX-License-Identifier: Apache-2.0

import Foundation
import Wedge

/// What comes out of a trace, each outcome as a trace writes it.
func outcomes(_ text: String) throws -> [String] {
  let trace = try Trace.parse(Array(text.utf8))
  return replay(trace, profile: trace.profile ?? Profile()).map(\.traceLine)
}

/// The inputs of a trace without the unplugging at its end.
func inputs(_ text: String) throws -> [Input] {
  try Trace.parse(Array(text.utf8)).inputs.dropLast()
}

/// The golden traces beside the tests, by name.
enum GoldenTraces {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("Traces")

  static let names: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".trace") }.sorted()
  }()

  static func read(_ name: String) throws -> Trace {
    try Trace.parse([UInt8](Data(contentsOf: folder.appendingPathComponent(name))))
  }
}

/// A generator that gives the same numbers for the same seed: splitmix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
