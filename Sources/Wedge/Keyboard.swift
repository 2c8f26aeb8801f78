// SPDX-License-Identifier: Apache-2.0

/// The state of a scanner's keys, and the meaning of the next press.
struct Keyboard {
  private var map: KeyMap
  /// The keys that are down.
  private(set) var down: KeySet
  /// The modifiers among them.
  private(set) var modifiers: Modifiers
  /// True if `down` has all keys that are down; otherwise only those whose press was seen.
  private(set) var isFullyKnown: Bool
  /// Caps Lock, which inverts the case of letters.
  var capsLock: CapsLock

  /// The keyboard at the moment when reading begins.
  init(profile: Profile, keysDown: KeySet?, capsLock: Bool) {
    map = KeyMap(profile)
    down = keysDown ?? .none
    modifiers = Modifiers(among: down)
    isFullyKnown = keysDown != nil
    self.capsLock = CapsLock(isOn: keysDown?.capsLock ?? capsLock)
  }

  /// Changes the profile; the state of the keys stays.
  mutating func use(_ profile: Profile) { map = KeyMap(profile) }

  /// Sets the key state after keys were lost (EVIOCGKEY); if it is not known, all keys count as up.
  mutating func reset(keysDown: KeySet?) {
    down = keysDown ?? .none
    modifiers = Modifiers(among: down)
    isFullyKnown = keysDown != nil
    capsLock.loseTrack(light: keysDown?.capsLock)
  }

  /// Records a press or a release. Returns false if it contradicts the known state: the kernel
  /// reports changes only, so another event must have been lost before it.
  mutating func record(_ code: UInt16, isPressed: Bool) -> Bool {
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

  /// The role of a key, whatever else is held.
  func role(of code: UInt16) -> KeyRole { map[code].role }

  /// True if a terminator key is down.
  var hasTerminatorDown: Bool { down.codes.contains { role(of: $0) == .terminator } }

  /// True if a key that types something is down.
  var hasCharacterDown: Bool {
    down.codes.contains { ![.modifier, .capsLock, .otherLock, .terminator].contains(role(of: $0)) }
  }

  /// The meaning of a press with the current modifiers and locks.
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
