// SPDX-License-Identifier: Apache-2.0

// A character may take more than one keystroke: a dead key and a letter, or Alt with the digits of a
// number. An Alt that was down before reading began, or before keys were lost, spells nothing: digits may
// be missing, and what is left of 0213 is 13, a carriage return.

/// The unfinished character of a scanner.
struct Spelling {
  /// The digits since Alt went down; nil while none is down, and if it was not seen to go down.
  private var altCode: AltCode?
  private var dead: DeadKey?

  /// True if a part of a character was typed.
  var isUnfinished: Bool { dead != nil || (altCode?.count ?? 0) > 0 }

  /// Forgets the unfinished character.
  mutating func reset() { self = Spelling() }

  /// The meaning of a keystroke after those before it.
  mutating func meaning(of stroke: Keystroke, in map: KeyMap) -> Meaning {
    // A row is looked at in its place: a copy would cost more than everything else.
    switch map[stroke.code].role {
    case .character: return finish(symbol(of: stroke, in: map))
    case .keypad: return keypad(stroke, in: map)
    case .editing: return editing(stroke, in: map)
    case .terminator: return .terminator
    case .modifier:
      if map[stroke.code].modifier.has(.alt), altCode == nil { altCode = AltCode() }
      return .silent
    case .otherLock: return .silent
    case .capsLock: return .capsLock
    case .undecodable: return .undecodable
    case .foreign: return .foreign
    }
  }

  private func symbol(of stroke: Keystroke, in map: KeyMap) -> Meaning {
    switch Chord(stroke.modifiers, hasAltGr: map.profile.layout.hasAltGr) {
    case .symbol(var level):
      if stroke.capsLock { level.insert(.capsLock) }
      return map[stroke.code].symbols[Int(level.rawValue)].meaning
    case .control(let level): return map[stroke.code].controls[Int(level.rawValue)].meaning
    case .undecodable: return .undecodable
    }
  }

  private mutating func keypad(_ stroke: Keystroke, in map: KeyMap) -> Meaning {
    if stroke.modifiers.isEmpty { return finish(map[stroke.code].plain.meaning) }
    guard stroke.modifiers.isSubset(of: .alt), let digit = map[stroke.code].digit, altCode != nil
    else {
      return .undecodable
    }
    altCode?.append(digit)
    return .unfinished
  }

  private func editing(_ stroke: Keystroke, in map: KeyMap) -> Meaning {
    stroke.modifiers.isSubset(of: .shift) ? map[stroke.code].plain.meaning : .undecodable
  }

  /// The character whose number was typed, when Alt comes up.
  mutating func endAlt(in map: KeyMap) -> Meaning {
    defer { altCode = nil }
    guard let altCode, altCode.count > 0 else { return .silent }
    guard let scalar = altCode.character else { return .undecodable }
    guard scalar.value < 0x20 else { return finish(.character(scalar)) }
    if scalar.value == Ascii.groupSeparator, !map.profile.groupSeparator.allows(altCode: altCode) {
      return .undecodable
    }
    return map.meaning(of: UInt8(scalar.value)).meaning
  }

  /// The meaning of a key after the dead key before it.
  private mutating func finish(_ meaning: Meaning) -> Meaning {
    guard let before = dead else {
      guard case .dead(let key) = meaning else { return meaning }
      dead = key
      return .unfinished
    }
    guard case .character(let scalar) = meaning, scalar.value >= 0x20 else { return .undecodable }
    dead = nil
    let (first, second) = before.followed(by: scalar)
    return second.map { .pair(first, $0) } ?? .character(first)
  }
}
