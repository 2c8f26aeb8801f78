// SPDX-License-Identifier: Apache-2.0

/// A GS1 Application Identifier, such as (01) or (3103): an index into the compiled table.
///
/// Sorted by code. Only the AIs of the GS1 Barcode Syntax Dictionary exist.
public struct ApplicationIdentifier: Sendable, Hashable, Comparable {
  /// Its place in the table.
  @usableFromInline let index: UInt16

  /// The AI at a place of the table.
  @usableFromInline init(index: UInt16) {
    self.index = index
  }

  /// The AI with this code (`"01"`, `"3103"`), or nil if the dictionary has none.
  public init?(_ code: String) {
    var code = code
    let found: ApplicationIdentifier? = code.withUTF8 { bytes in
      let span = bytes.span
      let found = ApplicationIdentifier(in: span, at: 0, end: span.count)
      return found.flatMap { $0.entry.width == span.count ? $0 : nil }
    }
    guard let found else { return nil }
    self = found
  }

  /// The AI at `start` of the data, or nil if there is none.
  @inline(__always)
  init?(in data: Span<UInt8>, at start: Int, end: Int) {
    guard end - start >= 2 else { return nil }
    let first = data[start].digitValue
    let second = data[start + 1].digitValue
    guard first < 10, second < 10 else { return nil }
    let prefix = aiPrefixes[first * 10 + second]
    if prefix.width == 2 {
      index = prefix.place
      return
    }
    guard prefix.width != 0,
      let index = Self.longer(in: data, start..<start + Int(prefix.width), end, prefix)
    else { return nil }
    self.index = index
  }

  /// The index of an AI of three or four digits, or nil if there is none.
  @inline(__always)
  private static func longer(
    in data: Span<UInt8>, _ range: Range<Int>, _ end: Int, _ prefix: AIPrefix
  ) -> UInt16? {
    guard range.upperBound <= end else { return nil }
    var offset = 0
    for place in range.dropFirst(2) {
      guard data[place].digitValue < 10 else { return nil }
      offset = offset * 10 + data[place].digitValue
    }
    let index = aiSlots[Int(prefix.place) + offset]
    return index == AIEntry.absent ? nil : index
  }

  /// Its row in the table.
  @inline(__always)
  var entry: AIEntry { AIEntry(index) }

  /// The digits of the AI, without parentheses.
  public var code: String {
    var digits: [UInt8] = []
    appendCode(to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  /// Appends the digits of the AI.
  func appendCode(to bytes: inout [UInt8]) {
    var unit: UInt16 = entry.width == 4 ? 1000 : entry.width == 3 ? 100 : 10
    while unit > 0 {
      bytes.append(0x30 + UInt8(entry.number / unit % 10))
      unit /= 10
    }
  }

  /// The data title of the General Specifications, such as `BATCH/LOT`; empty if it has none.
  public var title: String {
    aiTitles[Int(entry.title)].description
  }

  /// True if this AI is a primary key of GS1 Digital Link URIs.
  public var isKey: Bool {
    entry.flags.contains(.key)
  }

  /// True if values of this AI have a predefined length, so that they need no separator.
  @inline(__always)
  public var hasPredefinedLength: Bool {
    entry.flags.contains(.fixed)
  }

  /// True if one AI's code sorts before the other's.
  @inlinable public static func < (left: Self, right: Self) -> Bool {
    left.index < right.index
  }

  /// True if both are the same AI.
  @inlinable public static func == (left: Self, right: Self) -> Bool {
    left.index == right.index
  }
}

extension ApplicationIdentifier: CustomStringConvertible {
  /// The code in parentheses, as in the human readable interpretation.
  public var description: String { "(" + code + ")" }
}
