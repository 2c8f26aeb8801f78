// SPDX-License-Identifier: Apache-2.0

// EAN/UPC and ITF-14 symbols hold a GTIN and nothing else. It is reported as the element (01) that
// it means, with the zeros it lacks; the data of a composite component belong to the same item.

extension Reading {
  /// Reads an EAN-13, EAN-8, UPC-A or UPC-E symbol, with or without a composite component.
  mutating func readEANUPC(
    _ data: Span<UInt8>, _ symbology: SymbologyIdentifier, _ range: Range<Int>,
    _ options: Options
  ) {
    kind = .gtin
    let digits = range.lowerBound..<data.endOfDigits(range)
    let composite = data.compositeStart(at: digits.upperBound)
    guard composite != nil || digits.upperBound == range.upperBound else {
      return reasons.append(Finding(.eanDigits, nil, range))
    }
    let count = gtinLength(of: digits, symbology)
    guard let form = eanForm(count, symbology) else {
      return reasons.append(Finding(.eanLength, nil, digits))
    }
    let gtin = digits.lowerBound..<digits.lowerBound + count
    if let reason = checkGTIN(data, gtin, form) {
      reasons.append(reason)
    } else {
      elements.append(Element(.gtin, gtin, form))
      noteRestricted(data, gtin, form)
    }
    if symbology.hasAddOn, gtin != digits {
      notes.append(Finding(.addOn, .gtin, gtin.upperBound..<digits.upperBound))
    }
    if let composite { readComposite(data, composite..<range.upperBound, options) }
  }

  /// How many of the digits are the GTIN's: two or five more may be those of an add-on.
  private func gtinLength(of digits: Range<Int>, _ symbology: SymbologyIdentifier) -> Int {
    guard symbology.hasAddOn else { return digits.count }
    return switch digits.count {
    case 15, 18: 13
    case 14, 17: 12
    default: digits.count
    }
  }

  private func eanForm(_ count: Int, _ symbology: SymbologyIdentifier) -> Element.Form? {
    switch (count, symbology.isEAN8) {
    case (13, false): .zeroPadded(1)
    case (12, false): .zeroPadded(2)
    case (8, false): .zeroSuppressed
    case (8, true): .zeroPadded(6)
    default: nil
    }
  }

  /// The wrong check digit of a GTIN, or nil when it is good.
  private func checkGTIN(
    _ data: Span<UInt8>, _ range: Range<Int>, _ form: Element.Form
  ) -> Finding? {
    let isGood =
      form == .zeroSuppressed
      ? UPCE.isValid(data, at: range.lowerBound) : Linter.hasCheckDigit(data, range)
    return isGood ? nil : Finding(.checkDigit, .gtin, range)
  }

  /// Reads the component of a composite symbol; its rules see the GTIN of the linear symbol.
  private mutating func readComposite(
    _ data: Span<UInt8>, _ range: Range<Int>, _ options: Options
  ) {
    kind = .elementString
    var presence = Presence()
    presence.insert(.gtin)
    let known = elements.count + reasons.count
    walk(data, range, options, &presence)
    if elements.count + reasons.count == known {
      reasons.append(Finding(.messageEmpty, nil, range))
    }
    checkMessage(presence, pairing: options.pairing, in: data)
    if options.separatorNeverSeen { suspectSeparator(presence, in: data, options) }
  }

  /// Reads an ITF-14 symbol; other numbers in the same symbology are text.
  mutating func readITF14(
    _ data: Span<UInt8>, _ symbology: SymbologyIdentifier, _ range: Range<Int>
  ) {
    guard range.count == 14, data.isDigits(range) else { return becomeText() }
    if Linter.hasCheckDigit(data, range) {
      kind = .gtin
      elements.append(Element(.gtin, range))
    } else if symbology.isVerified {
      kind = .gtin
      reasons.append(Finding(.checkDigit, .gtin, range))
    } else {
      becomeText()
    }
  }

  /// Notes numbers that identify something only where they were given out.
  ///
  /// (GS1 prefixes 02, 04, 05, 20 to 29, 98 and 99; 0 and 2 of a GTIN-8.)
  mutating func noteRestricted(
    _ data: Span<UInt8>, _ range: Range<Int>, _ form: Element.Form
  ) {
    let first = data[range.lowerBound].digitValue
    let second = data[range.lowerBound + 1].digitValue
    let isRestricted =
      switch form {
      case .zeroPadded(6): first == 0 || first == 2
      case .zeroPadded(2): first == 2 || first == 4 || first == 5
      case .zeroPadded(1):
        first == 2 || (first == 9 && second > 7)
          || (first == 0 && (second == 2 || second == 4 || second == 5))
      default: false
      }
    if isRestricted { notes.append(Finding(.restrictedCirculation, .gtin, range)) }
  }
}

extension Span<UInt8> {
  /// Where the data of a composite component begin, whose symbology identifier stands at `place`,
  /// after a bar or without one; nil when there is none.
  fileprivate func compositeStart(at place: Int) -> Int? {
    let start = place < count && self[place] == 0x7C ? place + 1 : place
    guard let component = SymbologyIdentifier(in: self, at: start), component.isComposite else {
      return nil
    }
    return start + SymbologyIdentifier.length
  }

  /// Where the digits that the range begins with end.
  fileprivate func endOfDigits(_ range: Range<Int>) -> Int {
    var place = range.lowerBound
    while place < range.upperBound, self[place].digitValue < 10 { place += 1 }
    return place
  }
}
