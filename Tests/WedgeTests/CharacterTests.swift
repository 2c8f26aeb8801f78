// SPDX-License-Identifier: Apache-2.0

import Foundation
import Recordings
import Testing
import Wedge

/// The characters of keys. scripts/keyboard-us, the layout that the scripts type with, is held to
/// be the decoder's.
@Suite struct CharacterTests {
  private let keys: [LayoutKey]
  private var names: String { keys.map(\.name).joined(separator: " ") }

  init() throws { keys = try LayoutKey.us() }

  @Test func everyKeyGivesItsCharacter() throws {
    #expect(try type(names) == String(keys.map(\.plain)))
  }

  @Test(arguments: ["leftshift", "rightshift"])
  func everyKeyGivesAnotherCharacterWithShift(shift: String) throws {
    #expect(try type("+\(shift) \(names) -\(shift)") == String(keys.map(\.shifted)))
  }

  @Test func allPrintableCharactersAreThere() {
    let characters = Set(keys.flatMap { [$0.plain, $0.shifted] })
    #expect(characters == Set((0x20...0x7E).map { Character(Unicode.Scalar(UInt8($0))) }))
  }

  @Test func keysHaveTheCodesOfTheLayout() throws {
    for key in keys { #expect(try code(of: key.name) == key.code, "\(key.name)") }
  }

  @Test func capsLockTurnsLettersOverAndNothingElse() throws {
    let lower = String(keys.map(\.plain))
    #expect(try type("capslock \(names) capslock") == lower.uppercased())
    let turnedBack = try type("capslock +shift \(names) -shift capslock")
    #expect(turnedBack == String(keys.map { $0.plain.isLetter ? $0.plain : $0.shifted }))
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
      "f1 f12 f13 f24 up left right home end pageup pagedown insert sysrq pause"
      + " ro yen kpplusminus linefeed zenkakuhankaku"
    for key in keys.split(separator: " ") {
      #expect(
        try outcomes("2s \"1\" \(key) \"2\" enter") == ["undecodable-key \"12\""], "\(key)")
      #expect(try outcomes("2s \(key) enter") == ["undecodable-key \"\""], "\(key)")
    }
  }

  @Test func everyCharacterWithAltOrMetaIsUndecodable() throws {
    for modifier in ["leftalt", "rightalt", "leftmeta", "rightmeta"] {
      for key in keys {
        #expect(try outcomes("2s \(modifier)+\(key.name) enter") == ["undecodable-key \"\""])
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

  /// The code of the key with a name.
  private func code(of name: some StringProtocol) throws -> UInt16? {
    guard case .event(let event)? = try inputs("+\(name)").first else { return nil }
    return event.code
  }

  /// The characters of a scan typed with these strokes.
  private func type(_ strokes: String) throws -> String {
    let recording = try Recording.parse(Array("open keys=\n2s \(strokes) enter".utf8))
    let captures = replay(recording, profile: Profile())
    try #require(captures.count == 1 && captures[0].cause == nil)
    return String(decoding: captures[0].data, as: UTF8.self)
  }
}

/// A line of scripts/keyboard-us.
private struct LayoutKey {
  let name: String
  let code: UInt16
  let plain: Character
  let shifted: Character

  static func us() throws -> [LayoutKey] {
    let file = GoldenRecordings.folder.appendingPathComponent("../../../scripts/keyboard-us")
    let text = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
    return try text.split(separator: "\n").filter { !$0.hasPrefix("# ") }.map { line in
      let words = line.split(separator: " ").map(String.init)
      return LayoutKey(
        name: words[0], code: try #require(UInt16(words[1])), plain: character(words[3]),
        shifted: character(words[4]))
    }
  }

  private static func character(_ word: String) -> Character {
    word == "space" ? " " : Character(word)
  }
}
