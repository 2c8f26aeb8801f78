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
  /// Modifiers with which no key gives a character that a scanner could mean.
  static let foreign: Modifiers = [.leftAlt, .rightAlt, .leftMeta, .rightMeta]

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
}
