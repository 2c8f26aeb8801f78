// SPDX-License-Identifier: Apache-2.0

/// True if a terminal or a viewer may act upon the character; the test's own list, by Unicode's
/// charts: C0, DEL, C1, the bidirectional controls, zero-width and line-separating characters, tags.
func actsOnItsSurroundings(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E,
    0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
    true
  default:
    false
  }
}

/// Data that no label should hold and some label will.
let nastyTexts: [String] = [
  "", "\u{0}", String(String.UnicodeScalarView((0...0x1F).compactMap(Unicode.Scalar.init))),
  String(String.UnicodeScalarView((0x7F...0x9F).compactMap { Unicode.Scalar($0 as UInt32) })),
  "\u{1b}]0;owned\u{7}", "\u{1b}[2J", "\u{9b}2J", "gpj.\u{202e}exe", "\u{2066}a\u{2069}",
  "\"},{\"verdict\":\"accepted\"", "\\", "\\\"", "\\u0041", "{\"record\":{}}", "\r\n{\"a\":1}\r\n",
  "=cmd|' /C calc'!A0", "'; DROP TABLE record; --", "🧀👩‍👩‍👧‍👦", "e\u{301}\u{301}\u{301}", "\u{feff}",
  "\u{2028}\u{2029}", "\u{e0041}\u{e007f}", "\u{fffe}\u{ffff}\u{10ffff}", "ﷺ", "]C101\u{1d}10A",
]
