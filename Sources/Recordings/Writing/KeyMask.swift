// SPDX-License-Identifier: Apache-2.0

// A recording is for a bug report, and what a scanner types is its owner's business. So each key that types a
// letter is replaced by one letter's key, and each that types a digit by one digit's. The rest stays: times,
// modifiers, locks, signs, terminators, every key that gives no character, and what is pressed with Ctrl or
// AltGr, since that spells control characters and signs.
//
// A key that is down cannot go down again. Scanners press the next key before they release the last one; then
// another substitute is taken, the first that is up. The release of a key is that of its substitute, whatever
// modifiers are held by then.
//
// With Alt, the digits of the keypad spell the number of a character. The number is known when Alt comes up,
// so the events wait for that: a control character, such as the group separator 029, and a sign keep their
// number, a letter becomes W (87) and a digit 0 (48), with as many digits as before. No digit comes twice in
// either, because a report may have all of them down at once.

import CInputEventCodes
import Wire

/// Replaces the letters and digits that a scanner types.
struct KeyMask {
  /// The most items that wait for Alt to come up.
  private static let longestWait = 64

  /// True if the scanner types as a United States keyboard: a digit with Shift is a sign there.
  private let isUS: Bool
  /// The key that stands for each key that is down, if it is one that types letters or digits.
  private var substitutes: [UInt16: UInt16] = [:]
  private var modifiers: Set<UInt16> = []
  /// The items since a digit of the keypad went down with Alt.
  private var waiting: [KeyItem] = []

  /// A mask for a scanner.
  ///
  /// - Parameter layout: the name of its layout.
  init(layout: String) {
    isUS = layout == "us"
  }

  /// Masks an item; none or several come out.
  mutating func mask(_ item: KeyItem) -> [KeyItem] {
    switch item {
    case .missing(let time, let keysDown, let capsLock, let lost):
      let before = flush()
      return before + [
        .missing(time: time, keysDown: reset(to: keysDown), capsLock: capsLock, lost: lost)
      ]
    case .event(let event):
      if event.isStroke { note(event) }
      guard waiting.isEmpty, !isSpelling(event) else { return wait(for: item) }
      return [.event(replaced(event))]
    }
  }

  /// The items that still wait; nothing follows them.
  mutating func flush() -> [KeyItem] {
    let items = waiting
    waiting = []
    var digits = Spelling(of: items).masked[...]
    return items.map { item in
      guard case .event(let event) = item else { return item }
      if event.isDigitOfKeypad, let digit = digits.popFirst() {
        substitutes[event.code] = Keys.keypad[digit]
      }
      return .event(replaced(event))
    }
  }

  /// Forgets all keys but those that are down now, and returns the keys that stand for them.
  mutating func reset(to keysDown: [UInt16]?) -> [UInt16]? {
    let codes = keysDown ?? []
    substitutes = substitutes.filter { codes.contains($0.key) }
    // The modifiers with which the others went down are not known.
    modifiers = []
    defer { modifiers = Set(codes).intersection(Keys.modifiers) }
    return keysDown.map { $0.map { substitute(for: $0) } }
  }

  private mutating func wait(for item: KeyItem) -> [KeyItem] {
    waiting.append(item)
    let isOver = modifiers.isDisjoint(with: Keys.alt) || waiting.count >= Self.longestWait
    return isOver ? flush() : []
  }

  private mutating func note(_ event: KeyEventInfo) {
    guard Keys.modifiers.contains(event.code) else { return }
    if event.value == 0 { modifiers.remove(event.code) } else { modifiers.insert(event.code) }
  }

  /// True for the first digit of a character's number.
  private func isSpelling(_ event: KeyEventInfo) -> Bool {
    event.isDigitOfKeypad && !modifiers.isDisjoint(with: Keys.alt)
      && modifiers.isDisjoint(with: Keys.control)
  }

  private mutating func replaced(_ event: KeyEventInfo) -> KeyEventInfo {
    guard event.isStroke else { return event }
    var event = event
    let code = event.code
    event.code = substitute(for: code)
    if event.value == 0 { substitutes[code] = nil }
    return event
  }

  /// The key that stands for a key, which is down from now on.
  private mutating func substitute(for code: UInt16) -> UInt16 {
    if let known = substitutes[code] { return known }
    guard let pool = Keys.pool(of: code, isUS: isUS) else { return code }
    let used = Set(substitutes.values)
    let new = isKept(code) ? code : pool.first { !used.contains($0) } ?? code
    substitutes[code] = new
    return new
  }

  /// True if a key of letters and digits types neither with the present modifiers.
  private func isKept(_ code: UInt16) -> Bool {
    if !modifiers.isDisjoint(with: Keys.control) || modifiers.contains(UInt16(KEY_RIGHTALT)) {
      return true
    }
    return isUS && Keys.row.contains(code) && !modifiers.isDisjoint(with: Keys.shift)
  }
}

extension KeyMask {
  /// The words of the statement `profile` with the letters and digits of prefix and suffix replaced as they are
  /// when typed.
  static func masked(_ profile: [String]) -> [String] {
    profile.map { word in
      guard ["Prefix=", "Suffix="].contains(where: word.hasPrefix) else { return word }
      return word.prefix(7) + masked(text: word.dropFirst(7))
    }
  }

  /// A quoted text, in which a name in braces is a byte.
  private static func masked(text: Substring) -> String {
    var isInBraces = false
    return String(
      text.map { character in
        if character == "{" { isInBraces.toggle() }
        if character == "}" { isInBraces = false }
        guard !isInBraces, character.isASCII else { return character }
        if character.isNumber { return "0" }
        return character.isLetter ? character.isUppercase ? "X" : "x" : character
      })
  }
}

/// The number of a character, as digits of the keypad spell it.
private struct Spelling {
  private let digits: [Int]

  /// The digits that go down among the items.
  init(of items: [KeyItem]) {
    digits = items.compactMap { item in
      guard case .event(let event) = item, event.isDigitOfKeypad else { return nil }
      return Keys.keypad.firstIndex(of: event.code)
    }
  }

  /// The digits of the character that stands for it.
  var masked: [Int] {
    let number = digits.reduce(0) { min(10 * $0 + $1, 1 << 20) }
    guard number < 128 else { return padded(87) }
    let character = Character(Unicode.Scalar(UInt8(number)))
    if character.isNumber { return padded(48) }
    return character.isLetter ? padded(87) : digits
  }

  private func padded(_ number: Int) -> [Int] {
    let two = [number / 10, number % 10]
    return [Int](repeating: 0, count: max(0, digits.count - 2)) + two.suffix(digits.count)
  }
}

extension KeyEventInfo {
  /// True for the press of a digit of the keypad.
  fileprivate var isDigitOfKeypad: Bool {
    isStroke && value == 1 && Keys.keypad.contains(code)
  }
}

/// The keys by their places, as scripts/keyboard-us has them.
private enum Keys {
  static let shift: Set = codes(KEY_LEFTSHIFT, KEY_RIGHTSHIFT)
  static let control: Set = codes(KEY_LEFTCTRL, KEY_RIGHTCTRL)
  static let alt: Set = codes(KEY_LEFTALT, KEY_RIGHTALT)
  static let modifiers = shift.union(control).union(alt)

  /// The keys of the keypad's digits, 0 to 9.
  static let keypad = list(
    KEY_KP0, KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4, KEY_KP5, KEY_KP6, KEY_KP7, KEY_KP8, KEY_KP9)
  /// The digits above the letters, the substitute first.
  static let row = list(
    KEY_0, KEY_9, KEY_8, KEY_7, KEY_6, KEY_5, KEY_4, KEY_3, KEY_2, KEY_1)
  /// The letters, the substitute first: X, Y, Z, W, V … where these are on a United States keyboard.
  static let letters = list(
    KEY_X, KEY_Y, KEY_Z, KEY_W, KEY_V, KEY_U, KEY_T, KEY_S, KEY_R, KEY_Q, KEY_P, KEY_O, KEY_N,
    KEY_M, KEY_L, KEY_K, KEY_J, KEY_I, KEY_H, KEY_G, KEY_F, KEY_E, KEY_D, KEY_C, KEY_B, KEY_A)
  /// Keys on which other layouts have letters.
  private static let otherLetters: Set = codes(KEY_SEMICOLON, KEY_APOSTROPHE, KEY_LEFTBRACE)

  /// The keys that may stand for a key, the first best; nil if it types neither letters nor digits.
  static func pool(of code: UInt16, isUS: Bool) -> [UInt16]? {
    if keypad.contains(code) { return keypad }
    if row.contains(code) { return row }
    if letters.contains(code) { return letters }
    return !isUS && otherLetters.contains(code) ? letters : nil
  }

  private static func codes(_ codes: Int32...) -> Set<UInt16> { Set(codes.map { UInt16($0) }) }

  private static func list(_ codes: Int32...) -> [UInt16] { codes.map { UInt16($0) } }
}
