// SPDX-License-Identifier: Apache-2.0

import Recordings
import Testing
import Wedge

/// Events as evemu-record(1) writes them.
@Suite struct EvemuTests {
  @Test func anEventIsALine() throws {
    let recording = try parse("E: 36.814746 0001 001B 1\nE: 36.814746 0000 0000 0\n")
    #expect(
      recording.inputs == [
        .event(KeyEvent(time: 36_814_746, type: 1, code: 27, value: 1)),
        .event(KeyEvent(time: 36_814_746, type: 0, code: 0, value: 0)),
        .unplugged(at: 36_814_746),
      ])
  }

  @Test func commentsAndTheDeviceArePassedOver() throws {
    let text = """
      # EVEMU 1.3
      # Input device name: "Some \u{1B} Scanner"
      N: Some Scanner
      I: 0003 0c2e 0b61 0111
      P: 00 00 00 00 00 00 00 00
      B: 01 fe ff ff ff ff ff ff ff
      A: 20 0 65535 0 0 0
      S: 00 0

      ################################
      #      Waiting for events      #
      ################################
      E: 0.000001 0004 0004 458784\t# EV_MSC / MSC_SCAN             458784
      E: 0.000001 0001 0003 0001\t# EV_KEY / KEY_2                1
      E: 0.000001 0000 0000 0000\t# ------------ SYN_REPORT (0) ----------\r
      E: 0.5 0001 0003 -1 more
      """
    let events = try parse(text).inputs
    #expect(events.count == 5)
    #expect(events[0] == .event(KeyEvent(time: 1, type: 4, code: 4, value: 458_784)))
    #expect(events[3] == .event(KeyEvent(time: 500_000, type: 1, code: 3, value: -1)))
  }

  @Test func aRecordingWithoutEventsIsEmpty() throws {
    #expect(try parse("# EVEMU 1.2\n# device /dev/input/event0\n").inputs == [.unplugged(at: 0)])
  }

  @Test func theCapsLockLightIsKnown() throws {
    #expect(try parse("# EVEMU 1.3\nL: 00 1\nL: 01 1\n").capsLock)
    #expect(try !parse("# EVEMU 1.3\nL: 00 1\nL: 01 0\n").capsLock)
  }

  @Test func aLongSilenceBeforeTheFirstEventIsTrusted() throws {
    #expect(try scans(at: 36.8) == ["whole \"12\""])
    #expect(try scans(at: 1.000001) == ["whole \"12\""])
    #expect(try scans(at: 1) == ["started-mid-scan \"12\""])
    #expect(try scans(at: 0) == ["started-mid-scan \"12\""])
  }

  @Test func theEndIsUnpluggingAtTheLastEvent() throws {
    let text = "E: 5.000000 0001 0002 1\nE: 5.000000 0000 0000 0\n"
    let captures = replay(try parse(text), profile: Profile())
    #expect(captures.map(\.outcomeLine) == ["unplugged \"1\""])
    #expect(captures.map(\.time) == [5_000_000])
  }

  @Test(arguments: [
    "E: 1.000000 0001 0002", "E: 1.000000 0001 0002 x", "E: 1.000000 00g1 0002 1",
    "E: 1.000000 10001 0002 1", "E: 1,5 0001 0002 1", "E: -1.000000 0001 0002 1",
    "E: 1.0000001 0001 0002 1", "E: . 0001 0002 1", "E: 99999999999999999999 0001 0002 1", "+a",
  ])
  func aLineThatIsNoEventIsRefused(line: String) {
    #expect(throws: RecordingError(line: 2, problem: .notAnEvent(line))) {
      try parse("# EVEMU 1.2\n\(line)\n")
    }
  }

  private func parse(_ text: String) throws -> Recording {
    try Recording.parse(Array(text.utf8))
  }

  private func scans(at start: Double) throws -> [String] {
    let codes = ["0002", "0003", "001c"]
    let lines = codes.flatMap { ["E: \(start) 0001 \($0) 1", "E: \(start) 0001 \($0) 0"] }
    return replay(try parse(lines.joined(separator: "\n")), profile: Profile()).map(\.outcomeLine)
  }
}
