// SPDX-License-Identifier: Apache-2.0

// String's == and hash(into:) hold texts for equal that look equal: they bring both into Unicode's
// normal form, which sorts each run of combining marks, in time that grows with the square of its length.
// 64 KiB of such marks took 3 s. Text from outside is therefore compared by its bytes, which is also
// the equality of SQLite, of other programs and of GS1.

/// True if two texts are the same bytes of UTF-8.
public func sameBytes(_ a: String, _ b: String) -> Bool {
  a.withBytes { a in b.withBytes { b in a.count == b.count && a.elementsEqual(b) } }
}

/// A text from outside that is compared and hashed by the bytes of its UTF-8.
public struct ByteText: Sendable, Hashable, Comparable {
  /// The text.
  public let text: String

  /// A text.
  public init(_ text: String) {
    self.text = text
  }

  /// True if both are the same bytes.
  public static func == (a: ByteText, b: ByteText) -> Bool { sameBytes(a.text, b.text) }

  /// The order of the bytes, which is that of the code points.
  public static func < (a: ByteText, b: ByteText) -> Bool {
    a.text.withBytes { a in b.text.withBytes { b in a.lexicographicallyPrecedes(b) } }
  }

  /// Hashes the bytes and their number.
  public func hash(into hasher: inout Hasher) {
    text.withBytes { bytes in
      hasher.combine(bytes.count)
      hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    }
  }
}

extension ByteText: ExpressibleByStringLiteral {
  /// A text that stands in the source.
  public init(stringLiteral text: String) {
    self.init(text)
  }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
  /// The case with exactly this name; unlike `init(rawValue:)` it is made for text from outside.
  public init?(named name: String) {
    guard let found = Self.allCases.first(where: { sameBytes($0.rawValue, name) }) else {
      return nil
    }
    self = found
  }
}

extension String {
  /// Calls `body` with the bytes of the UTF-8, which are copied only where they do not lie together.
  fileprivate func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    return Array(utf8).withUnsafeBufferPointer(body)
  }
}
