// SPDX-License-Identifier: Apache-2.0

/// The state of a scanner's keys, and the meaning of each press.
struct Keyboard {
  private var map: KeyMap
  private var spelling = Spelling()
  /// The keys that are down.
  private(set) var down: KeySet
  /// The modifiers among them.
  private(set) var modifiers: Modifiers
  /// True if `down` has all keys that are down; otherwise only those whose press was seen.
  private(set) var isFullyKnown: Bool
  /// Caps Lock, which inverts the case of letters.
  var capsLock: CapsLock
  /// True if a key has been pressed since `forgetKeystrokes` that has another symbol with Caps Lock.
  private(set) var dependsOnCapsLock = false
  /// The keystrokes since `forgetKeystrokes`.
  private var strokes: [UInt32] = []

  /// The keyboard at the moment when reading begins.
  init(profile: Profile, keysDown: KeySet?, capsLock: Bool, isGrabbed: Bool) {
    map = KeyMap(profile)
    down = keysDown ?? .none
    modifiers = Modifiers(among: down)
    isFullyKnown = keysDown != nil
    self.capsLock = CapsLock(isOn: keysDown?.capsLock ?? capsLock, isGrabbed: isGrabbed)
    strokes.reserveCapacity(256)
  }

  /// Changes the profile; the state of the keys stays.
  mutating func use(_ profile: Profile) { map = KeyMap(profile) }

  /// Sets the key state after keys were lost (EVIOCGKEY); if it is not known, all keys count as up.
  mutating func reset(keysDown: KeySet?) {
    down = keysDown ?? .none
    modifiers = Modifiers(among: down)
    isFullyKnown = keysDown != nil
    spelling.reset()
    capsLock.loseTrack(light: keysDown?.capsLock)
  }

  /// Records a press or a release. Returns false if it contradicts the known state: the kernel
  /// reports changes only, so another event must have been lost before it.
  mutating func record(_ code: UInt16, isPressed: Bool) -> Bool {
    guard code < KeySet.capacity else { return true }
    let fits = down.contains(code) != isPressed
    let modifier = map[code].modifier
    if isPressed {
      down.insert(code)
      modifiers.formUnion(modifier)
    } else {
      down.remove(code)
      modifiers.subtract(modifier)
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
  mutating func press(_ code: UInt16) -> Meaning {
    let stroke = Keystroke(code: code, modifiers: modifiers, capsLock: capsLock.isOn)
    keep(stroke.packed)
    if !dependsOnCapsLock, map[code].isLetter {
      dependsOnCapsLock = map.dependsOnCapsLock(stroke)
    }
    return spelling.meaning(of: stroke, in: map)
  }

  /// The meaning of a release: that of Alt types the character whose number was typed.
  mutating func release(_ code: UInt16) -> Meaning {
    guard map[code].modifier.has(.alt), !modifiers.has(.alt) else { return .silent }
    keep(Keystroke.endOfAlt)
    return spelling.endAlt(in: map)
  }

  private mutating func keep(_ stroke: UInt32) {
    if strokes.count <= Keystrokes.capacity { strokes.append(stroke) }
  }
}

// MARK: - Keystrokes

extension Keyboard {
  /// True if a part of a character was typed, which a terminator cuts off.
  var isUnfinished: Bool { spelling.isUnfinished }

  /// The keystrokes of a scan that is whole; nil if they were too many.
  func keystrokes() -> Keystrokes? {
    strokes.count > Keystrokes.capacity ? nil : Keystrokes(profile: map.profile, packed: strokes)
  }

  /// Begins with a new scan. An Alt that is still down goes on.
  mutating func forgetKeystrokes() {
    strokes.removeAll(keepingCapacity: true)
    dependsOnCapsLock = false
  }

  /// Forgets the part of a character that was typed.
  mutating func forgetUnfinished() { spelling.reset() }
}

extension KeyMap {
  /// True if a stroke has another meaning with Caps Lock than without it.
  func dependsOnCapsLock(_ stroke: Keystroke) -> Bool {
    guard self[stroke.code].role == .character,
      case .symbol(let level) = Chord(stroke.modifiers, hasAltGr: profile.layout.hasAltGr)
    else { return false }
    return self[stroke.code].symbols[Int(level.rawValue)]
      != self[stroke.code].symbols[Int(level.union(.capsLock).rawValue)]
  }
}
