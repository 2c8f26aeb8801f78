// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Layouts
import Recordings
import Testing
import Wedge

/// Every character of a label, in every spelling that a scanner offers, on every common layout.
@Suite struct RoundTripTests {
  private let library = LayoutLibrary()
  private let characters = (1...127).map { UInt8($0) }.filter { $0 != 0x0D }

  @Test(arguments: Layout.common) func keysAndModifiers(name: String) throws {
    let text = characters.map { "{0x\(String($0, radix: 16))}" }.joined()
    // A line feed at the beginning of a scan could be that of the terminator before.
    #expect(try data(of: "\"0\(text)\" enter", name) == [[0x30] + characters])
  }

  @Test(arguments: Layout.common) func numbersWithAlt(name: String) throws {
    for zeros in ["", "0", "00"] {
      let numbers = characters.map { character in
        let digits = "\(zeros)\(character)".suffix(4).map { "kp\($0)" }.joined(separator: " ")
        return "+alt \(digits) -alt"
      }
      let row = "\"0\" " + numbers.joined(separator: " ") + " +alt kp1 kp3 -alt"
      #expect(try data(of: row, name) == [[0x30] + characters], "\(zeros)")
    }
  }

  @Test(arguments: Layout.common) func separators(name: String) throws {
    let row = "\"0\" f7 f8 f9 f10 down ctrl+m"
    #expect(try data(of: row, name) == [[0x30, 0x1C, 0x1D, 0x1E, 0x1F, 0x1D]])
  }

  /// The key that is `]` on a US keyboard, with Ctrl: on `jp` it is `[`, the layout's own, and counts only
  /// if the profile says so.
  @Test(arguments: Layout.common) func theBracketOfAUSKeyboard(name: String) throws {
    let own: UInt8 = name == "jp" ? 0x1B : 0x1D
    #expect(try data(of: "\"0\" ctrl+rightbrace enter", name) == [[0x30, own]])
    #expect(try data(of: "\"0\" ctrl+shift+rightbrace enter", name) == [[0x30, own]])
    let narrowed = "profile Layout=\(name) GroupSeparator=ctrl-]-us\nopen keys=\n2s\n"
    #expect(try data("\(narrowed)\"0\" ctrl+rightbrace enter") == [[0x30, 0x1D]])
  }

  /// The key that gives `]` with AltGr, with Ctrl and AltGr, and with Ctrl alone.
  @Test(arguments: ["de", "fr", "be", "ch", "it", "es", "se", "hu", "cz"])
  func theBracketOfTheLayout(name: String) throws {
    let layout = try library.layout(named: name)
    let key = try #require(
      layout.keys.first { $0[.altGr] == .character("]") }, "\(name)")
    let code = "0x\(String(key.code, radix: 16))"
    #expect(try data(of: "\"0\" ctrl+altgr+\(code) enter", name) == [[0x30, 0x1D]])
    #expect(try data(of: "\"0\" ctrl+alt+\(code) enter", name) == [[0x30, 0x5D]])
  }

  @Test func charactersBeyondASCIIAreUTF8() throws {
    #expect(try data(of: "\"щ\" enter", "es") == nil)
    #expect(try data(of: "\"Größe 5€ é\" enter", "de") == [Array("Größe 5€ é".utf8)])
    #expect(try data(of: "equal space equal e enter", "de") == [Array("´é".utf8)])
    #expect(try data(of: "grave 1 enter", "de") == [Array("^1".utf8)])
  }

  @Test func capsLockIsThatOfTheLayout() throws {
    #expect(
      try data(of: "capslock a semicolon 1 shift+z capslock enter", "de") == [Array("AÖ1y".utf8)])
    #expect(try data(of: "capslock 2 q capslock enter", "fr") == [Array("ÉA".utf8)])
  }

  private func data(of row: String, _ layout: String) throws -> [[UInt8]]? {
    try data("profile Layout=\(layout)\nopen keys=\n2s\n\(row)")
  }

  private func data(_ text: String) throws -> [[UInt8]]? {
    guard
      let recording = try? Recording.parse(
        Array(text.utf8), layouts: library.layout(named:))
    else { return nil }
    let captures = replay(recording, profile: try #require(recording.profile))
    #expect(captures.allSatisfy { $0.cause == nil }, "\(captures.map(\.outcomeLine))")
    return captures.map(\.data)
  }
}
