// SPDX-License-Identifier: Apache-2.0

// The rows of the compiled table. Their types are trivial and the tables are fixed-size arrays of
// literals, so the compiler puts them into the read-only data of the program: nothing is built at
// start, no references are counted, and a look-up is an index.

/// The AIs with the same two leading digits: their length (0 if there are none), and the index of
/// the only one if it has two digits, else their first slot in `aiSlots`.
struct AIPrefix {
  /// The number of digits of the AI; 0 if there is none.
  var width: UInt8
  /// Its index, or its first slot.
  var place: UInt16

  /// A row of `aiPrefixes`.
  init(_ width: UInt8, _ place: UInt16) {
    self.width = width
    self.place = place
  }
}

/// One AI: its code, the format of its values, its pairing rules, its title.
///
/// Each row is a word, which takes few instructions to find and to pass on. To type-check a literal
/// of as many structures, the compiler needs gigabytes of memory.
struct AIEntry {
  /// Properties of an AI.
  struct Flags: OptionSet {
    /// One bit for each property.
    let rawValue: UInt16

    /// Has a predefined length, so that it needs no separator.
    static let fixed = Flags(rawValue: 1)
    /// Can be an attribute in the query of a Digital Link URI.
    static let attribute = Flags(rawValue: 2)
    /// Primary key of a Digital Link URI.
    static let key = Flags(rawValue: 4)
    /// Has a check digit or check characters.
    static let checked = Flags(rawValue: 8)
    /// The digital signature (8030).
    static let signs = Flags(rawValue: 16)
    /// A key that can be signed only with its serial component: (253), (255), (8003).
    static let signable = Flags(rawValue: 32)
    /// Has pairing rules, or is named in one.
    static let ruled = Flags(rawValue: 64)
    /// Requires other AIs.
    static let requiring = Flags(rawValue: 128)
    /// Requires one of some AIs and also one of some others.
    static let requiringTwice = Flags(rawValue: 256)
    /// Excludes the other AIs with the same first three digits.
    static let alone = Flags(rawValue: 512)
    /// Has values with further components.
    static let compound = Flags(rawValue: 1024)
    /// The properties that few AIs have.
    static let rare: Flags = [.requiringTwice, .signs, .alone]
  }

  /// The index that stands for "no AI".
  static var absent: UInt16 { 0xFFFF }

  /// The first component of the value, mostly the only one.
  let component: AIComponent
  private let bits: UInt64

  /// The row of an AI.
  @inline(__always)
  init(_ index: UInt16) {
    bits = aiEntries[Int(index)]
    component = AIComponent(bits: aiFirstComponents[Int(index)])
  }

  /// The code as a number.
  @inline(__always)
  var number: UInt16 { UInt16(truncatingIfNeeded: bits) }

  /// Its other properties.
  @inline(__always)
  var flags: Flags { Flags(rawValue: UInt16(truncatingIfNeeded: bits &>> 16)) }

  /// The number of digits of the code.
  @inline(__always)
  var width: UInt8 { UInt8(truncatingIfNeeded: bits &>> 32) }

  /// The structure of its values.
  @inline(__always)
  var format: AIFormat { aiFormats[Int(UInt8(truncatingIfNeeded: bits &>> 40))] }

  /// The place of its rules in `associationRules`.
  @inline(__always)
  var rule: UInt8 { UInt8(truncatingIfNeeded: bits &>> 48) }

  /// The place of its title in `aiTitles`.
  @inline(__always)
  var title: UInt8 { UInt8(truncatingIfNeeded: bits &>> 56) }
}

/// The structure of a value: its components in `aiComponents`, its shortest and longest length.
struct AIFormat {
  /// The place of its first component in `aiComponents`.
  var first: UInt8
  /// The number of components.
  var count: UInt8
  /// The shortest value, in bytes.
  var minimum: UInt8
  /// The longest value, in bytes.
  var maximum: UInt8

  /// A row of `aiFormats`.
  init(_ first: UInt8, _ count: UInt8, _ minimum: UInt8, _ maximum: UInt8) {
    self.first = first
    self.count = count
    self.minimum = minimum
    self.maximum = maximum
  }
}

/// One component of a value: character set, lengths in bytes, and linters.
struct AIComponent {
  /// The way in which its end is found.
  enum Shape: UInt8 {
    /// It has a fixed number of digits.
    case fixedDigits
    /// It ends at the first character that it cannot contain.
    case run
    /// It ends after the padding that can follow its characters.
    case base64
  }

  /// A row of `aiComponents` or `aiFirstComponents`.
  let bits: UInt64

  /// The way in which its end is found.
  @inline(__always)
  var shape: Shape { Shape(rawValue: byte(0)) ?? .run }

  /// The characters that it can contain.
  @inline(__always)
  var characters: CharacterSet { CharacterSet(rawValue: byte(1)) }

  /// Its shortest length in bytes.
  @inline(__always)
  var minimum: UInt8 { byte(2) }

  /// Its longest length in bytes.
  @inline(__always)
  var maximum: UInt8 { byte(3) }

  /// True if it can be missing.
  @inline(__always)
  var optional: Bool { byte(4) != 0 }

  /// True if it has linters.
  @inline(__always)
  var hasLinters: Bool { byte(5) != 0 }

  /// The linters, in their order.
  var linters: (Linter, Linter, Linter) { (linter, linter(at: 6), linter(at: 7)) }

  /// The first linter, mostly the only one.
  @inline(__always)
  var linter: Linter { linter(at: 5) }

  @inline(__always)
  private func byte(_ place: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: bits &>> (8 &* place)) }

  @inline(__always)
  private func linter(at place: UInt64) -> Linter { Linter(rawValue: byte(place)) ?? .none }
}

/// A primary key of Digital Link URIs with one of its sequences of qualifiers.
struct KeySequence {
  /// The index of the key.
  var key: UInt16
  /// The qualifiers in their order; 65535 for those that are missing.
  var qualifiers: InlineArray<3, UInt16>

  /// A row of `keySequences`.
  init(_ key: UInt16, _ first: UInt16, _ second: UInt16, _ third: UInt16) {
    self.key = key
    self.qualifiers = [first, second, third]
  }
}
