// SPDX-License-Identifier: Apache-2.0

// Everything that a press can mean is worked out once for each profile and then looked up by the
// key's code. Four kinds of keys give no character:
//
// - modifiers and locks, which change what other keys mean and open no scan;
// - terminators;
// - keys of a keyboard that this profile has no meaning for (F8, Down, a key with Alt …): a scanner
//   may well have meant something by them, so they may not be passed over in silence;
// - keys no scanner types (volume, sleep, wake-up), which are noise between two scans. Within a
//   scan they are not: whatever cannot be read there damages it.

/// What a key is for.
enum KeyRole: UInt8 {
  case foreign
  case undecodable
  case modifier
  case capsLock
  case otherLock
  case terminator
  /// Gives a character, another with Shift, and perhaps a control character.
  case character
  /// Gives one character; Shift and Ctrl with it mean something else.
  case keypad
  /// Gives one control character, with Shift too.
  case editing
}

/// What a press means, given the modifiers.
enum Meaning: Equatable {
  case character(UInt8)
  case terminator
  /// A modifier or a lock.
  case silent
  case capsLock
  case undecodable
  case foreign
}

/// A key in the table.
struct MappedKey {
  /// What it is for.
  var role = KeyRole.foreign
  /// What it gives alone.
  var plain: UInt8 = 0
  /// What it gives with Shift.
  var shifted: UInt8 = 0
  /// What it gives with Ctrl.
  var control = Meaning.undecodable
  /// Caps Lock acts on it.
  var isLetter = false
  /// The modifier that it is.
  var modifier: Modifiers = []
}

/// The keys of a profile by their codes.
struct KeyMap {
  /// Keys with higher codes are foreign.
  static let capacity = 256

  private var keys = [MappedKey](repeating: MappedKey(), count: capacity)

  /// The table for a profile.
  init(_ profile: Profile) {
    for code in Keys.typing { keys[Int(code)].role = .undecodable }
    for (code, modifier) in Modifiers.keys {
      keys[Int(code)] = MappedKey(role: .modifier, modifier: modifier)
    }
    keys[Int(KeyCode.capsLock)].role = .capsLock
    keys[Int(KeyCode.numLock)].role = .otherLock
    keys[Int(KeyCode.scrollLock)].role = .otherLock
    for (code, byte) in Keys.keypad { keys[Int(code)] = MappedKey(role: .keypad, plain: byte) }
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
  /// The keys a keyboard types with, function keys, arrows and keypad included, without the
  /// multimedia and power keys between them.
  static let typing: [UInt16] =
    Array(1...101) + Array(102...111) + [112, 117, 118, 119] + Array(121...124)
    + Array(179...180) + Array(183...194)

  static let keypad: [(code: UInt16, byte: UInt8)] = [
    (71, UInt8(ascii: "7")), (72, UInt8(ascii: "8")), (73, UInt8(ascii: "9")),
    (75, UInt8(ascii: "4")), (76, UInt8(ascii: "5")), (77, UInt8(ascii: "6")),
    (79, UInt8(ascii: "1")), (80, UInt8(ascii: "2")), (81, UInt8(ascii: "3")),
    (82, UInt8(ascii: "0")), (83, UInt8(ascii: ".")), (74, UInt8(ascii: "-")),
    (78, UInt8(ascii: "+")), (55, UInt8(ascii: "*")), (98, UInt8(ascii: "/")),
    (117, UInt8(ascii: "=")), (121, UInt8(ascii: ",")), (179, UInt8(ascii: "(")),
    (180, UInt8(ascii: ")")),
  ]

  static let editing: [(code: UInt16, byte: UInt8)] = [
    (KeyCode.escape, Ascii.escape), (KeyCode.backspace, Ascii.backspace),
    (KeyCode.tab, Ascii.tab), (KeyCode.enter, Ascii.carriageReturn),
    (KeyCode.keypadEnter, Ascii.carriageReturn),
  ]
}
