// SPDX-License-Identifier: Apache-2.0

// The pairing rules of the dictionary name AIs (`01`) and families of AIs (`31nn`). Each name has a
// bit, a message has the set of the names of its AIs, and a rule is a set to compare it with.
//
// An AI does not exclude itself: "no other weight" on (3102) means (3103), not (3102). Such
// families are neighbours in the table, so they need no name.

/// A set of the names that pairing rules use.
struct NameSet: OptionSet {
  /// One bit for each name, in the order of `associationNames`.
  let rawValue: UInt64

  /// The set with these bits.
  @inline(__always)
  init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// The set with these bits.
  @inline(__always)
  init(_ rawValue: UInt64) {
    self.rawValue = rawValue
  }
}

/// A mandatory association: one of some names, or one whole group of names.
struct Requisite {
  /// The names of which one is enough.
  var anyOf: NameSet
  /// The first of the groups in `requisiteGroups`.
  var groups: UInt8
  /// The number of groups.
  var count: UInt8

  /// A requisite; without arguments, one that is always met.
  init(anyOf: NameSet = NameSet(0), groups: UInt8 = 0, count: UInt8 = 0) {
    self.anyOf = anyOf
    self.groups = groups
    self.count = count
  }

  /// True if the names of the message meet it.
  @inline(__always)
  func isMet(by present: NameSet) -> Bool {
    !present.isDisjoint(with: anyOf) || isMetByGroup(of: present)
  }

  @inline(never)
  private func isMetByGroup(of present: NameSet) -> Bool {
    if count == 0 { return anyOf.isEmpty }
    for group in Int(groups)..<Int(groups) + Int(count)
    where present.isSuperset(of: requisiteGroups[group]) {
      return true
    }
    return false
  }
}

/// The names of an AI in rules, the names that it excludes and those that it requires.
struct AssociationRule {
  /// The names of the AI.
  var names: NameSet
  /// The names of other AIs that it excludes.
  var excludes: NameSet
  /// The first requirement of the AI.
  var first: Requisite
  /// The second requirement, which few AIs have.
  var second: Requisite

  /// A row of `associationRules`.
  init(names: NameSet, excludes: NameSet, _ first: Requisite, _ second: Requisite) {
    self.names = names
    self.excludes = excludes
    self.first = first
    self.second = second
  }

  /// True if the message has all that the AI requires.
  func isMet(by present: NameSet) -> Bool {
    first.isMet(by: present) && second.isMet(by: present)
  }
}

extension ApplicationIdentifier {
  /// The pairing rules that concern the AI.
  var rule: AssociationRule { associationRules[Int(entry.rule)] }

  /// True if the rules of this AI exclude the other, a different one.
  func excludes(_ other: ApplicationIdentifier) -> Bool {
    guard self != other else { return false }
    return !rule.excludes.isDisjoint(with: other.rule.names)
      || (entry.flags.contains(.alone) && isSibling(of: other))
  }

  /// True if the other is a different AI of four digits with the same first three.
  func isSibling(of other: ApplicationIdentifier) -> Bool {
    self != other && entry.width == 4 && other.entry.width == 4
      && entry.number / 10 == other.entry.number / 10
  }

  /// The range of indices in which the siblings of an AI of four digits are.
  var neighbours: Range<UInt16> {
    let first = index - entry.number % 10
    return first..<min(first + 10, aiCount)
  }
}
