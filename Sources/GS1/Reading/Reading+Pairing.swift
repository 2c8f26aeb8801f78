// SPDX-License-Identifier: Apache-2.0

// Rules over the whole message (GS1 General Specifications, section 4.14). Each is first asked of
// bit sets; only where one is broken are the elements looked at, to say which of them break it.

extension Reading {
  /// Adds what is wrong with the elements as a set.
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

  /// Whether an element before this one has the same AI.
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
        // Where both exclude each other, the later one is told.
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

  /// A signature is over one item: a key that may have a serial component must have it.
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
