// SPDX-License-Identifier: Apache-2.0

// A section is a table of keys, and a key is what an assignment to it does to the settings. All
// that is said of keys (which there are, what is near a misspelt one) comes from these tables.

/// Settings that one section of a file makes.
protocol SectionSettings: Sendable {
  /// The settings when nothing is assigned.
  init()
  /// The keys.
  static var section: Section<Self> { get }
}

/// A section and its keys.
struct Section<Target: SectionSettings>: Sendable {
  let name: String
  let keys: [Key<Target>]

  var summary: SectionSummary { SectionSummary(name: name, keys: keys.map(\.name)) }
}

/// The names in a section.
struct SectionSummary: Sendable, Equatable {
  let name: String
  let keys: [String]
}

/// A key: what assigning to it does.
struct Key<Target: SectionSettings>: Sendable {
  typealias Parser<Value> = @Sendable (String) throws(ValueError) -> Value

  let name: String
  let assign: @Sendable (inout Target, String) throws(ValueError) -> Void
  /// What an empty value does: as if nothing had been assigned.
  let reset: @Sendable (inout Target) -> Void

  /// A key with one value: a later assignment replaces an earlier one.
  static func value<Value>(
    _ name: String, _ path: WritableKeyPath<Target, Value> & Sendable,
    _ parse: @escaping Parser<Value>
  ) -> Key {
    Key(
      name: name,
      assign: { (settings, text) throws(ValueError) in settings[keyPath: path] = try parse(text) },
      reset: { $0[keyPath: path] = Target()[keyPath: path] })
  }

  /// A key with a list of values: assignments add to it.
  static func list<Value>(
    _ name: String, _ path: WritableKeyPath<Target, [Value]> & Sendable,
    _ parse: @escaping Parser<[Value]>
  ) -> Key {
    Key(
      name: name,
      assign: { (settings, text) throws(ValueError) in settings[keyPath: path] += try parse(text) },
      reset: { $0[keyPath: path] = [] })
  }
}
