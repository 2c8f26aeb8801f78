// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Wedge

extension Layout {
  /// The printable ASCII characters that a scanner with this layout cannot type with keys that another layout
  /// reads as the same.
  func misread(as other: Layout) -> [Unicode.Scalar] {
    (0x21...0x7E).map { Unicode.Scalar(UInt8($0)) }.filter { character in
      let strokes = strokes(of: character)
      return !strokes.isEmpty
        && strokes.allSatisfy { code, level in
          other.keys.first { $0.code == code }?[level].alone != character
        }
    }
  }

  /// The keys and modifiers with which a character is typed.
  private func strokes(of character: Unicode.Scalar) -> [(code: UInt16, level: Level)] {
    keys.filter { !Self.keypad.contains($0.code) }.flatMap { key in
      Level.all.filter { !$0.contains(.capsLock) && key[$0].alone == character }
        .map { (key.code, $0) }
    }
  }

  private static let keypad = Set(
    (KEY_KP7...KEY_KPDOT).map { UInt16($0) }
      + [KEY_KPASTERISK, KEY_KPSLASH, KEY_KPCOMMA, KEY_KPEQUAL].map { UInt16($0) })
}

extension Layout.Symbol {
  /// The character that the symbol gives, if need be with the space after it.
  fileprivate var alone: Unicode.Scalar? {
    switch self {
    case .none: nil
    case .character(let scalar): scalar
    case .dead(let key): key.alone
    }
  }
}
