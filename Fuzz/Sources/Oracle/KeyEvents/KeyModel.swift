// SPDX-License-Identifier: Apache-2.0

import Wedge

/// A simple account of the keys that are down and of the characters that are typed.
struct KeyModel {
  /// The keys that are down.
  private(set) var down: Set<UInt16> = []
  /// The characters so far, as if Caps Lock were off.
  private(set) var typed: [UInt8] = []
  /// The characters so far, with Caps Lock toggled by each press.
  private(set) var typedWithCapsLock: [UInt8] = []
  /// The code of the last press.
  private(set) var lastPress: UInt16?
  /// True if Caps Lock may have been on at some time.
  private(set) var usesCapsLock = false

  /// True if the last key that is no modifier ended a scan.
  private(set) var endsWithTerminator = false

  private let terminator: Terminator
  /// The digits since Alt went down; nil if none is down.
  private var number: [UInt8]?
  private var capsLockIsOn = false
  private var isDiscarding = false

  /// An account from a moment at which some keys are down.
  init(_ terminator: Terminator, keysDown: KeySet?) {
    self.terminator = terminator
    if let keysDown { down = Set(keysDown.codes) }
  }

  /// Notes an input.
  mutating func note(_ input: Input) {
    switch input {
    case .event(let event): note(event)
    case .idle: break
    case .dropped(_, let keysDown):
      reset(keysDown)
      if keysDown?.capsLock == true { usesCapsLock = true }
    case .unplugged: reset(nil)
    }
  }

  /// Notes an event.
  mutating func note(_ event: KeyEvent) {
    if event.type == 0, event.code == 3 {
      reset(nil)
      isDiscarding = true
    } else if isDiscarding {
      if event.type == 0, event.code == 0 { isDiscarding = false }
    } else if event.type == 0x11, event.code == 1 {
      usesCapsLock = true
    } else if event.type == 1, event.value == 0 {
      release(event.code)
    } else if event.type == 1, event.value == 1 {
      press(event.code)
    }
  }

  private mutating func reset(_ keys: KeySet?) {
    number = nil
    down = Set(keys?.codes ?? [])
    isDiscarding = false
  }

  private mutating func press(_ code: UInt16) {
    lastPress = code
    if code == KeyTable.capsLock {
      capsLockIsOn.toggle()
      usesCapsLock = true
    }
    let meaning = meaning(of: code)
    if let digits = meaning.digits {
      number = digits
      endsWithTerminator = false
    } else {
      act(
        on: meaning.character, isSilent: KeyTable.silent.contains(code),
        isKey: terminatorKeys.contains(code))
    }
    if KeyTable.alts.contains(code), number == nil { number = [] }
    if code < 0x300 { down.insert(code) }
  }

  /// Notes the end of Alt, which types the character whose number was typed.
  private mutating func release(_ code: UInt16) {
    down.remove(code)
    guard KeyTable.alts.contains(code), down.isDisjoint(with: KeyTable.alts) else { return }
    let digits = number ?? []
    number = nil
    guard !digits.isEmpty else { return }
    endsWithTerminator = false
    guard let character = AltNumber(digits: digits).character else { return }
    act(on: Array(String(character).utf8), isSilent: false, isKey: false, isNumber: true)
  }

  private mutating func act(
    on bytes: [UInt8], isSilent: Bool, isKey: Bool, isNumber: Bool = false
  ) {
    if isKey || (bytes.count == 1 && bytes[0] == terminatorCharacter) {
      endsWithTerminator = true
      if number?.isEmpty == false { number = nil }
      return
    }
    if !isSilent { endsWithTerminator = false }
    typed += bytes
    typedWithCapsLock += bytes.map { capsLockIsOn && isLetter($0) && !isNumber ? $0 ^ 0x20 : $0 }
  }

  private func meaning(of code: UInt16) -> (character: [UInt8], digits: [UInt8]?) {
    if terminatorKeys.contains(code) { return ([], nil) }
    let hasAlt = !down.isDisjoint(with: KeyTable.alts)
    let hasOthers = !down.isDisjoint(with: KeyTable.others)
    let hasControl = !down.isDisjoint(with: KeyTable.controls)
    let hasShift = !down.isDisjoint(with: KeyTable.shifts)
    if let key = KeyTable.byCode[code] {
      if hasOthers { return ([], nil) }
      let byte = hasControl ? key.control : hasShift ? key.shifted : key.plain
      return (byte.map { [$0] } ?? [], nil)
    }
    if hasAlt, !hasControl, !hasShift, down.isDisjoint(with: KeyTable.metas), let number,
      let digit = KeyTable.keypad[code], 0x30...0x39 ~= digit
    {
      return ([], number + [digit - 0x30])
    }
    if hasOthers || hasControl { return ([], nil) }
    if let character = KeyTable.keypad[code] { return (hasShift ? [] : [character], nil) }
    return (KeyTable.editing[code].map { [$0] } ?? [], nil)
  }

  /// The keys that end a scan.
  var terminatorKeys: Set<UInt16> {
    switch terminator {
    case .enter: [28, 96]
    case .keypadEnter: [96]
    case .tab: [15]
    case .enterIdle, .none: []
    }
  }

  /// The control character that ends a scan.
  private var terminatorCharacter: UInt8? {
    switch terminator {
    case .enter: 0x0D
    case .tab: 0x09
    case .keypadEnter, .enterIdle, .none: nil
    }
  }
}

/// The number of a character, typed with Alt.
private struct AltNumber {
  let digits: [UInt8]

  var character: Unicode.Scalar? {
    guard digits.count <= 4 else { return nil }
    let value = digits.reduce(UInt32(0)) { $0 * 10 + UInt32($1) }
    guard 0x80...0xFF ~= value else { return Unicode.Scalar(value) }
    let page = digits[0] == 0 ? Self.page1252 : Self.page437
    return page[Int(value) - 0x80]
  }

  // Both are those of the machine's tables: iconv(1), CP437 and CP1252.
  private static let page437 = Array(
    """
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}
    """.unicodeScalars)
  private static let page1252 =
    Array(
      "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
    + (0xA0...0xFF).compactMap { Unicode.Scalar($0) }
}

/// True for A to Z and a to z.
func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }
