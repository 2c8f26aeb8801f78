// SPDX-License-Identifier: Apache-2.0

import Recordings
import Testing
import Wedge

/// The project's own form of a recording, and the errors in malformed ones.
@Suite struct RecordingReaderTests {
  @Test func aTapIsTwoFrames() throws {
    #expect(
      try inputs("5us a") == [
        .event(KeyEvent(time: 5, type: 1, code: 30, value: 1)),
        .event(KeyEvent(time: 5, type: 0, code: 0, value: 0)),
        .event(KeyEvent(time: 5, type: 1, code: 30, value: 0)),
        .event(KeyEvent(time: 5, type: 0, code: 0, value: 0)),
      ])
  }

  @Test func bracketsMakeOneFrame() throws {
    #expect(
      try inputs("[+a ~b -0x2a0]") == [
        .event(KeyEvent(time: 0, type: 1, code: 30, value: 1)),
        .event(KeyEvent(time: 0, type: 1, code: 48, value: 2)),
        .event(KeyEvent(time: 0, type: 1, code: 0x2A0, value: 0)),
        .event(KeyEvent(time: 0, type: 0, code: 0, value: 0)),
      ])
  }

  @Test func keysHaveSeveralNames() throws {
    let shift = try inputs("leftshift")
    for name in ["KEY_LEFTSHIFT", "shift", "LeftShift", "0x2a"] {
      #expect(try inputs(name) == shift)
    }
    #expect(try inputs("KEY_OPEN") == inputs("0x86"))
  }

  @Test func heldKeysAreReleasedInReverse() throws {
    #expect(try inputs("ctrl+shift+a") == inputs("+ctrl +shift +a -a -shift -ctrl"))
  }

  @Test func aTextIsTypedCharacterByCharacter() throws {
    #expect(
      try inputs("\"aA{GS}{0x1D}{{{0x22}\"")
        == inputs(
          "a shift+a ctrl+rightbrace ctrl+rightbrace shift+leftbrace shift+apostrophe"))
  }

  @Test func timesHaveUnits() throws {
    let times = try inputs("1us a 2ms a 1.5s a 0.5min a t=40s a").map(\.time)
    #expect(Set(times).sorted() == [1, 2001, 1_502_001, 31_502_001, 40_000_000])
  }

  @Test func paceIsTheTimeBeforeEachFrame() throws {
    #expect(try inputs("pace 3us\na [+b -b]").map(\.time) == [3, 3, 6, 6, 9, 9, 9])
  }

  @Test func openingAndDropsTellTheKeys() throws {
    let recording = try Recording.parse(
      Array("open keys=a,shift capslock=on\n\"1\"\ndropped keys=".utf8))
    #expect(recording.keysDown == KeySet([30, 42], capsLock: true))
    #expect(recording.capsLock)
    #expect(recording.inputs.dropLast().last == .dropped(at: 0, keysDown: KeySet.none))
    #expect(try Recording.parse(Array("open".utf8)).keysDown == nil)
    #expect(try inputs("dropped") == [.dropped(at: 0, keysDown: nil)])
  }

  @Test func theEndIsUnplugging() throws {
    #expect(try Recording.parse([]).inputs == [.unplugged(at: 0)])
    #expect(try Recording.parse(Array("a 5us".utf8)).inputs.last == .unplugged(at: 5))
    #expect(try Recording.parse(Array("a 5us\nunplug".utf8)).inputs.last == .unplugged(at: 5))
  }

  @Test func commentsAndLineEndsOfOtherSystemsAreNothing() throws {
    #expect(try inputs("# one\r\n\r\na # two \" [\r\n#\r\nb\r\n") == inputs("a b"))
  }

  @Test func theExpectedResultComesAfterABlankLine() throws {
    let recording = try Recording.parse(
      Array("\"1\"\n\n# so\nwhole \"1{0x1D}\" unterminated\n\npause \"\"".utf8))
    #expect(recording.expected == ["whole \"1{GS}\" unterminated", "pause \"\""])
    #expect(try Recording.parse(Array("a\n\nnothing\n".utf8)).expected == [])
    #expect(try Recording.parse(Array("a\n\n".utf8)).expected == nil)
  }

  @Test func settingsAreThoseOfAScannerFile() throws {
    let text = """
      profile Layout=us GroupSeparator=ctrl-] Terminator=tab Prefix="A B" Suffix={ \
      CharacterTimeout=500ms AbandonGap=2s IdleGap=1ms MaximumLength=7
      """
    let profile = try #require(try Recording.parse(Array(text.utf8)).profile)
    #expect(profile.terminator == .tab)
    #expect(profile.prefix == Array("A B".utf8))
    #expect(profile.suffix == Array("{".utf8))
    #expect(profile.characterTimeout == 500_000)
    #expect(profile.abandonGap == 2_000_000)
    #expect(profile.idleGap == 1000)
    #expect(profile.maximumLength == 7)
  }

  @Test(arguments: [
    ("a\nbogus", 2, RecordingError.Problem.unknownKey("bogus")),
    ("+", 1, .unknownKey("")),
    ("shift+", 1, .unknownKey("")),
    ("0x300", 1, .unknownKey("0x300")),
    ("open keys=a,bogus", 1, .unknownKey("bogus")),
    ("open a", 1, .notAllowedHere("a")),
    ("open light=on", 1, .unknownSetting("light")),
    ("open capslock=maybe", 1, .badValue(setting: "capslock", value: "maybe")),
    ("a\nopen", 2, .openComesFirst),
    ("open\nopen", 2, .openComesFirst),
    ("open\nprofile Layout=us", 2, .profileComesFirst),
    ("profile\nprofile", 2, .profileComesFirst),
    ("profile Station=x", 1, .unknownSetting("Station")),
    ("profile Layout=xx", 1, .noLayout("xx", .unknown(nearest: "us"))),
    ("profile MaximumLength=1e3", 1, .badValue(setting: "MaximumLength", value: "1e3")),
    ("profile us", 1, .notAllowedHere("us")),
    ("1s\nt=5ms", 2, .timeGoesBack("t=5ms")),
    ("t=5", 1, .badTime("t=5")),
    ("1.0000001s", 1, .unknownKey("1.0000001s")),
    ("0.00000001s", 1, .unknownKey("0.00000001s")),
    ("9999999999999999999s", 1, .unknownKey("9999999999999999999s")),
    ("pace", 1, .badTime("")),
    ("pace 5", 1, .badTime("5")),
    ("pace 5s 6s", 1, .badTime("5s 6s")),
    ("unplug now", 1, .notAllowedHere("now")),
    ("unplug\na", 2, .nothingFollowsUnplugging),
    ("led", 1, .notAllowedHere("led")),
    ("[+a b]", 1, .badFrame),
    ("[+a", 1, .badFrame),
    ("[]", 1, .badFrame),
    ("[+a [+b]]", 1, .badFrame),
    ("[\"a\"]", 1, .badFrame),
    ("]", 1, .unknownKey("]")),
    ("\"a", 1, .badText("\"a")),
    ("a\"b\"", 1, .badText("a\"b\"")),
    ("\"{G\"", 1, .badText("{G")),
    ("\"{XY}\"", 1, .badText("{XY}")),
    ("\"{0x100}\"", 1, .badText("{0x100}")),
    ("\"{0xFF}\"", 1, .cannotBeTyped("\u{FFFD}")),
    ("x=\"a\"", 1, .notAllowedHere("x=")),
    ("event 1 2", 1, .notAnEvent("event 1 2")),
    ("event 1 g 0", 1, .notAnEvent("event 1 g 0")),
    ("a\n\nenter", 3, .notAnOutcome("enter")),
    ("a\n\nbogus \"1\"", 3, .notAnOutcome("bogus ")),
    ("a\n\nwhole", 3, .notAnOutcome("whole")),
    ("a\n\nwhole \"1\" maybe", 3, .notAnOutcome("whole  maybe")),
    ("a\n\nwhole \"1\" \"2\"", 3, .notAnOutcome("whole  ")),
    ("a\n\npause \"\" lacks-affix x", 3, .notAnOutcome("pause  lacks-affix x")),
    ("16666666666.9min", 1, .unknownKey("16666666666.9min")),
  ])
  func whatIsWrongIsSaid(text: String, line: Int, problem: RecordingError.Problem) {
    #expect(throws: RecordingError(line: line, problem: problem)) { try inputs(text) }
  }

  @Test func timesThatAddUpToTooMuchAreRefused() throws {
    let long = Array(repeating: "999999999999s", count: 12).joined(separator: " ")
    #expect(throws: RecordingError.self) { try inputs(long) }
  }

  @Test func anErrorIsASentenceWithItsLine() {
    #expect(
      RecordingError(line: 3, problem: .unknownKey("bogus")).description
        == "line 3: there is no key named 'bogus'")
  }

  @Test func anErrorQuotesOnlyTheBeginningOfALongLine() {
    let long = String(repeating: "a", count: 70_000)
    #expect(
      RecordingError(line: 1, problem: .unknownKey(long)).description
        == "line 1: there is no key named '\(long.prefix(100))…'")
  }

  /// Without a terminator a silence ends a scan, but none is known before events that were lost.
  @Test(arguments: ["dropped keys=", "event 0 3 0\nevent 0 0 0"])
  func noSilenceIsSeenBeforeADrop(drop: String) throws {
    let text =
      "profile Terminator=none\nopen keys=\n2s\n\"1234\"\n300ms\n\(drop)\n\"90\"\n5s \"4711\" 1s"
    let recording = try recording(text)
    let outcomes = replay(recording, profile: try #require(recording.profile)).map(\.outcomeLine)
    #expect(outcomes.first == "overrun \"1234\" unterminated")
    #expect(outcomes.last == "whole \"4711\" unterminated")
  }
}
