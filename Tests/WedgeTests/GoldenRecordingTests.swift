// SPDX-License-Identifier: Apache-2.0

import Foundation
import Recordings
import Testing
import Wedge

/// Each recording in the folder Recordings shows one behaviour.
@Suite struct GoldenRecordingTests {
  @Test func thereAreRecordings() {
    #expect(GoldenRecordings.names.count > 80)
  }

  @Test(arguments: GoldenRecordings.names)
  func aRecordingGivesWhatItSays(name: String) throws {
    let recording = try GoldenRecordings.read(name)
    let expected = try #require(recording.expected)
    #expect(
      replay(recording, profile: recording.profile ?? Profile()).map(\.outcomeLine) == expected)
  }

  @Test func theExampleOfTheDocumentationGivesWhatItSays() throws {
    let page = GoldenRecordings.folder.appendingPathComponent("../../../docs/recordings.md")
    let text = try String(contentsOf: page.standardizedFileURL, encoding: .utf8)
    let example = try #require(text.components(separatedBy: "```\n").dropFirst().first)
    let recording = try Recording.parse(Array(example.utf8))
    #expect(try outcomes(example) == #require(recording.expected))
  }

  /// The captures do not depend on how often or when the reader looks for silences.
  @Test(arguments: GoldenRecordings.names)
  func whenTheReaderLooksMakesNoDifference(name: String) throws {
    let recording = try GoldenRecordings.read(name)
    let expected = replay(recording, profile: recording.profile ?? Profile())
    #expect(feed(recording) { _, _ in [] } == expected)
    for seed in 0..<20 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let found = feed(recording) { earlier, later in
        let count = Int.random(in: 0...2, using: &generator)
        return (0..<count).map { _ in Int64.random(in: earlier...later, using: &generator) }
          .sorted()
      }
      #expect(found == expected, "seed \(seed)")
    }
  }

  /// A copy of the decoder, taken anywhere, gives the same captures as the decoder.
  @Test(arguments: GoldenRecordings.names)
  func aDecoderIsAValue(name: String) throws {
    let recording = try GoldenRecordings.read(name)
    var decoder = opened(recording)
    for (index, input) in recording.inputs.enumerated() {
      var copy = decoder
      let rest = recording.inputs[index...].compactMap { copy.process($0) }
      var other = decoder
      #expect(recording.inputs[index...].compactMap { other.process($0) } == rest)
      _ = decoder.process(input)
    }
  }

  /// Feeds a recording with looks for silences between its inputs. The reader always looks before a
  /// drop, which hides how long the silence was.
  private func feed(_ recording: Recording, looks: (Int64, Int64) -> [Int64]) -> [Capture] {
    var decoder = opened(recording)
    var captures: [Capture] = []
    var now: Int64 = 0
    for input in recording.inputs {
      var moments = looks(now, max(now, input.time))
      if case .event = input {
      } else if let deadline = decoder.deadline, deadline <= input.time {
        moments.append(input.time)
      }
      for moment in moments {
        if let capture = decoder.process(.idle(now: moment)) { captures.append(capture) }
      }
      if let capture = decoder.process(input) { captures.append(capture) }
      now = input.time
    }
    return captures
  }

  private func opened(_ recording: Recording) -> WedgeDecoder {
    WedgeDecoder(
      profile: recording.profile ?? Profile(), openedAt: 0, keysDown: recording.keysDown,
      capsLock: recording.capsLock)
  }
}
