// SPDX-License-Identifier: Apache-2.0

/// A label within the data that a scanner typed, taken apart.
struct TypedLabel: Equatable {
  /// The label.
  let label: CalibrationLabel
  /// The bytes before the symbology identifier and the text.
  let prefix: [UInt8]
  /// The symbology identifier; nil if there is none.
  let identifier: String?
  /// The bytes that stand where the separator should be.
  let separator: [UInt8]
  /// The bytes after the text.
  let suffix: [UInt8]

  /// The longest text that is taken for a separator.
  private static let longestSeparator = 16

  /// The label in `data`; nil if none is in there.
  init?(_ data: [UInt8]) {
    for label in CalibrationLabel.all {
      guard let head = data.firstRange(of: label.head),
        let tail = data[head.upperBound...].firstRange(of: label.tail),
        tail.lowerBound - head.upperBound <= Self.longestSeparator
      else { continue }
      self.init(label, in: data, head, tail)
      return
    }
    return nil
  }

  private init(
    _ label: CalibrationLabel, in data: [UInt8], _ head: Range<Int>, _ tail: Range<Int>
  ) {
    self.label = label
    separator = Array(data[head.upperBound..<tail.lowerBound])
    var before = data[..<head.lowerBound]
    var after = data[tail.upperBound...]
    // Some scanners type a separator for FNC1 at the beginning too, and the reader of GS1 expects that.
    if before.last == Ascii.groupSeparator { before.removeLast() }
    if after.first == Ascii.groupSeparator { after.removeFirst() }
    suffix = Array(after)
    identifier = Self.identifier(at: before.suffix(3))
    prefix = Array(before.dropLast(identifier?.utf8.count ?? 0))
  }

  /// True if the prefix stands between the symbology identifier and the text.
  var hasIdentifierInPrefix: Bool {
    prefix.indices.contains { Self.identifier(at: prefix[$0...].prefix(3)) != nil }
  }

  /// A symbology identifier: ISO/IEC 15424.
  private static func identifier(at bytes: ArraySlice<UInt8>) -> String? {
    guard bytes.count == 3, let first = bytes.first, first == UInt8(ascii: "]") else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let letter = bytes[bytes.startIndex + 1] | 0x20
    guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter),
      (0x30...0x39).contains(bytes[bytes.startIndex + 2])
    else { return nil }
    return text
  }

  /// True if another label was typed in the same way.
  func isTyped(like other: TypedLabel) -> Bool {
    prefix == other.prefix && suffix == other.suffix && separator == other.separator
      && (identifier == nil) == (other.identifier == nil)
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// The first place of `pattern`.
  func firstRange(of pattern: [UInt8]) -> Range<Int>? {
    guard count >= pattern.count else { return nil }
    for start in startIndex...(endIndex - pattern.count)
    where self[start] == pattern[0] && self[start..<start + pattern.count].elementsEqual(pattern) {
      return start..<start + pattern.count
    }
    return nil
  }
}
