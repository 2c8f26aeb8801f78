// SPDX-License-Identifier: Apache-2.0

import CXkbcommon
import Wedge

/// A symbol of XKB (xkb_keysym_t): a character, a dead key, or the name of a function.
struct Keysym: Equatable {
  let rawValue: xkb_keysym_t

  /// The character, unless it is a control character: xkb_keysym_to_utf32().
  var character: Unicode.Scalar? {
    guard let scalar = Unicode.Scalar(xkb_keysym_to_utf32(rawValue)),
      scalar.properties.generalCategory != .control
    else { return nil }
    return scalar
  }

  /// The mark of a dead key; nil for other symbols and for marks that no Latin script has.
  var mark: DeadKey.Mark? {
    // The cases have the order of the keysyms from dead_grave to dead_ogonek.
    let first = xkb_keysym_t(XKB_KEY_dead_grave)
    guard rawValue >= first, let offset = UInt8(exactly: rawValue - first) else { return nil }
    return DeadKey.Mark(rawValue: offset)
  }

  /// True if it is a character or a dead key.
  var types: Bool { character != nil || mark != nil }
}

extension DeadKey.Mark {
  /// The character of the mark by itself, in layouts that have the ASCII quotes on other keys.
  var spacing: Unicode.Scalar {
    switch self {
    case .grave: "`"
    case .acute: "\u{B4}"
    case .circumflex: "^"
    case .tilde: "~"
    case .macron: "\u{AF}"
    case .breve: "\u{2D8}"
    case .aboveDot: "\u{2D9}"
    case .diaeresis: "\u{A8}"
    case .aboveRing: "\u{2DA}"
    case .doubleAcute: "\u{2DD}"
    case .caron: "\u{2C7}"
    case .cedilla: "\u{B8}"
    case .ogonek: "\u{2DB}"
    }
  }

  /// The ASCII quote that the dead key stands for if no other key gives it, as in us(intl).
  var quote: Unicode.Scalar? {
    switch self {
    case .acute: "'"
    case .diaeresis: "\""
    default: nil
    }
  }
}
