// SPDX-License-Identifier: Apache-2.0

import GS1

// Readings of the same data with other options, and of data with something before or after them.
// The condition for comparing strict and tolerant readings excludes the known differences.

extension Examination {
  /// Compares readings of the same data.
  func examineModes(_ label: Label) throws(Violation) {
    try examineStrictness(label)
    guard !label.options.strict else { return }
    try examineGuess(label)
    let assumed = label.with { $0.assume = .gs1 }
    try examineWebAddress(label)
    try examineIdentifier(label.hasWebScheme ? label.with { $0.assume = .auto } : assumed)
    try examinePairing(assumed)
    try examineSuspicion(assumed)
    try examineFragment(label)
  }

  /// Strict and tolerant, both with the fixed century of the strict reading.
  private func examineStrictness(_ label: Label) throws(Violation) {
    let strict = label.with { $0.strict = true }
    let tolerant = label.with {
      $0.strict = false
      $0.assume = .gs1
      $0.separatorNeverSeen = false
      $0.currentYear = nil
    }
    if strict.reading.isValid, strict.isComparable {
      let isSame = tolerant.isValid(strict.reading.kind) && tolerant.fields == strict.fields
      try require(.strictIsTolerated, isSame, strict, tolerant)
    }
    if tolerant.reading.isValid, tolerant.isComparable, tolerant.isClean {
      let isSame = strict.isValid(tolerant.reading.kind) && strict.fields == tolerant.fields
      try require(.cleanIsStrict, isSame, tolerant, strict)
    }
  }

  private func examineGuess(_ label: Label) throws(Violation) {
    guard label.reading.symbology == nil else { return }
    let guessed = label.with { $0.assume = .auto }
    guard guessed.reading.kind == .elementString else { return }
    let assumed = label.with {
      $0.assume = .gs1
      $0.pairing = true
    }
    try require(
      .guessIsAssumption, guessed.reading.isSame(as: assumed.reading), guessed, assumed)
  }

  /// Adds a symbology identifier to data that have none.
  private func examineIdentifier(_ label: Label) throws(Violation) {
    guard label.reading.symbology == nil, label.data.count <= 8190 else { return }
    let identifier = label.hasWebScheme ? "]Q1" : "]C1"
    let identified = Label(Array(identifier.utf8) + label.data, label.options)
    let isSame =
      identified.reading.kind == label.reading.kind
      && identified.fields == label.fields
      && identified.reading.elements.map(\.range) == label.reading.elements.map { $0.range + 3 }
      && identified.reading.reasons.elementsEqual(label.reading.reasons, by: isMoved)
      && identified.reading.notes.elementsEqual(label.reading.notes, by: isMoved)
    try require(.identifierShifts, isSame, label, identified)
  }

  private func isMoved(_ finding: Finding, _ original: Finding) -> Bool {
    finding.code == original.code && finding.ai == original.ai
      && finding.range == original.range + 3
  }

  private func examinePairing(_ label: Label) throws(Violation) {
    let held = label.with { $0.pairing = true }
    let free = label.with { $0.pairing = false }
    guard held.reading.reasons.omitted == 0 else { return }
    let others = held.reading.reasons.filter { $0.code != .excludedPair && $0.code != .requisite }
    let isSame =
      free.reading.kind == held.reading.kind
      && free.reading.elements.elementsEqual(held.reading.elements)
      && free.reading.reasons.elementsEqual(others)
    try require(.pairingOnlyAddsReasons, isSame, held, free)
  }

  private func examineSuspicion(_ label: Label) throws(Violation) {
    let wary = label.with { $0.separatorNeverSeen = true }
    let calm = label.with { $0.separatorNeverSeen = false }
    guard wary.reading.notes.omitted == 0 else { return }
    var notes = Array(wary.reading.notes)
    var isAboutLast = true
    if let suspicion = notes.last, suspicion.code == .suspectSeparator {
      notes.removeLast()
      let last = wary.reading.elements.last
      isAboutLast = suspicion.ai == last?.ai && suspicion.range.upperBound == last?.range.upperBound
    }
    let isSame =
      isAboutLast && wary.reading.elements.elementsEqual(calm.reading.elements)
      && wary.reading.reasons.isSame(as: calm.reading.reasons)
      && notes.elementsEqual(calm.reading.notes)
    try require(.suspicionOnlyAddsANote, isSame, wary, calm)
  }

  private func examineFragment(_ label: Label) throws(Violation) {
    guard label.isValid(.digitalLink), !label.data.contains(0x23), label.data.count < 8180,
      !label.reading.notes.contains(where: { $0.code == .lineEnd })
    else { return }
    let extended = Label(label.data + Array("#a?b/c".utf8), label.options)
    let isSame = extended.reading.isValid && extended.fields == label.fields
    try require(.fragmentIsIgnored, isSame, label, extended)
  }
}

extension Label {
  /// True if strict and tolerant reading follow the same rules for it. They differ in the padding
  /// of base64 (8030), in the order of a coupon's dates (8110), in EAN/UPC, in bad escapes of a
  /// URI, and in data that are text only if strict.
  fileprivate var isComparable: Bool {
    let differs = ["8030", "8110"].contains { reading[ApplicationIdentifier($0)!] != nil }
    switch reading.kind {
    case .elementString: return !differs && !isOfEAN
    case .digitalLink: return !differs && !hasBadEscape
    case .gtin, .text: return false
    }
  }

  /// True if nothing in it is merely tolerated.
  fileprivate var isClean: Bool {
    guard reading.notes.isEmpty else { return false }
    guard reading.kind == .digitalLink else {
      return isIdentified(as: "]C1", "]e0", "]d2", "]Q3", "]J1")
    }
    return (reading.symbology == nil || isIdentified(as: "]d1", "]Q1", "]J0"))
      && data.count <= 8191 && !hasMixedScheme && !hasNamelessParameter
  }

  private var hasBadEscape: Bool {
    data.indices.contains { place in
      data[place] == 0x25
        && !(place + 2 < data.count && data[place + 1].isHexDigit && data[place + 2].isHexDigit)
    }
  }

  private var hasMixedScheme: Bool {
    let scheme = data[start...].prefix { $0 != 0x3A }
    return !(scheme.allSatisfy { $0 & 0x20 == 0 } || scheme.allSatisfy { $0 & 0x20 != 0 })
  }

  /// True if a parameter of the query begins with its equals sign.
  private var hasNamelessParameter: Bool {
    zip(data, data.dropFirst()).contains { ($0 == 0x3F || $0 == 0x26) && $1 == 0x3D }
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}

private func + (range: Range<Int>, offset: Int) -> Range<Int> {
  range.lowerBound + offset..<range.upperBound + offset
}
