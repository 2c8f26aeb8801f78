// SPDX-License-Identifier: Apache-2.0

/// A set of texts, compared by their bytes; looking one up allocates nothing.
public struct TextSet: Sendable, Equatable {
  private let texts: Set<ByteText>

  /// The set of `texts`.
  public init(_ texts: some Sequence<String>) {
    self.texts = Set(texts.lazy.map { ByteText($0) })
  }

  /// True if there is no text.
  public var isEmpty: Bool { texts.isEmpty }

  /// The texts in the order of their bytes.
  public var sorted: [String] { texts.sorted().map(\.text) }

  /// True if `text` is among them.
  public func contains(_ text: String) -> Bool { texts.contains(ByteText(text)) }
}

extension TextSet: ExpressibleByArrayLiteral {
  /// The set of these texts.
  public init(arrayLiteral texts: String...) {
    self.init(texts)
  }
}
