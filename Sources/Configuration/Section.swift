// SPDX-License-Identifier: Apache-2.0

// A section is a table of keys, and a key is the effect of an assignment on the settings. The
// messages about keys (the known ones, the nearest to a misspelt one) come from these tables.

/// Settings that a section of a file assigns.
protocol SectionSettings: Sendable {
  /// The settings without assignments.
  init()
  /// The section with its keys.
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

/// A key: the effects of assigning to it.
struct Key<Target: SectionSettings>: Sendable {
  typealias Parser<Value> = @Sendable (String) throws(ValueError) -> Value

  let name: String
  let assign: @Sendable (inout Target, UnitFile.Assignment) throws(ValueError) -> Void
  /// The effect of an empty value, which undoes earlier assignments.
  let reset: @Sendable (inout Target) -> Void

  /// A key with one value; a later assignment replaces an earlier one.
  static func value<Value>(
    _ name: String, _ path: WritableKeyPath<Target, Value> & Sendable,
    _ parse: @escaping Parser<Value>
  ) -> Key {
    Key(
      name: name,
      assign: { (settings, assignment) throws(ValueError) in
        settings[keyPath: path] = try parse(assignment.value)
      },
      reset: { $0[keyPath: path] = Target()[keyPath: path] })
  }

  /// A key with a list of values; assignments add to it.
  static func list<Value>(
    _ name: String, _ path: WritableKeyPath<Target, [Value]> & Sendable,
    _ parse: @escaping Parser<[Value]>
  ) -> Key {
    Key(
      name: name,
      assign: { (settings, assignment) throws(ValueError) in
        settings[keyPath: path] += try parse(assignment.value)
      },
      reset: { $0[keyPath: path] = [] })
  }
}
