// SPDX-License-Identifier: Apache-2.0

// Without a symbology identifier, data must prove what they are. Many other numbers happen to begin
// with the digits of an AI, so data count as an element string only if all of it is valid, pairing
// rules included, and it has a key with a check digit. But data that begin like such a key and then
// fail are a damaged label, not text.

extension Reading {
  /// Reads data without a symbology identifier.
  mutating func readUnidentified(_ data: Span<UInt8>, _ options: Options) {
    switch options.assume {
    case .text:
      break
    case .gs1:
      if data.hasWebScheme(at: 0, strict: false) {
        readDigitalLink(data, trimmed(data, from: 0), options)
      } else {
        readElementStrings(data, 0..<data.count, options)
      }
    case .auto:
      guess(data, options)
    }
  }

  private mutating func guess(_ data: Span<UInt8>, _ options: Options) {
    if data.hasWebScheme(at: 0, strict: false) {
      return readWebAddress(data, trimmed(data, from: 0), options)
    }
    let range = trimmed(data, from: 0)
    if 8...14 ~= range.count, data.isDigits(range) {
      return guessNumber(data, range)
    }
    notes.removeAll()
    guessElementStrings(data, options)
  }

  /// Reads a bare number: a GTIN if it has the length and the check digit of one.
  private mutating func guessNumber(_ data: Span<UInt8>, _ range: Range<Int>) {
    if range.count == 8 {
      becomeText()
      return notes.append(Finding(.maybeGTIN8, nil, range))
    }
    guard range.count >= 12, Linter.hasCheckDigit(data, range) else { return becomeText() }
    kind = .gtin
    let form = range.count == 14 ? Element.Form.verbatim : .zeroPadded(14 - range.count)
    elements.append(Element(.gtin, range, form))
    noteRestricted(data, range, form)
  }

  private mutating func guessElementStrings(_ data: Span<UInt8>, _ options: Options) {
    var options = options
    options.pairing = true
    guard data.firstAI != nil else { return }
    readElementStrings(data, 0..<data.count, options)
    let isProven =
      isValid && elements.contains { $0.ai.entry.flags.contains(.checked) }
    if !isProven, isValid || !data.beginsLikeKey { becomeText() }
  }
}

extension ApplicationIdentifier {
  /// True if values of this AI have a check digit and the data hold all digits of one at `start`.
  fileprivate func beginsChecked(_ data: Span<UInt8>, at start: Int) -> Bool {
    var place = start
    let format = entry.format
    for index in Int(format.first)..<Int(format.first) + Int(format.count) {
      let component = AIComponent(bits: aiComponents[index])
      guard component.characters == .n, !component.optional,
        place + Int(component.maximum) <= data.count,
        data.isDigits(place..<place + Int(component.maximum))
      else { return false }
      if component.linter == .csum { return true }
      place += Int(component.maximum)
    }
    return false
  }
}

extension Span<UInt8> {
  /// True if the data begin with all digits of a key that has a check digit.
  var beginsLikeKey: Bool {
    guard let first = firstAI else { return false }
    return first.ai.beginsChecked(self, at: first.value)
  }

  /// The AI at the start of the data, in parentheses or not, and the start of its value.
  fileprivate var firstAI: (ai: ApplicationIdentifier, value: Int)? {
    let start = firstPlaceThatIsNoSeparator
    if let bracketed = BracketedAI(in: self, at: start, end: count) {
      return (bracketed.ai, bracketed.end)
    }
    return ApplicationIdentifier(in: self, at: start, end: count)
      .map { ($0, start + Int($0.entry.width)) }
  }

  /// The first place that is not a separator.
  fileprivate var firstPlaceThatIsNoSeparator: Int {
    var place = 0
    while place < count, self[place] == .groupSeparator { place += 1 }
    return place
  }
}
