// SPDX-License-Identifier: Apache-2.0

// The rows of the compiled table. All are trivial and the tables are fixed-size arrays of
// literals, so the compiler lays them out in the read-only data of the program: nothing is built
// at start, nothing is counted, and a look-up is an index.

/// For two leading digits: the length of the AI (0 when there is none), and its index where the
/// two digits are all of it, else its first slot in `aiSlots`.
struct AIPrefix {
  /// How many digits the AI has; 0 when there is none.
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
/// Each row is a word, which is found and passed on in few instructions; and the compiler takes
/// gigabytes of memory to check a literal of as many structures.
struct AIEntry {
  /// Properties of an AI.
  struct Flags: OptionSet {
    /// One bit for each property.
    let rawValue: UInt16

    /// Predefined length: no separator needed after it.
    static let fixed = Flags(rawValue: 1)
    /// May be an attribute in the query of a Digital Link URI.
    static let attribute = Flags(rawValue: 2)
    /// Primary key of a Digital Link URI.
    static let key = Flags(rawValue: 4)
    /// Its value carries a check digit or check characters.
    static let checked = Flags(rawValue: 8)
    /// The digital signature (8030).
    static let signs = Flags(rawValue: 16)
    /// A key that can be signed only with its serial component: (253), (255), (8003).
    static let signable = Flags(rawValue: 32)
    /// Pairing rules name it, or it has some.
    static let ruled = Flags(rawValue: 64)
    /// It requires other AIs.
    static let requiring = Flags(rawValue: 128)
    /// It requires one of some AIs and also one of some others.
    static let requiringTwice = Flags(rawValue: 256)
    /// It excludes the other AIs that have its first three digits.
    static let alone = Flags(rawValue: 512)
    /// Its values have further components.
    static let compound = Flags(rawValue: 1024)
    /// What few AIs have.
    static let rare: Flags = [.requiringTwice, .signs, .alone]
  }

  /// The index that stands for "no AI".
  static var absent: UInt16 { 0xFFFF }

  /// The first component of the value, which is mostly all of it.
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

  /// What else holds for it.
  @inline(__always)
  var flags: Flags { Flags(rawValue: UInt16(truncatingIfNeeded: bits &>> 16)) }

  /// How many digits the code has.
  @inline(__always)
  var width: UInt8 { UInt8(truncatingIfNeeded: bits &>> 32) }

  /// How its values are made up.
  @inline(__always)
  var format: AIFormat { aiFormats[Int(UInt8(truncatingIfNeeded: bits &>> 40))] }

  /// The place of its rules in `associationRules`.
  @inline(__always)
  var rule: UInt8 { UInt8(truncatingIfNeeded: bits &>> 48) }

  /// The place of its title in `aiTitles`.
  @inline(__always)
  var title: UInt8 { UInt8(truncatingIfNeeded: bits &>> 56) }
}

/// How a value is made up: its components in `aiComponents`, its shortest and longest length.
struct AIFormat {
  /// The place of its first component in `aiComponents`.
  var first: UInt8
  /// How many components there are.
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

/// One component of a value: character set, lengths in bytes, and what else must hold.
struct AIComponent {
  /// How its end is found.
  enum Shape: UInt8 {
    /// It is digits of one length.
    case fixedDigits
    /// It ends where its characters do.
    case run
    /// It ends behind the padding that may follow its characters.
    case base64
  }

  /// A row of `aiComponents` or `aiFirstComponents`.
  let bits: UInt64

  /// How its end is found.
  @inline(__always)
  var shape: Shape { Shape(rawValue: byte(0)) ?? .run }

  /// The characters it may hold.
  @inline(__always)
  var characters: CharacterSet { CharacterSet(rawValue: byte(1)) }

  /// The fewest bytes it may have.
  @inline(__always)
  var minimum: UInt8 { byte(2) }

  /// The most bytes it may have.
  @inline(__always)
  var maximum: UInt8 { byte(3) }

  /// Whether it may be missing.
  @inline(__always)
  var optional: Bool { byte(4) != 0 }

  /// Whether anything else must hold.
  @inline(__always)
  var hasLinters: Bool { byte(5) != 0 }

  /// What else must hold, in this order.
  var linters: (Linter, Linter, Linter) { (linter, linter(at: 6), linter(at: 7)) }

  /// The first of what else must hold, which is mostly all of it.
  @inline(__always)
  var linter: Linter { linter(at: 5) }

  @inline(__always)
  private func byte(_ place: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: bits &>> (8 &* place)) }

  @inline(__always)
  private func linter(at place: UInt64) -> Linter { Linter(rawValue: byte(place)) ?? .none }
}

/// A primary key of Digital Link URIs with one of the sequences of qualifiers it may have.
struct KeySequence {
  /// The index of the key.
  var key: UInt16
  /// The qualifiers in their order; 65535 where there are fewer than three.
  var qualifiers: InlineArray<3, UInt16>

  /// A row of `keySequences`.
  init(_ key: UInt16, _ first: UInt16, _ second: UInt16, _ third: UInt16) {
    self.key = key
    self.qualifiers = [first, second, third]
  }
}
