// SPDX-License-Identifier: Apache-2.0

import Layouts
import Recordings
import Testing
import Wedge

@testable import Service

@Suite struct LayoutWatchTests {
  private let watch = LayoutWatch(LayoutLibrary())

  @Test func threeScansInARowAreAProblemThatNamesTheLayoutsAndTheCure() throws {
    for time: Int64 in 1...2 { try note(["de"], at: time) }
    #expect(watch.problem(of: "s") == nil)
    try note(["de", "ch"], at: 3)
    let problem = try #require(watch.problem(of: "s"))
    #expect(problem.contains("3 labels") && problem.contains("on de, ch;"), "\(problem)")
    #expect(problem.contains("Layout=") && problem.contains("scanctl calibrate"), "\(problem)")
    #expect(watch.problem(of: "t") == nil)
  }

  @Test func aScanThatIsJudgedAgainCountsOnce() throws {
    for _ in 1...5 { try note(["de"], at: 1) }
    #expect(watch.problem(of: "s") == nil)
  }

  @Test func aLabelThatReadsAsGS1EndsIt() throws {
    for time: Int64 in 1...3 { try note(["de"], at: time) }
    try note([], at: 4)
    #expect(watch.problem(of: "s") == nil)
  }

  @Test func theKeysAreReadOnOtherLayoutsWhenTheirTablesAreMade() throws {
    let capture = try scan("]C10109506000134352", at: 1)
    let rereading = try #require(watch.rereading(of: capture, from: "s"))
    let readings = rereading.read(rereading.keystrokes)
    #expect(readings.contains { $0.layout == "gb" && $0.data == capture.data })
    #expect(!readings.contains { $0.layout == "us" })
  }

  private func note(_ layouts: [String], at time: Int64) throws {
    let rereading = watch.rereading(of: try scan("1", at: time), from: "s")
    try #require(rereading).note(layouts)
  }

  /// A whole scan, as a decoder gives it.
  private func scan(_ text: String, at time: Int64) throws -> Capture {
    let recording = try Recording.parse(Array("open keys=\n2s \"\(text)\" enter".utf8))
    var capture = try #require(replay(recording, profile: Profile()).first)
    capture.time = time
    return capture
  }
}
