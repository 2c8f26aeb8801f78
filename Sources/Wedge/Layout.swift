// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes

/// A keyboard layout that a scanner can be set to.
public enum Layout: Sendable, Equatable, CaseIterable {
  /// The United States layout, the factory setting of most scanners.
  case us

  /// The layout with this name in XKB.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// The layout's name in XKB: xkeyboard-config(7).
  public var name: String {
    switch self {
    case .us: "us"
    }
  }

  /// The keys that give characters, alone and with Shift.
  var keys: [CharacterKey] {
    switch self {
    case .us: CharacterKey.us
    }
  }
}

/// A key that gives one character alone and another with Shift.
struct CharacterKey {
  /// The key's code.
  let code: UInt16
  /// The character of the key alone.
  let plain: UInt8
  /// The character with Shift.
  let shifted: UInt8

  /// The control character with Ctrl; nil if there is none. Ctrl gives one with `@ A-Z [ \ ] ^ _`,
  /// with or without Shift: scanners send Ctrl+6 as well as Ctrl+Shift+6 for RS.
  var control: UInt8? {
    [plain, shifted].first { (UInt8(ascii: "@")...UInt8(ascii: "_")).contains($0) }
      .map(Ascii.control)
  }

  /// True if Caps Lock acts on the key as Shift does.
  var isLetter: Bool { Ascii.isLetter(plain) }

  // WedgeTests compare this with scripts/keyboard-us, the table of all scripts.

  /// The character keys of XKB's layout `us`.
  fileprivate static let us: [CharacterKey] =
    row(from: KEY_1, "1234567890-=", "!@#$%^&*()_+")
    + row(from: KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}")
    + row(from: KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~")
    + row(from: KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?")
    + row(from: KEY_SPACE, " ", " ")

  /// Keys with consecutive codes, as the characters that they give alone and with Shift.
  private static func row(
    from first: Int32, _ plain: StaticString, _ shifted: StaticString
  ) -> [CharacterKey] {
    (0..<plain.utf8CodeUnitCount).map { index in
      CharacterKey(
        code: UInt16(first) + UInt16(index), plain: plain.utf8Start[index],
        shifted: shifted.utf8Start[index])
    }
  }
}
