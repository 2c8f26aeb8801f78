// SPDX-License-Identifier: Apache-2.0

// Without a symbology identifier data must prove what they are. A number that happens to begin
// with the digits of an AI is far more frequent than it seems, so an element string counts as one
// only if all of it holds, pairing rules included, and a key with a check digit is in it. But data
// that begin like such a key and then fail are a damaged label, never mere text.

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
      return readDigitalLink(data, trimmed(data, from: 0), options)
    }
    let range = trimmed(data, from: 0)
    if 8...14 ~= range.count, data.isDigits(range) {
      return guessNumber(data, range)
    }
    notes.removeAll()
    guessElementStrings(data, options)
  }

  /// A bare number: a GTIN if it has the length and the check digit of one.
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
  /// Whether this AI, whose value is at `start`, has a check digit and enough digits follow to have
  /// lost it.
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
  /// Whether the data begin with a key that has a check digit and with all digits of it.
  var beginsLikeKey: Bool {
    guard let first = firstAI else { return false }
    return first.ai.beginsChecked(self, at: first.value)
  }

  /// The AI that the data begin with, in parentheses or not, and where its value begins.
  fileprivate var firstAI: (ai: ApplicationIdentifier, value: Int)? {
    let start = firstPlaceThatIsNoSeparator
    if let bracketed = BracketedAI(in: self, at: start, end: count) {
      return (bracketed.ai, bracketed.end)
    }
    return ApplicationIdentifier(in: self, at: start, end: count)
      .map { ($0, start + Int($0.entry.width)) }
  }

  /// Where the data begin behind separators.
  fileprivate var firstPlaceThatIsNoSeparator: Int {
    var place = 0
    while place < count, self[place] == .groupSeparator { place += 1 }
    return place
  }
}
