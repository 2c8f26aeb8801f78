// SPDX-License-Identifier: Apache-2.0

// The rules of the whole message (GS1 General Specifications, section 4.14) are checked with bit
// sets while its AIs are read: exclusions are collected, and required AIs are mostly present
// already, since keys tend to stand first. Only if a rule is broken are the elements examined, to
// find those that break it.

/// The AIs of one message, as far as the rules of the whole message need them.
struct Presence {
  /// The names of the message's AIs in the rules.
  private(set) var names = NameSet(0)
  private var excluded = NameSet(0)
  /// True if two AIs are of one family whose members exclude each other.
  private var hasSiblings = false
  /// True if an AI came before one that it requires, or without it.
  private(set) var isPending = false
  /// True if an AI came more than once.
  private(set) var repeats = false
  /// True if the digital signature (8030) is present.
  private(set) var signature = false
  /// True if all AIs of the message are known, so that a missing one is really missing.
  var isWhole = true
  private var seen = InlineArray<9, UInt64>(repeating: 0)

  /// A message without AIs.
  @inline(__always)
  init() {}

  /// True if an AI is excluded by another one.
  @inline(__always)
  var isBroken: Bool { hasSiblings || !names.isDisjoint(with: excluded) }

  /// Adds an AI of the message.
  @inline(__always)
  mutating func insert(_ ai: ApplicationIdentifier) {
    let flags = ai.entry.flags
    let word = Int(ai.index &>> 6)
    let bit = 1 &<< UInt64(ai.index)
    guard seen[word] & bit == 0 else {
      repeats = true
      return
    }
    seen[word] |= bit
    guard flags.contains(.ruled) else { return }
    let rule = Int(ai.entry.rule)
    names.formUnion(associationRules[rule].names)
    excluded.formUnion(associationRules[rule].excludes)
    if flags.contains(.requiring), !associationRules[rule].first.isMet(by: names) {
      isPending = true
    }
    if !flags.isDisjoint(with: .rare) { insertRare(ai) }
  }

  @inline(never)
  private mutating func insertRare(_ ai: ApplicationIdentifier) {
    if ai.entry.flags.contains(.signs) { signature = true }
    if !ai.rule.second.isMet(by: names) { isPending = true }
    if ai.entry.flags.contains(.alone) {
      for index in ai.neighbours {
        let other = ApplicationIdentifier(index: index)
        if ai.isSibling(of: other), contains(other) { hasSiblings = true }
      }
    }
  }

  /// True if the AI is in the message.
  func contains(_ ai: ApplicationIdentifier) -> Bool {
    seen[Int(ai.index) >> 6] >> UInt64(ai.index & 63) & 1 == 1
  }
}

extension Reading {
  /// Adds the faults of the elements as a set.
  @inline(__always)
  mutating func checkMessage(
    _ presence: Presence, pairing: Bool, in data: Span<UInt8>
  ) {
    if pairing {
      if presence.isBroken { reportExcluded() }
      if presence.isPending, presence.isWhole { reportLacking(presence) }
    }
    if presence.repeats { checkRepeats(in: data) }
    if presence.signature { checkSignature(in: data) }
  }

  /// True if an element before this one has the same AI.
  private func isRepeated(_ position: Int) -> Bool {
    elements[..<position].contains { $0.ai == elements[position].ai }
  }

  @inline(never)
  private mutating func reportExcluded() {
    for position in elements.indices where !isRepeated(position) {
      let ai = elements[position].ai
      for other in elements.indices where !isRepeated(other) {
        let partner = elements[other].ai
        guard ai.excludes(partner) else { continue }
        // If both exclude each other, the later one is reported.
        if other > position, partner.excludes(ai) { continue }
        reasons.append(
          Finding(.excludedPair, ai, elements[position].range, detail: Int(partner.index)))
      }
    }
  }

  @inline(never)
  private mutating func reportLacking(_ presence: Presence) {
    for position in elements.indices where !isRepeated(position) {
      let element = elements[position]
      let rule = element.ai.rule
      if !rule.first.isMet(by: presence.names) {
        reasons.append(Finding(.requisite, element.ai, element.range, detail: 0))
      }
      if !rule.second.isMet(by: presence.names) {
        reasons.append(Finding(.requisite, element.ai, element.range, detail: 1))
      }
    }
  }

  @inline(never)
  private mutating func checkRepeats(in data: Span<UInt8>) {
    for position in elements.indices {
      let element = elements[position]
      guard let first = elements[..<position].first(where: { $0.ai == element.ai }),
        !first.hasSameValue(as: element, in: data)
      else { continue }
      reasons.append(
        Finding(.repeat, element.ai, element.range, detail: first.range.lowerBound))
    }
  }

  /// A signature covers one item: a key that can have a serial component must have it.
  @inline(never)
  private mutating func checkSignature(in data: Span<UInt8>) {
    for element in elements where element.ai.entry.flags.contains(.signable) {
      let minimum = element.ai.entry.format.minimum
      if element.valueLength(in: data) == minimum {
        reasons.append(Finding(.signatureSerial, element.ai, element.range))
      }
    }
  }
}
