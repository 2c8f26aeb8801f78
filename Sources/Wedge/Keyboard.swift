// SPDX-License-Identifier: Apache-2.0

/// What is known of a scanner's keys: which are down, and what the next press means.
struct Keyboard {
  private var map: KeyMap
  /// The keys that are down.
  private(set) var down: KeySet
  /// The modifiers among them.
  private(set) var modifiers: Modifiers
  /// Whether `down` is all that is down; else it is what was seen to be pressed.
  private(set) var isFullyKnown: Bool
  /// Caps Lock, which changes the case of letters.
  var capsLock: CapsLock

  /// The keyboard when reading begins.
  init(profile: Profile, keysDown: KeySet?, capsLock: Bool) {
    map = KeyMap(profile)
    down = keysDown ?? .none
    modifiers = Modifiers(among: down)
    isFullyKnown = keysDown != nil
    self.capsLock = CapsLock(isOn: keysDown?.capsLock ?? capsLock)
  }

  /// Another profile from now on; the keys are as they were.
  mutating func use(_ profile: Profile) { map = KeyMap(profile) }

  /// The key state after keys were lost (EVIOCGKEY); where it is not known, all keys count as up.
  mutating func lose(keysDown: KeySet?) {
    down = keysDown ?? .none
    modifiers = Modifiers(among: down)
    isFullyKnown = keysDown != nil
    capsLock.lose(light: keysDown?.capsLock)
  }

  /// Notes a press or a release; says whether it fits what was known. The kernel reports changes
  /// only, so one that does not fit shows that another one before it was lost.
  mutating func note(_ code: UInt16, isPressed: Bool) -> Bool {
    guard code < KeySet.capacity else { return true }
    let fits = down.contains(code) != isPressed
    let key = map[code]
    if isPressed {
      down.insert(code)
      modifiers.formUnion(key.modifier)
    } else {
      down.remove(code)
      modifiers.subtract(key.modifier)
    }
    return fits
  }

  /// What a key is for, whatever else is held.
  func role(of code: UInt16) -> KeyRole { map[code].role }

  /// Whether a key that ends scans is down.
  var hasTerminatorDown: Bool { down.codes.contains { role(of: $0) == .terminator } }

  /// Whether any key is down that types something.
  var hasCharacterDown: Bool {
    down.codes.contains { ![.modifier, .capsLock, .otherLock, .terminator].contains(role(of: $0)) }
  }

  /// What a press means with the modifiers and locks as they are.
  func meaning(of code: UInt16) -> Meaning {
    let key = map[code]
    switch key.role {
    case .character: return character(of: key)
    case .keypad: return modifiers.isEmpty ? .character(key.plain) : .undecodable
    case .editing:
      return modifiers.isSubset(of: .shift) ? .character(key.plain) : .undecodable
    case .terminator: return .terminator
    case .modifier, .otherLock: return .silent
    case .capsLock: return .capsLock
    case .undecodable: return .undecodable
    case .foreign: return .foreign
    }
  }

  private func character(of key: MappedKey) -> Meaning {
    guard modifiers.isSubset(of: .shift) else { return withControl(key) }
    let isShifted = !modifiers.isEmpty
    return .character(isShifted != (key.isLetter && capsLock.isOn) ? key.shifted : key.plain)
  }

  private func withControl(_ key: MappedKey) -> Meaning {
    modifiers.isDisjoint(with: .foreign) ? key.control : .undecodable
  }
}
