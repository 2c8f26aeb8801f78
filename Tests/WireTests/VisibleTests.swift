// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct VisibleTests {
  @Test(arguments: [
    ("", ""), ("HD-12345", "HD-12345"), ("]C110A\u{1d}21B", "]C110A{GS}21B"),
    ("\u{0}\t\n\r\u{1b}\u{7f}", "{NUL}{TAB}{LF}{CR}{ESC}{DEL}"), ("\u{9b}2J", "{U+009B}2J"),
    ("a\u{202e}b\u{2066}", "a{U+202E}b{U+2066}"), ("\u{2028}\u{feff}", "{U+2028}{U+FEFF}"),
    ("\u{e0041}", "{U+E0041}"), ("Käse 乳酪 🧀", "Käse 乳酪 🧀"), ("\r\n", "{CR}{LF}"),
  ])
  func whatActsIsShownByName(text: String, shown: String) {
    #expect(visible(text) == shown)
    #expect(visible(bytes: text.utf8) == shown)
  }

  @Test(arguments: nastyTexts)
  func nothingThatActsGetsThrough(text: String) {
    #expect(!visible(text).unicodeScalars.contains(where: actsOnItsSurroundings))
  }

  @Test func everyCharacterThatActsIsShown() {
    for value in UInt32(0)...0x10_FFFF {
      guard let scalar = Unicode.Scalar(value), actsOnItsSurroundings(scalar) else { continue }
      #expect(visible(String(scalar)).unicodeScalars.first == "{")
    }
  }

  @Test(
    arguments: [
      ([0x41, 0xFF, 0x0A], "A{0xFF}{LF}"), ([0x9B, 0x32], "{0x9B}2"), ([0xC3], "{0xC3}"),
    ] as [([UInt8], String)])
  func bytesThatAreNotUTF8AreShownByNumber(bytes: [UInt8], shown: String) {
    #expect(visible(bytes: bytes) == shown)
  }
}
