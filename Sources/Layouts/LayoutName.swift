// SPDX-License-Identifier: Apache-2.0

// A name comes from a file or a command line and becomes part of the path of a file that libxkbcommon
// includes, and of a statement in its language (`symbols/de(nodeadkeys)`, `%H`, `,` for more layouts).
// So a name has letters, digits, `_` and `-`, and nothing else gets through.

/// The name of a layout in XKB, with its variant if it has one: `de`, `ch(fr)`.
struct LayoutName: Equatable {
  /// The most bytes in a name.
  static let maximumLength = 64

  let layout: String
  /// Empty if there is none.
  let variant: String

  /// Takes a name apart; nil if it cannot be the name of a layout.
  init?(_ text: String) {
    let bytes = text.utf8
    guard bytes.count <= Self.maximumLength else { return nil }
    let end = bytes.firstIndex(of: UInt8(ascii: "(")) ?? bytes.endIndex
    guard let layout = Self.word(bytes[..<end]) else { return nil }
    self.layout = layout
    if end == bytes.endIndex {
      variant = ""
    } else {
      guard bytes.last == UInt8(ascii: ")"),
        let variant = Self.word(bytes[bytes.index(after: end)...].dropLast())
      else { return nil }
      self.variant = variant
    }
  }

  private static func word(_ bytes: Substring.UTF8View) -> String? {
    guard !bytes.isEmpty, bytes.allSatisfy(isAllowed) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
