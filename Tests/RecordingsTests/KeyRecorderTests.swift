// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Testing
import Wedge
import Wire

@testable import Recordings

@Suite struct KeyRecorderTests {
  private func event(_ time: Int64, _ code: Int32, _ value: Int32) -> KeyEventInfo {
    KeyEventInfo(time: time, type: EventType.key, code: UInt16(code), value: value)
  }

  private func report(_ time: Int64) -> KeyEventInfo {
    KeyEventInfo(time: time, type: EventType.synchronization, code: EventCode.report, value: 0)
  }

  private func tap(_ time: Int64, _ code: Int32) -> [KeyEventInfo] {
    [event(time, code, 1), report(time), event(time + 1000, code, 0), report(time + 1000)]
  }

  /// The rows of lines that were recorded with their contents.
  private func rows(
    _ lines: KeyLine..., keysDown: [UInt16]? = [], capsLock: Bool? = nil, until end: Int64 = 0
  ) -> [String] {
    var recorder = KeyRecorder(begun(keysDown: keysDown, capsLock: capsLock), contents: true)
    var text = recorder.opening(by: "a test")
    for line in lines { text += recorder.add(line) }
    return RecordingsTests.rows(of: text + recorder.ending(at: end))
  }

  @Test func timesStandAtTheBeginningOfALineAndBetweenStrokes() {
    let events = tap(2_000_123, KEY_A) + tap(2_003_123, KEY_B) + tap(4_000_000, KEY_C)
    #expect(
      rows(KeyLine(events: events), until: 5_000_000) == [
        "open keys=", "t=2.000123s +a 1ms -a 2ms +b 1ms -b", "t=4.000000s +c 1ms -c",
        "t=5.000000s",
      ])
  }

  @Test func longLinesAreBroken() {
    let events = (0..<40).flatMap { tap(2000 * Int64($0), KEY_1) }
    let lines = rows(KeyLine(events: events))
    #expect(lines.count > 5)
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("t=") && $0.count < 100 })
  }

  @Test func timeNeverGoesBack() throws {
    let lines = rows(
      KeyLine(events: tap(9000, KEY_A)), KeyLine(events: tap(3000, KEY_B)), until: 1000)
    #expect(lines == ["open keys=", "t=0.009000s +a 1ms -a +b -b"])
    _ = try recording(lines.joined(separator: "\n"))
  }

  @Test func severalKeysOfAFrameStayTogether() {
    let events = [event(0, KEY_1, 1), event(0, KEY_2, 1), report(0)]
    #expect(rows(KeyLine(events: events)) == ["open keys=", "t=0.000000s [+1 +2]"])
    let cut = KeyLine(events: Array(events.prefix(1)))
    #expect(rows(cut, KeyLine(events: Array(events.dropFirst()))).last == "t=0.000000s [+1 +2]")
  }

  @Test func whatIsNoKeyIsPassedOverButTheCapsLockLight() {
    let scanCode = KeyEventInfo(time: 0, type: 4, code: 4, value: 458_800)
    let light = KeyEventInfo(time: 5, type: EventType.led, code: EventCode.capsLockLight, value: 1)
    let other = KeyEventInfo(time: 5, type: EventType.led, code: 0, value: 1)
    let strange = KeyEventInfo(time: 5, type: EventType.key, code: 30, value: 7)
    #expect(
      rows(KeyLine(events: [scanCode, report(0), light, other, strange, report(5)]))
        == ["open keys=", "t=0.000005s", "led capslock=on"])
  }

  @Test func aKeyThatRecordingsHaveNoNameForIsItsCode() throws {
    let codes: [Int32] = [BTN_0, KEY_OPEN, KEY_RESERVED, 0x2E8, KEY_MUTE]
    let lines = rows(
      KeyLine(events: codes.flatMap { [event(0, $0, 1), report(0)] }), keysDown: [0x2E8])
    #expect(lines == ["open keys=0x2e8", "t=0.000000s +btn_0 +open +reserved +0x2e8 +mute"])
    let read = try recording(lines.joined(separator: "\n"))
    #expect(
      read.inputs.compactMap { input in
        if case .event(let event) = input, event.type == 1 { Int32(event.code) } else { nil }
      } == codes)
  }

  @Test func lossesAreTold() {
    #expect(
      rows(
        KeyLine(events: [event(1000, KEY_A, 1), report(1000)]),
        KeyLine(dropped: KeysDropped(time: 2000, keysDown: [30, 42], capsLock: false)),
        KeyLine(lost: KeysLost(time: 3000, count: 7)), keysDown: nil, capsLock: true)
        == [
          "open capslock=on", "t=0.001000s +a", "t=0.002000s",
          "dropped keys=a,leftshift capslock=off", "t=0.003000s",
          "dropped # 7 events that scanctl did not read in time",
        ])
  }

  @Test func theEndIsAnUnpluggingOnlyIfTheScannerIsGone() {
    func last(_ cause: KeysEnded.Cause) -> [String] {
      Array(
        rows(KeyLine(ended: KeysEnded(time: 7_000_000, cause: cause)), until: 9_000_000).dropFirst()
      )
    }
    #expect(last(.unplugged) == ["t=7.000000s", "unplug"])
    #expect(last(.restart) == ["t=7.000000s"])
  }

  @Test func theHeaderIsSafeToShowAndOneLineEach() {
    let device = begun(keysDown: nil, profile: ["Terminator=tab"], name: "3310g\n\u{1B}[2J")
    var recorder = KeyRecorder(device, contents: false)
    let text = recorder.opening(by: "scanctl 0")
    #expect(
      text.hasPrefix(
        "# Key events of the scanner usb-0c2e_0b61-S1, 0c2e:0b61 3310g{LF}{ESC}[2J,\n# recorded by "
      ))
    #expect(text.hasSuffix("down.\nprofile Terminator=tab\nopen\n"))
  }

  @Test(arguments: [
    ("enter", [KEY_ENTER, KEY_KPENTER], 2), ("tab", [KEY_TAB, KEY_ENTER], 1),
    ("keypad-enter", [KEY_KPENTER, KEY_ENTER], 1),
  ])
  func scansAreCountedByTheirTerminators(terminator: String, keys: [Int32], count: Int) {
    var recorder = KeyRecorder(begun(profile: ["Terminator=\(terminator)"]), contents: false)
    for key in keys { _ = recorder.add(KeyLine(events: tap(0, KEY_1) + tap(0, key))) }
    #expect(recorder.scans == count)
    #expect(recorder.hasScans(count) && !recorder.hasScans(count + 1))
    #expect(recorder.strokes == 8)
  }

  @Test func aScanIsCompleteOnceItsTerminatorIsUp() {
    var recorder = KeyRecorder(begun(), contents: false)
    _ = recorder.add(KeyLine(events: [event(0, KEY_LEFTCTRL, 1), event(0, KEY_M, 1)]))
    #expect(recorder.scans == 1 && !recorder.hasScans(1))
    _ = recorder.add(KeyLine(events: [event(0, KEY_LEFTCTRL, 0), event(0, KEY_M, 0)]))
    #expect(recorder.hasScans(1))
    _ = recorder.add(KeyLine(events: tap(0, KEY_M)))
    #expect(recorder.scans == 1)
  }

  @Test func withoutTerminatorsNothingIsCounted() {
    let recorder = KeyRecorder(begun(profile: ["Terminator=none"]), contents: false)
    #expect(recorder.scans == nil && !recorder.hasScans(1))
  }
}
