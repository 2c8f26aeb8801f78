// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Wedge

extension Layout {
  /// The printable ASCII characters that a scanner with this layout may type with keys that another layout
  /// reads otherwise.
  func misread(as other: Layout) -> [Unicode.Scalar] {
    (0x21...0x7E).map { Unicode.Scalar(UInt8($0)) }.filter { character in
      strokes(of: character).contains { code, level in
        other.keys.first { $0.code == code }?[level].alone != character
      }
    }
  }

  /// The keys and modifiers with which a character is typed; of those, only the ones with the fewest modifiers.
  /// The key that boards of the United States do not have counts only where the character needs AltGr elsewhere.
  private func strokes(of character: Unicode.Scalar) -> [(code: UInt16, level: Level)] {
    let strokes = keys.filter { !Self.keypad.contains($0.code) }.flatMap { key in
      Level.all.filter { !$0.contains(.capsLock) && key[$0].alone == character }
        .map { (key.code, $0) }
    }
    let plain = strokes.filter { $0.0 != UInt16(KEY_102ND) && $0.1.isSubset(of: .shift) }
    let usual = plain.isEmpty ? strokes : plain
    let fewest = usual.map(\.1.rawValue.nonzeroBitCount).min()
    return usual.filter { $0.1.rawValue.nonzeroBitCount == fewest }
  }

  private static let keypad = Set(
    (KEY_KP7...KEY_KPDOT).map { UInt16($0) }
      + [
        KEY_KPASTERISK, KEY_KPSLASH, KEY_KPCOMMA, KEY_KPEQUAL, KEY_KPLEFTPAREN, KEY_KPRIGHTPAREN,
      ].map { UInt16($0) })
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
