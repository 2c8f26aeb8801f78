// SPDX-License-Identifier: Apache-2.0

// A scanner types keys, and a layout makes characters of them. If the characters are known beforehand, the keys
// tell the layout. So the labels hold the characters that the common layouts have on different keys, as far as
// GS1's data may contain them, and a separator in the middle, whose spelling the keys tell too.

/// A label whose text is known: a GS1 element string with one separator.
public struct CalibrationLabel: Sendable, Equatable {
  /// An element: a value and its application identifier.
  public struct Element: Sendable, Equatable {
    /// The application identifier.
    public let ai: String
    /// The value.
    public let value: String
  }

  /// The name among the labels.
  public let name: String
  /// The elements. The separator stands before the last one, after the only one of variable length.
  public let elements: [Element]
  /// The symbol that holds them.
  public let symbol: Symbol

  /// The text up to the separator.
  var head: [UInt8] { Array(elements.dropLast().map { $0.ai + $0.value }.joined().utf8) }

  /// The text after the separator.
  var tail: [UInt8] { Array(elements.suffix(1).map { $0.ai + $0.value }.joined().utf8) }

  /// The data that a scanner should type, without a symbology identifier.
  public var data: [UInt8] { head + [Ascii.groupSeparator] + tail }

  /// The text as people read it below a symbol: the application identifiers are in parentheses.
  public var humanReadable: String { elements.map { "(\($0.ai))\($0.value)" }.joined() }
}

/// Characters of ISO/IEC 646 by name.
enum Ascii {
  static let groupSeparator: UInt8 = 0x1D
}
