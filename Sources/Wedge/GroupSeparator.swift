// SPDX-License-Identifier: Apache-2.0

// All spellings that can mean nothing else are understood at once. A narrower setting takes the others
// away, and a text adds one: a character that people can see, which the scanner sends in place of GS.

/// The spellings of the group separator (GS, 0x1D) that are understood.
public enum GroupSeparator: Sendable, Equatable {
  /// Every spelling.
  case auto
  /// Ctrl with the `]` of the layout, with or without Shift.
  case controlRightBracket
  /// The same, with Shift.
  case controlShiftRightBracket
  /// Ctrl with the key that is `]` on a US keyboard, whatever the layout has there.
  case controlUSRightBracket
  /// Alt with the digits 29, 029 or 0029 on the keypad.
  case alt(digits: AltDigits)
  /// F8.
  case f8
  /// The arrow key Down.
  case down
  /// A text in its place, beside every spelling.
  case text([UInt8])

  /// The numbers of digits in which the number of GS is typed.
  public enum AltDigits: String, Sendable, CaseIterable {
    case two = "29"
    case three = "029"
    case four = "0029"
  }

  /// The settings that have names.
  public static let named: [GroupSeparator] =
    [.auto, .controlRightBracket, .controlShiftRightBracket, .controlUSRightBracket]
    + AltDigits.allCases.map { .alt(digits: $0) } + [.f8, .down]

  /// The setting with this name in the configuration.
  public init?(name: String) {
    guard let match = Self.named.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// The setting with this name, or with a text that could be no name.
  package init?(nameOrText bytes: [UInt8]) {
    if let named = GroupSeparator(name: String(decoding: bytes, as: UTF8.self)) {
      self = named
    } else if bytes.contains(where: { !(0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 || $0 == 0x2D) }) {
      self = .text(bytes)
    } else {
      return nil
    }
  }

  /// The name in the configuration; empty for a text.
  public var name: String {
    switch self {
    case .auto: "auto"
    case .controlRightBracket: "ctrl-]"
    case .controlShiftRightBracket: "ctrl-shift-]"
    case .controlUSRightBracket: "ctrl-]-us"
    case .alt(let digits): "alt-\(digits.rawValue)"
    case .f8: "f8"
    case .down: "down"
    case .text: ""
    }
  }

  /// True if every spelling is understood.
  var isOpen: Bool {
    switch self {
    case .auto, .text: true
    default: false
    }
  }

  /// True if Alt with these digits means GS.
  func allows(altCode: AltCode) -> Bool {
    if case .alt(let digits) = self { return altCode.spelling == digits.rawValue }
    return isOpen
  }
}
