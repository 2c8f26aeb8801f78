// SPDX-License-Identifier: Apache-2.0

// A layout is a table: for each key the symbol at each level. `us` is built in; the module `Layouts`
// makes the others from the files of XKB. A dead key is a symbol too: it gives no character by itself
// but changes the next one.

import CInputEventCodes

/// The symbols that a keyboard layout gives to the keys: xkeyboard-config(7).
public struct Layout: Sendable, Equatable {
  /// The layout's name in XKB, with its variant if it has one: `us`, `ch(fr)`.
  public let name: String
  /// True if AltGr reaches further symbols; otherwise the right Alt key is like the left one.
  public let hasAltGr: Bool
  /// The keys that have symbols.
  public let keys: [Key]

  /// A layout of `keys`.
  public init(name: String, hasAltGr: Bool, keys: [Key]) {
    self.name = name
    self.hasAltGr = hasAltGr
    self.keys = keys
  }

  /// A set of modifiers that choose between the symbols of a key.
  public struct Level: OptionSet, Sendable, Hashable {
    /// The index of the level in a key's symbols, from 0 to 7.
    public let rawValue: UInt8
    /// A set of modifiers.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Either Shift is down.
    public static let shift = Level(rawValue: 1)
    /// Caps Lock is on.
    public static let capsLock = Level(rawValue: 2)
    /// AltGr is down.
    public static let altGr = Level(rawValue: 4)
    /// All levels by index.
    public static let all = (0..<8).map { Level(rawValue: $0) }
  }

  /// The symbol of a key at one level.
  public enum Symbol: Sendable, Equatable {
    /// No symbol that a scanner could mean.
    case none
    /// A character.
    case character(Unicode.Scalar)
    /// A key that changes the character after it.
    case dead(DeadKey)
  }

  /// A key and its symbols.
  public struct Key: Sendable, Equatable {
    /// The key's code: KEY_A …
    public let code: UInt16
    /// The symbols by `Level.rawValue`; there are eight.
    public let symbols: [Symbol]
    /// The control characters with Ctrl, by `Level.rawValue` without Caps Lock.
    package let controls: [UInt8?]

    /// A key with the symbol that `symbol` gives at each level.
    public init(code: UInt16, symbol: (Level) -> Symbol) {
      self.code = code
      symbols = Level.all.map(symbol)
      controls = Level.all.map { [symbols] in
        $0.contains(.capsLock) ? nil : Self.control(of: code, symbols, at: $0)
      }
    }

    /// The symbol at a level.
    public subscript(level: Level) -> Symbol { symbols[Int(level.rawValue & 7)] }
  }
}

extension Layout {
  /// The layout of the United States, the factory setting of most scanners.
  public static let us = Layout(
    name: "us", hasAltGr: false,
    keys: usCharacters.map { code, plain, shifted in
      let isLetter = Ascii.isLetter(plain)
      return Key(code: code) { level in
        let isShifted = level.contains(.shift) != (isLetter && level.contains(.capsLock))
        return .character(Unicode.Scalar(isShifted ? shifted : plain))
      }
    })

  /// The keys of the layout, as the characters that they give alone and with Shift.
  static let usCharacters: [(code: UInt16, plain: UInt8, shifted: UInt8)] =
    row(from: KEY_1, "1234567890-=", "!@#$%^&*()_+")
    + row(from: KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}")
    + row(from: KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~")
    + row(from: KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?")
    + row(from: KEY_SPACE, " ", " ")
    // Only boards with a key more than those of the United States have it; XKB knows it on all.
    + row(from: KEY_102ND, "<", ">")

  // WedgeTests compare this with scripts/keyboard-us, the table of all scripts, and LayoutsTests
  // with XKB.

  /// Keys with consecutive codes.
  private static func row(
    from first: Int32, _ plain: String, _ shifted: String
  ) -> [(code: UInt16, plain: UInt8, shifted: UInt8)] {
    zip(plain.utf8, shifted.utf8).enumerated().map { offset, pair in
      (UInt16(first) + UInt16(offset), pair.0, pair.1)
    }
  }
}
