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
  var component: AIComponent
  /// The code as a number.
  var number: UInt16
  /// What else holds for it.
  var flags: Flags
  /// How many digits the code has.
  var width: UInt8
  /// The place of its format in `aiFormats`.
  var format: UInt8
  /// The place of its rules in `associationRules`.
  var rule: UInt8
  /// The place of its title in `aiTitles`.
  var title: UInt8

  /// A row, one for each AI.
  init(
    _ number: UInt16, _ width: UInt8, _ component: AIComponent, format: UInt8, rule: UInt8,
    title: UInt8, flags: UInt16
  ) {
    self.component = component
    self.number = number
    self.flags = Flags(rawValue: flags)
    self.width = width
    self.format = format
    self.rule = rule
    self.title = title
  }
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

  /// How its end is found.
  var shape: Shape
  /// The characters it may hold.
  var characters: CharacterSet
  /// The fewest bytes it may have.
  var minimum: UInt8
  /// The most bytes it may have.
  var maximum: UInt8
  /// Whether it may be missing.
  var optional: Bool
  /// What else must hold, in this order.
  var linters: (Linter, Linter, Linter)

  /// A row of `aiComponents`.
  init(
    _ shape: Shape, _ characters: CharacterSet, _ minimum: UInt8, _ maximum: UInt8,
    optional: Bool, _ first: Linter, _ second: Linter, _ third: Linter
  ) {
    self.shape = shape
    self.characters = characters
    self.minimum = minimum
    self.maximum = maximum
    self.optional = optional
    self.linters = (first, second, third)
  }
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
