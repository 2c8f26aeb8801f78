// SPDX-License-Identifier: Apache-2.0

import Foundation
import Recordings
import Wedge

/// The captures of a recording, as lines of an expected result.
func outcomes(_ text: String) throws -> [String] {
  let recording = try Recording.parse(Array(text.utf8))
  return replay(recording, profile: recording.profile ?? Profile()).map(\.outcomeLine)
}

/// The inputs of a recording, without the unplugging at its end.
func inputs(_ text: String) throws -> [Input] {
  try Recording.parse(Array(text.utf8)).inputs.dropLast()
}

/// The golden recordings beside the tests, by name.
enum GoldenRecordings {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("Recordings")

  static let names: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".recording") }.sorted()
  }()

  static func read(_ name: String) throws -> Recording {
    try Recording.parse([UInt8](Data(contentsOf: folder.appendingPathComponent(name))))
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
