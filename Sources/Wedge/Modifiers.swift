// SPDX-License-Identifier: Apache-2.0

/// The modifier keys that are down. Left and right are separate, as each has its own release.
struct Modifiers: OptionSet, Equatable {
  let rawValue: UInt8

  static let leftShift = Modifiers(rawValue: 1 << 0)
  static let rightShift = Modifiers(rawValue: 1 << 1)
  static let leftControl = Modifiers(rawValue: 1 << 2)
  static let rightControl = Modifiers(rawValue: 1 << 3)
  static let leftAlt = Modifiers(rawValue: 1 << 4)
  static let rightAlt = Modifiers(rawValue: 1 << 5)
  static let leftMeta = Modifiers(rawValue: 1 << 6)
  static let rightMeta = Modifiers(rawValue: 1 << 7)

  /// Either Shift.
  static let shift: Modifiers = [.leftShift, .rightShift]
  /// Either Ctrl.
  static let control: Modifiers = [.leftControl, .rightControl]
  /// Either Alt; the right one is AltGr in most layouts.
  static let alt: Modifiers = [.leftAlt, .rightAlt]
  /// The modifiers with which no key gives a character that a scanner could mean.
  static let meta: Modifiers = [.leftMeta, .rightMeta]

  /// The modifier keys.
  static let keys: [(code: UInt16, modifier: Modifiers)] = [
    (KeyCode.leftShift, .leftShift), (KeyCode.rightShift, .rightShift),
    (KeyCode.leftControl, .leftControl), (KeyCode.rightControl, .rightControl),
    (KeyCode.leftAlt, .leftAlt), (KeyCode.rightAlt, .rightAlt),
    (KeyCode.leftMeta, .leftMeta), (KeyCode.rightMeta, .rightMeta),
  ]

  /// The modifiers among the keys that are down.
  init(among keys: KeySet) {
    self = []
    for (code, modifier) in Self.keys where keys.contains(code) { insert(modifier) }
  }

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// True if one of these is down.
  func has(_ others: Modifiers) -> Bool { !isDisjoint(with: others) }
}

/// The effect of the modifiers that are down on a key that gives characters.
enum Chord: Equatable {
  /// The key's symbol at a level; Caps Lock is not in it.
  case symbol(Layout.Level)
  /// The key's control character at a level.
  case control(Layout.Level)
  /// Nothing that a scanner could mean.
  case undecodable

  /// The effect of modifiers. AltGr is the right Alt, or Ctrl with the left Alt as on Windows.
  init(_ modifiers: Modifiers, hasAltGr: Bool) {
    var level: Layout.Level = modifiers.has(.shift) ? .shift : []
    let others = modifiers.subtracting(.shift)
    if others.isEmpty {
      self = .symbol(level)
      return
    }
    if others.isSubset(of: .control) {
      self = .control(level)
      return
    }
    level.insert(.altGr)
    guard hasAltGr, !others.has(.meta) else {
      self = .undecodable
      return
    }
    let isWindows = others.contains(.leftAlt) && others.has(.control)
    switch (others.intersection(.alt), isWindows) {
    case (.rightAlt, _): self = others.has(.control) ? .control(level) : .symbol(level)
    case (.leftAlt, true): self = .symbol(level)
    default: self = .undecodable
    }
  }
}
