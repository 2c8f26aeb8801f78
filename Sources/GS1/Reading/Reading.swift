// SPDX-License-Identifier: Apache-2.0

/// The content of scan data: their kind, their elements, what is wrong and what is remarkable.
///
/// A value of fixed size. Its elements and findings are ranges of the scan data.
public struct Reading: Sendable {
  /// The kind of the data.
  public internal(set) var kind = Kind.text
  /// The symbology identifier the data begin with, if any.
  public internal(set) var symbology: SymbologyIdentifier?
  /// The elements that were understood, in the order of the data.
  public internal(set) var elements = ElementList()
  /// The faults, in the order of the data; then those of the message as a whole.
  public internal(set) var reasons = FindingList()
  /// Findings that are remarkable but not wrong.
  public internal(set) var notes = FindingList()

  /// An empty reading.
  @inline(__always)
  init() {}

  /// An empty reading, laid out by the compiler: a new reading is a copy of it.
  @usableFromInline static let blank = Reading()

  /// Reads scan data.
  ///
  /// Accepts any bytes. Allocates nothing; all ranges of the result lie within the data.
  @inlinable
  public static func of(_ data: Span<UInt8>, options: Options = Options()) -> Reading {
    // In an initialiser, the compiler would copy the whole reading once more: 118 instructions.
    var reading = Reading.blank
    reading.read(data, options)
    return reading
  }

  /// Fills a blank reading.
  @usableFromInline
  mutating func read(_ data: Span<UInt8>, _ options: Options) {
    if options.strict {
      readStrictly(data, options)
    } else {
      readTolerantly(data, options)
    }
  }

  /// True if nothing is wrong.
  public var isValid: Bool { reasons.isEmpty }

  /// The first element with this AI, or nil.
  public subscript(ai: ApplicationIdentifier) -> Element? {
    elements.first { $0.ai == ai }
  }
}

extension Reading {
  /// The kind of scan data.
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
}

/// The elements of one message, at most 64.
public struct ElementList: Sendable, RandomAccessCollection {
  /// The largest number of elements in one message.
  public static var limit: Int { 64 }

  private var size = 0
  private var storage = InlineArray<64, Element>(repeating: Element())

  /// An empty list.
  @inline(__always)
  init() {}

  /// The position of the first element.
  public var startIndex: Int { 0 }

  /// The number of elements.
  @inline(__always)
  public var endIndex: Int { size }

  /// The element at a position below `count`.
  @inline(__always)
  public subscript(position: Int) -> Element {
    precondition(position < size, "no such element")
    return storage[position]
  }

  /// True if there is no room for another element.
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

/// The findings about one message: the first sixteen, and the number of further ones.
public struct FindingList: Sendable, RandomAccessCollection {
  /// The largest number of findings that are kept.
  public static var limit: Int { 16 }

  private var size = 0
  /// The number of findings beyond those that are kept.
  public private(set) var omitted = 0
  private var storage = InlineArray<16, Finding>(repeating: Finding())

  /// An empty list.
  @inline(__always)
  init() {}

  /// The position of the first finding.
  public var startIndex: Int { 0 }

  /// The number of findings that are kept.
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
