// SPDX-License-Identifier: Apache-2.0

import Testing
import Wedge

/// What keys mean: every character of the layout, by every way there is to type it.
@Suite struct CharacterTests {
  private let plain: [(keys: String, text: String)] = [
    ("1 2 3 4 5 6 7 8 9 0 minus equal", "1234567890-="),
    ("q w e r t y u i o p leftbrace rightbrace", "qwertyuiop[]"),
    ("a s d f g h j k l semicolon apostrophe grave", "asdfghjkl;'`"),
    ("backslash z x c v b n m comma dot slash space", "\\zxcvbnm,./ "),
  ]
  private let shifted = ["!@#$%^&*()_+", "QWERTYUIOP{}", "ASDFGHJKL:\"~", "|ZXCVBNM<>? "]

  @Test func everyKeyGivesItsCharacter() throws {
    for (keys, text) in plain {
      #expect(try type(keys) == text)
    }
  }

  @Test(arguments: ["leftshift", "rightshift"])
  func everyKeyGivesAnotherCharacterWithShift(shift: String) throws {
    for (row, text) in zip(plain, shifted) {
      #expect(try type("+\(shift) \(row.keys) -\(shift)") == text)
    }
  }

  @Test func allPrintableCharactersAreThere() {
    let characters = Set(plain.map(\.text).joined() + shifted.joined())
    #expect(characters.count == 95)
    #expect(characters == Set((0x20...0x7E).map { Character(Unicode.Scalar(UInt8($0))) }))
  }

  @Test func capsLockTurnsLettersOverAndNothingElse() throws {
    for (row, upper) in zip(plain, shifted) {
      let turned = try type("capslock \(row.keys) capslock")
      #expect(turned == row.text.uppercased())
      let turnedBack = try type("capslock +shift \(row.keys) -shift capslock")
      let isLetter = zip(row.text, upper).map { $0.isLetter ? $0 : $1 }
      #expect(turnedBack == String(isLetter))
    }
  }

  @Test(arguments: ["leftctrl", "rightctrl"], [false, true])
  func everyControlCharacterHasItsKey(control: String, withShift: Bool) throws {
    let keys =
      "2 a b c d e f g h i j k l m n o p q r s t u v w x y z leftbrace backslash rightbrace 6 minus"
    let shift = withShift ? "shift+" : ""
    let row = keys.split(separator: " ").map { "\(control)+\(shift)\($0)" }.joined(separator: " ")
    let recording = try Recording.parse(
      Array("profile Terminator=keypad-enter\n2s \(row) kpenter".utf8))
    let captures = replay(recording, profile: try #require(recording.profile))
    #expect(captures.map(\.data) == [Array(0...0x1F)])
    #expect(captures.first?.cause == nil)
  }

  @Test func everyOtherKeyOfAKeyboardIsUndecodable() throws {
    let keys =
      "f1 f12 f13 f24 up down left right home end pageup pagedown insert delete sysrq pause 102nd"
      + " ro yen kpplusminus linefeed zenkakuhankaku"
    for key in keys.split(separator: " ") {
      #expect(
        try outcomes("2s \"1\" \(key) \"2\" enter") == ["undecodable-key \"12\""], "\(key)")
      #expect(try outcomes("2s \(key) enter") == ["undecodable-key \"\""], "\(key)")
    }
  }

  @Test func everyCharacterWithAltOrMetaIsUndecodable() throws {
    for modifier in ["leftalt", "rightalt", "leftmeta", "rightmeta"] {
      for key in plain.map(\.keys).joined(separator: " ").split(separator: " ") {
        #expect(try outcomes("2s \(modifier)+\(key) enter") == ["undecodable-key \"\""])
      }
    }
  }

  @Test func aCodeThatNoKeyCanHaveHarmsNothing() throws {
    #expect(
      try outcomes("2s \"1\" enter\nevent 1 ffff 1\nevent 1 ffff 0\n\"2\" enter") == [
        "whole \"1\"", "whole \"2\"",
      ])
    #expect(try outcomes("2s \"1\"\nevent 1 300 1\n\"2\" enter") == ["undecodable-key \"12\""])
  }

  /// The characters of a scan typed with these strokes.
  private func type(_ strokes: String) throws -> String {
    let recording = try Recording.parse(Array("open keys=\n2s \(strokes) enter".utf8))
    let captures = replay(recording, profile: Profile())
    try #require(captures.count == 1 && captures[0].cause == nil)
    return String(decoding: captures[0].data, as: UTF8.self)
  }
}
