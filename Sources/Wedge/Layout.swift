// SPDX-License-Identifier: Apache-2.0

/// What the keys of a scanner mean: the keyboard it was told to be.
public enum Layout: Sendable, Equatable, CaseIterable {
  /// The keyboard of the United States, as which most scanners leave the factory.
  case us

  /// The layout as XKB names it.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// XKB's name for it: xkeyboard-config(7).
  public var name: String {
    switch self {
    case .us: "us"
    }
  }

  /// The keys that give characters, alone and with Shift.
  var keys: [CharacterKey] {
    switch self {
    case .us: CharacterKey.us
    }
  }
}

/// A key that gives one character alone and another with Shift.
struct CharacterKey {
  /// The key's code.
  let code: UInt16
  /// What it gives alone.
  let plain: UInt8
  /// What it gives with Shift.
  let shifted: UInt8
  /// What the key gives with Ctrl, where that is a control character.
  var control: UInt8?

  /// Caps Lock acts as Shift on letters only.
  var isLetter: Bool { Ascii.isLetter(plain) }
}
