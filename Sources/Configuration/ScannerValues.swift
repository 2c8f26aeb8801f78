// SPDX-License-Identifier: Apache-2.0

// The kinds of values of keys about the way a scanner types.

import Wedge

extension Value {
  /// The name of a layout in XKB, such as `ch(fr)`; it need not exist.
  static func layoutName(_ text: String) throws(ValueError) -> String {
    guard text.utf8.count <= longestLayoutName, text.utf8.allSatisfy(isLayoutByte) else {
      throw .malformed(text, expected: "the name of a keyboard layout such as de or ch(fr)")
    }
    return text
  }

  private static let longestLayoutName = 64

  private static func isLayoutByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "("), UInt8(ascii: ")"):
      return true
    default: return false
    }
  }

  /// A spelling of the group separator by name, or in quotes a text in its place.
  static func groupSeparator(_ text: String) throws(ValueError) -> GroupSeparator {
    guard let first = text.utf8.first, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    else { return try namedGroupSeparator(text) }
    let standIn = try bytes(atMost: longestStandIn)(text)
    guard standIn.contains(where: isSign), standIn.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw .malformed(text, expected: "a text with a sign that no data hold, such as \"#\"")
    }
    return .text(standIn)
  }

  private static let longestStandIn = 16

  private static let namedGroupSeparator = choice(
    GroupSeparator.named.map(\.name), GroupSeparator.init(name:))

  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      return false
    default: return true
    }
  }
}
