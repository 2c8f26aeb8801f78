// SPDX-License-Identifier: Apache-2.0

/// What scan data were read as.
public enum Kind: String, Sendable, CaseIterable {
  /// GS1 element strings.
  case elementString = "element-string"
  /// A GS1 Digital Link URI.
  case digitalLink = "digital-link"
  /// The bare GTIN of an EAN/UPC or ITF-14 symbol.
  case gtin
  /// Anything else; valid, with no elements.
  case text

  /// The name that records use.
  public var name: String { rawValue }
}

/// What scan data say: kind, elements, what is wrong and what is remarkable.
///
/// A value of fixed size. Elements and findings are ranges into the scan data it was read from.
public struct Reading: Sendable {
  /// What the data were read as.
  public internal(set) var kind = Kind.text
  /// The symbology identifier the data begin with, if any.
  public internal(set) var symbology: SymbologyIdentifier?
  /// The elements that were understood, in the order of the data.
  public internal(set) var elements = ElementList()
  /// What is wrong, in the order of the data; then what is wrong with the message as a whole.
  public internal(set) var reasons = FindingList()
  /// What is remarkable and not wrong.
  public internal(set) var notes = FindingList()

  /// Nothing, yet.
  @inline(__always)
  init() {}

  /// Whether nothing is wrong.
  public var isValid: Bool { reasons.isEmpty }

  /// The first element with this AI, or nil.
  public subscript(ai: ApplicationIdentifier) -> Element? {
    elements.first { $0.ai == ai }
  }
}

/// The elements of one message, at most 64.
public struct ElementList: Sendable, RandomAccessCollection {
  /// How many elements one message may have.
  public static var limit: Int { 64 }

  private var size = 0
  private var storage = InlineArray<64, Element>(
    repeating: Element())

  /// Nothing, yet.
  @inline(__always)
  init() {}

  /// The position of the first element.
  public var startIndex: Int { 0 }

  /// How many elements there are.
  @inline(__always)
  public var endIndex: Int { size }

  /// The element at a position below `count`.
  @inline(__always)
  public subscript(position: Int) -> Element {
    precondition(position < size, "no such element")
    return storage[position]
  }

  /// Whether no further element has room.
  @inline(__always)
  var isFull: Bool { size == Self.limit }

  /// Adds an element; there must be room for it.
  @inline(__always)
  mutating func append(_ element: Element) {
    storage[size] = element
    size += 1
  }

  /// Empties the list.
  mutating func removeAll() {
    size = 0
  }
}

/// What was found in one message: the first sixteen things, and how many more there were.
public struct FindingList: Sendable, RandomAccessCollection {
  /// How many findings are kept.
  public static var limit: Int { 16 }

  private var size = 0
  /// How many findings were met after the last one that is kept.
  public private(set) var omitted = 0
  private var storage = InlineArray<16, Finding>(repeating: Finding())

  /// Nothing, yet.
  @inline(__always)
  init() {}

  /// The position of the first finding.
  public var startIndex: Int { 0 }

  /// How many findings are kept.
  public var endIndex: Int { size }

  /// The finding at a position below `count`.
  public subscript(position: Int) -> Finding {
    precondition(position < size, "no such finding")
    return storage[position]
  }

  /// Adds a finding, or counts it when there is no room.
  mutating func append(_ finding: Finding) {
    guard size < Self.limit else {
      omitted += 1
      return
    }
    storage[size] = finding
    size += 1
  }

  /// Empties the list.
  mutating func removeAll() {
    size = 0
    omitted = 0
  }
}
