// SPDX-License-Identifier: Apache-2.0

// The meanings of all keys are worked out once for each profile; a press is then one look-up by the
// key's code. Four kinds of keys give no character:
//
// - modifiers and locks, which change the meaning of other keys and open no scan;
// - terminators;
// - keyboard keys without a meaning in this profile (F8, Down, a key with Alt …): a scanner may have
//   meant something by them, so they must not be ignored;
// - keys that no scanner types (volume, sleep, wake-up), which are noise between two scans. Within a
//   scan they damage it, as everything does that cannot be read.

import CInputEventCodes

/// The role of a key.
enum KeyRole: UInt8 {
  case foreign
  case undecodable
  case modifier
  case capsLock
  case otherLock
  case terminator
  /// Gives a character, another one with Shift, and perhaps a control character with Ctrl.
  case character
  /// Gives one character alone; undecodable with Shift or Ctrl.
  case keypad
  /// Gives one control character, with or without Shift.
  case editing
}

/// The meaning of a press with given modifiers.
enum Meaning: Equatable {
  case character(UInt8)
  case terminator
  /// A modifier or a lock.
  case silent
  case capsLock
  case undecodable
  case foreign
}

/// An entry of the table.
struct MappedKey {
  /// The role of the key.
  var role = KeyRole.foreign
  /// The character without modifiers.
  var plain: UInt8 = 0
  /// The character with Shift.
  var shifted: UInt8 = 0
  /// The meaning with Ctrl.
  var control = Meaning.undecodable
  /// True if Caps Lock acts on the key.
  var isLetter = false
  /// The modifier that the key is.
  var modifier: Modifiers = []
}

/// The table of a profile's keys by code.
struct KeyMap {
  /// The size of the table; keys with higher codes are foreign.
  static let capacity = 256

  private var keys = [MappedKey](repeating: MappedKey(), count: capacity)

  /// The table for a profile.
  init(_ profile: Profile) {
    for code in Keys.typing.joined() { keys[Int(code)].role = .undecodable }
    for (code, modifier) in Modifiers.keys {
      keys[Int(code)] = MappedKey(role: .modifier, modifier: modifier)
    }
    keys[Int(KeyCode.capsLock)].role = .capsLock
    keys[Int(KeyCode.numLock)].role = .otherLock
    keys[Int(KeyCode.scrollLock)].role = .otherLock
    for (code, character) in Keys.keypad {
      keys[Int(code)] = MappedKey(role: .keypad, plain: UInt8(ascii: character))
    }
    for (code, byte) in Keys.editing { keys[Int(code)] = MappedKey(role: .editing, plain: byte) }
    addCharacters(of: profile)
    for code in profile.terminator.keys { keys[Int(code)].role = .terminator }
  }

  private mutating func addCharacters(of profile: Profile) {
    for key in profile.layout.keys {
      keys[Int(key.code)] = MappedKey(
        role: .character, plain: key.plain, shifted: key.shifted,
        control: meaning(ofControl: key.control, in: profile), isLetter: key.isLetter)
    }
  }

  private func meaning(ofControl byte: UInt8?, in profile: Profile) -> Meaning {
    guard let byte else { return .undecodable }
    return byte == profile.terminator.controlCharacter ? .terminator : .character(byte)
  }

  /// The key with a code.
  subscript(code: UInt16) -> MappedKey {
    code < Self.capacity ? keys[Int(code)] : MappedKey()
  }
}

/// The keys that are the same on every layout.
private enum Keys {
  /// The keys that a keyboard types with, including function keys, arrows and the keypad, but not
  /// the multimedia and power keys between them.
  static let typing: [ClosedRange<Int32>] = [
    KEY_ESC...KEY_LINEFEED, KEY_HOME...KEY_DELETE, KEY_MACRO...KEY_MACRO, KEY_KPEQUAL...KEY_PAUSE,
    KEY_KPCOMMA...KEY_YEN, KEY_KPLEFTPAREN...KEY_KPRIGHTPAREN, KEY_F13...KEY_F24,
  ]

  static let keypad: [(code: Int32, character: Unicode.Scalar)] = [
    (KEY_KP0, "0"), (KEY_KP1, "1"), (KEY_KP2, "2"), (KEY_KP3, "3"), (KEY_KP4, "4"),
    (KEY_KP5, "5"), (KEY_KP6, "6"), (KEY_KP7, "7"), (KEY_KP8, "8"), (KEY_KP9, "9"),
    (KEY_KPDOT, "."), (KEY_KPMINUS, "-"), (KEY_KPPLUS, "+"), (KEY_KPASTERISK, "*"),
    (KEY_KPSLASH, "/"), (KEY_KPEQUAL, "="), (KEY_KPCOMMA, ","), (KEY_KPLEFTPAREN, "("),
    (KEY_KPRIGHTPAREN, ")"),
  ]

  static let editing: [(code: UInt16, byte: UInt8)] = [
    (KeyCode.escape, Ascii.escape), (KeyCode.backspace, Ascii.backspace),
    (KeyCode.tab, Ascii.tab), (KeyCode.enter, Ascii.carriageReturn),
    (KeyCode.keypadEnter, Ascii.carriageReturn),
  ]
}
