// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Wedge

/// Each trace in the folder Traces shows one behaviour.
@Suite struct GoldenTraceTests {
  @Test func thereAreTraces() {
    #expect(GoldenTraces.names.count > 80)
  }

  @Test(arguments: GoldenTraces.names)
  func aTraceGivesWhatItSays(name: String) throws {
    let trace = try GoldenTraces.read(name)
    let expected = try #require(trace.expected)
    #expect(replay(trace, profile: trace.profile ?? Profile()).map(\.traceLine) == expected)
  }

  @Test func theExampleOfTheDocumentationGivesWhatItSays() throws {
    let page = GoldenTraces.folder.appendingPathComponent("../../../docs/trace-format.md")
    let text = try String(contentsOf: page.standardizedFileURL, encoding: .utf8)
    let example = try #require(text.components(separatedBy: "```\n").dropFirst().first)
    let trace = try Trace.parse(Array(example.utf8))
    #expect(try outcomes(example) == #require(trace.expected))
  }

  /// A reader that looks more often, or later, sees the same.
  @Test(arguments: GoldenTraces.names)
  func whenTheReaderLooksMakesNoDifference(name: String) throws {
    let trace = try GoldenTraces.read(name)
    let expected = replay(trace, profile: trace.profile ?? Profile())
    #expect(feed(trace) { _, _ in [] } == expected)
    for seed in 0..<20 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let found = feed(trace) { earlier, later in
        let count = Int.random(in: 0...2, using: &generator)
        return (0..<count).map { _ in Int64.random(in: earlier...later, using: &generator) }
          .sorted()
      }
      #expect(found == expected, "seed \(seed)")
    }
  }

  /// A copy of the decoder taken anywhere goes on as the decoder itself.
  @Test(arguments: GoldenTraces.names)
  func aDecoderIsAValue(name: String) throws {
    let trace = try GoldenTraces.read(name)
    var wedge = opened(trace)
    for (index, input) in trace.inputs.enumerated() {
      var copy = wedge
      let rest = trace.inputs[index...].compactMap { copy.take($0) }
      var other = wedge
      #expect(trace.inputs[index...].compactMap { other.take($0) } == rest)
      _ = wedge.take(input)
    }
  }

  /// Feeds a trace with looks between its inputs; before a loss the reader always looks, for a loss
  /// hides how long it had been silent.
  private func feed(_ trace: Trace, looks: (Int64, Int64) -> [Int64]) -> [Capture] {
    var wedge = opened(trace)
    var captures: [Capture] = []
    var now: Int64 = 0
    for input in trace.inputs {
      var moments = looks(now, max(now, input.time))
      if case .event = input {
      } else if let deadline = wedge.deadline, deadline <= input.time {
        moments.append(input.time)
      }
      for moment in moments {
        if let capture = wedge.take(.idle(now: moment)) { captures.append(capture) }
      }
      if let capture = wedge.take(input) { captures.append(capture) }
      now = input.time
    }
    return captures
  }

  private func opened(_ trace: Trace) -> Wedge {
    Wedge(
      profile: trace.profile ?? Profile(), openedAt: 0, keysDown: trace.keysDown,
      capsLock: trace.capsLock)
  }
}
