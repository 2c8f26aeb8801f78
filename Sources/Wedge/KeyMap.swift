// SPDX-License-Identifier: Apache-2.0

// All that a profile says about keys is looked up once, when the table is made: a press then costs one
// look at the key's row. Four kinds of keys give no character:
//
// - modifiers and locks, which change the meaning of other keys and open no scan;
// - terminators;
// - keyboard keys without a meaning in this profile (F1, Left, a key with Alt …): a scanner may have
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
  /// Gives characters that depend on the modifiers.
  case character
  /// Gives one character alone, and with Alt is a digit of a character's number.
  case keypad
  /// Gives one control character, with or without Shift.
  case editing
}

/// The meaning of a press with given modifiers.
enum Meaning: Equatable {
  case character(Unicode.Scalar)
  /// Two characters: a dead key that did not combine, and the one after it.
  case pair(Unicode.Scalar, Unicode.Scalar)
  case dead(DeadKey)
  /// A part of a character: a dead key, or a digit of its number.
  case unfinished
  case terminator
  /// A modifier or a lock.
  case silent
  case capsLock
  case undecodable
  case foreign
}

/// The meaning of a key in the table, in four bytes: a character, a dead key, the terminator or nothing.
struct KeyMeaning: Equatable {
  private let bits: UInt32

  private static let isTerminator: UInt32 = 1 << 31
  private static let scalarBits: UInt32 = (1 << 21) - 1

  static let undecodable = KeyMeaning(bits: 0)
  static let terminator = KeyMeaning(bits: isTerminator)

  private init(bits: UInt32) { self.bits = bits }

  /// The meaning of a character. NUL is told from nothing by the bit above the scalar's.
  init(_ scalar: Unicode.Scalar) { bits = scalar.value | 1 << 21 }

  /// The meaning of a layout's symbol.
  init(_ symbol: Layout.Symbol) {
    switch symbol {
    case .none: self = .undecodable
    case .character(let scalar): self.init(scalar)
    case .dead(let key): self.init(bits: key.alone.value | UInt32(key.mark.rawValue + 1) << 22)
    }
  }

  /// The meaning of a press.
  var meaning: Meaning {
    if bits == 0 { return .undecodable }
    if bits & Self.isTerminator != 0 { return .terminator }
    guard let scalar = Unicode.Scalar(bits & Self.scalarBits) else { return .undecodable }
    guard let mark = DeadKey.Mark(rawValue: UInt8(bits >> 22) &- 1) else {
      return .character(scalar)
    }
    return .dead(DeadKey(mark: mark, alone: scalar))
  }
}

/// A row of the table.
struct MappedKey {
  /// The role of the key.
  var role = KeyRole.foreign
  /// The modifier that the key is.
  var modifier: Modifiers = []
  /// True if Caps Lock makes a difference at some level.
  var isLetter = false
  /// The meaning of a key that has one whatever the level: of the keypad, or an editing key.
  var plain = KeyMeaning.undecodable
  /// The meanings by `Layout.Level`.
  var symbols = InlineArray<8, KeyMeaning>(repeating: .undecodable)
  /// The meanings with Ctrl by `Layout.Level`. Caps Lock makes no difference.
  var controls = InlineArray<8, KeyMeaning>(repeating: .undecodable)

  /// The digit of a key of the keypad.
  var digit: UInt8? {
    guard case .character(let scalar) = plain.meaning, ("0"..."9").contains(scalar) else {
      return nil
    }
    return UInt8(scalar.value - 0x30)
  }
}

/// The table of a profile's keys by code.
struct KeyMap {
  /// The size of the table; keys with higher codes are foreign.
  static let capacity = 256

  let profile: Profile
  /// The rows; the last one is that of all higher codes.
  private var keys = [MappedKey](repeating: MappedKey(), count: capacity + 1)

  /// The table for a profile.
  init(_ profile: Profile) {
    self.profile = profile
    for code in Keys.typing.joined() { keys[Int(code)].role = .undecodable }
    for (code, modifier) in Modifiers.keys {
      keys[Int(code)].role = .modifier
      keys[Int(code)].modifier = modifier
    }
    keys[Int(KeyCode.capsLock)].role = .capsLock
    keys[Int(KeyCode.numLock)].role = .otherLock
    keys[Int(KeyCode.scrollLock)].role = .otherLock
    for (code, scalar) in Keys.keypad { set(code, .keypad, KeyMeaning(scalar)) }
    for (code, byte) in Keys.editing { set(Int32(code), .editing, meaning(of: byte)) }
    addSeparators()
    for key in profile.layout.keys where key.code < Self.capacity { add(key) }
    for code in profile.terminator.keys { keys[Int(code)].role = .terminator }
  }

  private mutating func set(_ code: Int32, _ role: KeyRole, _ plain: KeyMeaning) {
    keys[Int(code)].role = role
    keys[Int(code)].plain = plain
  }

  /// Adds the keys that some scanners send for a separator.
  private mutating func addSeparators() {
    for (code, byte) in Keys.separators { set(code, .editing, KeyMeaning(Unicode.Scalar(byte))) }
    for (code, setting) in [(KEY_F8, GroupSeparator.f8), (KEY_DOWN, .down)]
    where profile.groupSeparator.isOpen || profile.groupSeparator == setting {
      set(code, .editing, KeyMeaning(Unicode.Scalar(Ascii.groupSeparator)))
    }
  }

  private mutating func add(_ key: Layout.Key) {
    let code = Int(key.code)
    if keys[code].role == .keypad { return keys[code].plain = KeyMeaning(key[[]]) }
    guard keys[code].role == .undecodable || keys[code].role == .foreign else { return }
    keys[code].role = .character
    keys[code].isLetter = Layout.Level.all.contains { key[$0] != key[$0.union(.capsLock)] }
    for level in Layout.Level.all {
      keys[code].symbols[Int(level.rawValue)] = KeyMeaning(key[level])
      if level.contains(.capsLock) { continue }
      keys[code].controls[Int(level.rawValue)] = control(of: key, at: level)
    }
  }

  /// The meaning of a control character, whatever keys spell it.
  func meaning(of byte: UInt8) -> KeyMeaning {
    byte == profile.terminator.controlCharacter ? .terminator : KeyMeaning(Unicode.Scalar(byte))
  }

  /// The row of a code.
  subscript(code: UInt16) -> MappedKey {
    _read { yield keys[min(Int(code), Self.capacity)] }
  }
}

extension Layout.Key {
  /// True for a key of the keypad.
  package var isOnKeypad: Bool { Keys.keypad.contains { $0.code == Int32(code) } }
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
    (KeyCode.keypadEnter, Ascii.carriageReturn), (KeyCode.delete, Ascii.delete),
  ]

  /// The function keys of Honeywell's scanners for the separators beside GS.
  static let separators: [(code: Int32, byte: UInt8)] = [
    (KEY_F7, Ascii.fileSeparator), (KEY_F9, Ascii.recordSeparator),
    (KEY_F10, Ascii.unitSeparator),
  ]
}
