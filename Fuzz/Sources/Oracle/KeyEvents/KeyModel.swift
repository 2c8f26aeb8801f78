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

  private let terminator: Terminator
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
      down.remove(event.code)
    } else if event.type == 1, event.value == 1 {
      press(event.code)
    }
  }

  private mutating func reset(_ keys: KeySet?) {
    down = Set(keys?.codes ?? [])
    isDiscarding = false
  }

  private mutating func press(_ code: UInt16) {
    lastPress = code
    if code == KeyTable.capsLock {
      capsLockIsOn.toggle()
      usesCapsLock = true
    }
    if let character = character(of: code) {
      typed.append(character)
      let isFolded = capsLockIsOn && isLetter(character)
      typedWithCapsLock.append(isFolded ? character ^ 0x20 : character)
    }
    if code < 0x300 { down.insert(code) }
  }

  private func character(of code: UInt16) -> UInt8? {
    if terminatorKeys.contains(code) { return nil }
    let hasOthers = !down.isDisjoint(with: KeyTable.others)
    let hasControl = !down.isDisjoint(with: KeyTable.controls)
    let hasShift = !down.isDisjoint(with: KeyTable.shifts)
    if let key = KeyTable.byCode[code] {
      if hasOthers { return nil }
      if hasControl { return key.control == terminatorCharacter ? nil : key.control }
      return hasShift ? key.shifted : key.plain
    }
    if hasOthers || hasControl { return nil }
    if let character = KeyTable.keypad[code] { return hasShift ? nil : character }
    return KeyTable.editing[code]
  }

  /// The keys that end a scan.
  var terminatorKeys: Set<UInt16> {
    switch terminator {
    case .enter: [28, 96]
    case .keypadEnter: [96]
    case .tab: [15]
    case .none: []
    }
  }

  /// The control character that ends a scan.
  private var terminatorCharacter: UInt8? {
    switch terminator {
    case .enter: 0x0D
    case .tab: 0x09
    case .keypadEnter, .none: nil
    }
  }
}

/// True for A to Z and a to z.
func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }
