// SPDX-License-Identifier: Apache-2.0

// Written down once more, from the kernel's header and the layout us, so that the table of the module
// is compared with another one.

/// A key that types a character.
struct TypingKey {
  /// The key's code.
  let code: UInt16
  /// The character of the key alone.
  let plain: UInt8
  /// The character with Shift; nil for a key that types nothing with Shift.
  var shifted: UInt8?

  /// The character with Ctrl, if the key has one of `@ A-Z [ \ ] ^ _`.
  var control: UInt8? {
    guard let shifted else { return nil }
    for character in [plain, shifted] where 0x40...0x5F ~= character { return character & 0x1F }
    return nil
  }
}

/// The keys of a keyboard.
enum KeyTable {
  /// The keys of letters, digits and signs.
  static let characters: [TypingKey] =
    row(2, "1234567890-=", "!@#$%^&*()_+") + row(16, "qwertyuiop[]", "QWERTYUIOP{}")
    + row(30, "asdfghjkl;'`", "ASDFGHJKL:\"~") + row(43, "\\zxcvbnm,./", "|ZXCVBNM<>?")
    + row(57, " ", " ") + row(86, "<", ">")

  /// The keys of the keypad.
  static let keypad: [UInt16: UInt8] = Dictionary(
    uniqueKeysWithValues: zip(
      [55, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 98, 117, 121, 179, 180],
      "*789-456+1230./=,()".utf8))

  /// The keys that type a control character: also F7 to F10, Down and Delete.
  static let editing: [UInt16: UInt8] = [
    1: 0x1B, 14: 0x08, 15: 0x09, 28: 0x0D, 96: 0x0D, 111: 0x7F, 65: 0x1C, 66: 0x1D, 67: 0x1E,
    68: 0x1F, 108: 0x1D,
  ]

  /// Caps Lock.
  static let capsLock: UInt16 = 58
  /// The left Ctrl.
  static let leftControl: UInt16 = 29
  /// The left Alt.
  static let leftAlt: UInt16 = 56
  /// Both Alt.
  static let alts: Set<UInt16> = [56, 100]
  /// The left Shift.
  static let leftShift: UInt16 = 42
  /// Both Shift.
  static let shifts: Set<UInt16> = [42, 54]
  /// Both Ctrl.
  static let controls: Set<UInt16> = [29, 97]
  /// Both Meta.
  static let metas: Set<UInt16> = [125, 126]
  /// The modifiers and the locks that change no character.
  static let silent: Set<UInt16> = [29, 97, 42, 54, 56, 100, 125, 126, 69, 70]
  /// Both Alt and both Meta.
  static let others: Set<UInt16> = [56, 100, 125, 126]

  /// The key of the keypad that types a digit.
  static func keypadKey(_ digit: UInt8) -> UInt16? { keypad.first { $0.value == digit }?.key }

  /// The keys of characters by code.
  static let byCode: [UInt16: TypingKey] = Dictionary(
    uniqueKeysWithValues: characters.map { ($0.code, $0) })

  /// The key and the modifier that type a character; without it if possible.
  static let byCharacter: [UInt8: (code: UInt16, modifier: UInt16?)] = {
    var found: [UInt8: (code: UInt16, modifier: UInt16?)] = [:]
    for key in characters.reversed() {
      if let control = key.control { found[control] = (key.code, leftControl) }
    }
    for key in characters {
      if let shifted = key.shifted { found[shifted] = (key.code, leftShift) }
    }
    for key in characters { found[key.plain] = (key.code, nil) }
    return found
  }()

  private static func row(_ first: UInt16, _ plain: String, _ shifted: String) -> [TypingKey] {
    zip(plain.utf8, shifted.utf8).enumerated().map { place, pair in
      TypingKey(code: first + UInt16(place), plain: pair.0, shifted: pair.1)
    }
  }
}
