// SPDX-License-Identifier: Apache-2.0

// Rows of neighbouring keys, from the first key's code on, as the characters that they give alone
// and with Shift. Ctrl gives a control character with `@ A-Z [ \ ] ^ _`; whether Shift is held with
// it makes no difference, for scanners send Ctrl+6 as well as Ctrl+Shift+6 for RS.

extension CharacterKey {
  /// The keys of XKB's layout `us`.
  static let us: [CharacterKey] =
    row(from: 2, "1234567890-=", "!@#$%^&*()_+")
    + row(from: 16, "qwertyuiop[]", "QWERTYUIOP{}")
    + row(from: 30, "asdfghjkl;'`", "ASDFGHJKL:\"~")
    + row(from: 43, "\\zxcvbnm,./", "|ZXCVBNM<>?")
    + row(from: 57, " ", " ")

  private static func row(
    from first: UInt16, _ plain: StaticString, _ shifted: StaticString
  ) -> [CharacterKey] {
    (0..<plain.utf8CodeUnitCount).map { index in
      let alone = plain.utf8Start[index]
      let withShift = shifted.utf8Start[index]
      return CharacterKey(
        code: first + UInt16(index), plain: alone, shifted: withShift,
        control: control(alone, withShift))
    }
  }

  /// The control character of whichever of a key's two characters has one.
  private static func control(_ plain: UInt8, _ shifted: UInt8) -> UInt8? {
    [plain, shifted].first(where: hasControl).map(Ascii.control)
  }

  private static func hasControl(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "@")...UInt8(ascii: "_")).contains(byte)
  }
}
