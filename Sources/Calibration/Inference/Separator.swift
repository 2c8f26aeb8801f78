// SPDX-License-Identifier: Apache-2.0

import Wedge

/// The thing that a scanner types where a label has the separator.
public enum Separator: Sendable, Equatable {
  /// GS, in a spelling that scand knows; `spelling` is the narrowest setting of GroupSeparator= that allows it.
  case groupSeparator(spelling: String)
  /// A text that people can see, which stands for it.
  case standIn([UInt8])
  /// Nothing: the elements run into one another.
  case missing

  /// The kind of separator by the bytes that were decoded; nil if they cannot stand for one.
  init?(_ bytes: [UInt8]) {
    if bytes == [Ascii.groupSeparator] {
      self = .groupSeparator(spelling: "")
    } else if bytes.isEmpty {
      self = .missing
    } else if Self.canStandIn(bytes) {
      self = .standIn(bytes)
    } else {
      return nil
    }
  }

  /// The rule of GroupSeparator=: a text without control characters that has a sign.
  private static func canStandIn(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F } && bytes.contains { !isLetterOrDigit($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    let lowered = byte | 0x20
    return (0x30...0x39).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowered)
  }

  /// The order in which layouts are preferred that read all else alike.
  var rank: Int {
    switch self {
    case .groupSeparator: 0
    case .standIn: 1
    case .missing: 2
    }
  }
}
