// SPDX-License-Identifier: Apache-2.0

// EAN/UPC and ITF-14 symbols hold a GTIN and nothing else. It is reported as an element (01),
// padded with zeros to 14 digits. The data of a composite component belong to the same item.

extension Reading {
  /// Reads an EAN-13, EAN-8, UPC-A or UPC-E symbol, with or without a composite component.
  mutating func readEANUPC(
    _ data: Span<UInt8>, _ symbology: SymbologyIdentifier, _ range: Range<Int>,
    _ options: Options
  ) {
    kind = .gtin
    let digits = range.lowerBound..<data.endOfDigits(range)
    if symbology.hasAddOn, let addOn = data.spacedAddOn(digits.upperBound..<range.upperBound) {
      notes.append(Finding(.addOn, .gtin, addOn))
      return readEANUPC(data, symbology, digits, options)
    }
    let composite = data.compositeStart(at: digits.upperBound)
    guard composite != nil || digits.upperBound == range.upperBound else {
      return reasons.append(Finding(.eanDigits, nil, range))
    }
    let count = symbology.hasAddOn ? data.lengthBeforeAddOn(digits) : digits.count
    let gtin = digits.prefix(count)
    let isEAN8 = symbology.isEAN8 || (symbology.hasAddOn && data.isGTIN8(gtin))
    guard let form = eanForm(count, isEAN8: isEAN8) else {
      return reasons.append(Finding(.eanLength, nil, digits))
    }
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

  private func eanForm(_ count: Int, isEAN8: Bool) -> Element.Form? {
    switch (count, isEAN8) {
    case (13, false): .zeroPadded(1)
    case (12, false): .zeroPadded(2)
    case (8, false): .zeroSuppressed
    case (8, true): .zeroPadded(6)
    default: nil
    }
  }

  /// The finding about a wrong check digit of a GTIN, or nil.
  private func checkGTIN(
    _ data: Span<UInt8>, _ range: Range<Int>, _ form: Element.Form
  ) -> Finding? {
    let isGood =
      form == .zeroSuppressed
      ? UPCE.isValid(data, at: range.lowerBound) : Linter.hasCheckDigit(data, range)
    return isGood ? nil : Finding(.checkDigit, .gtin, range)
  }

  /// Reads the component of a composite symbol; the GTIN of the linear symbol counts for its rules.
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

  /// Reads an ITF-14 symbol; numbers of another length in the same symbology are text.
  mutating func readITF14(_ data: Span<UInt8>, _ range: Range<Int>) {
    guard range.count == 14, data.isDigits(range) else { return becomeText() }
    kind = .gtin
    if Linter.hasCheckDigit(data, range) {
      elements.append(Element(.gtin, range))
    } else {
      reasons.append(Finding(.checkDigit, .gtin, range))
    }
  }

  /// Notes numbers that identify something only within the company or region that issued them.
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
  /// The start of the data of a composite component whose symbology identifier is at `place`, with
  /// or without a bar before it; nil if there is none.
  fileprivate func compositeStart(at place: Int) -> Int? {
    let start = place < count && self[place] == 0x7C ? place + 1 : place
    guard let component = SymbologyIdentifier(in: self, at: start), component.isComposite else {
      return nil
    }
    return start + SymbologyIdentifier.length
  }

  /// The length of the GTIN in these digits, which may end with the two or five of an add-on.
  fileprivate func lengthBeforeAddOn(_ digits: Range<Int>) -> Int {
    switch digits.count {
    case 15, 18: 13
    case 14, 17: 12
    case 10: 8
    default: digits.count
    }
  }

  /// True if the range is eight digits with a valid check digit.
  fileprivate func isGTIN8(_ range: Range<Int>) -> Bool {
    range.count == 8 && Linter.hasCheckDigit(self, range)
  }

  /// The two or five digits of an add-on that is written with a space before it, as in the printed
  /// text; nil if the range is something else.
  fileprivate func spacedAddOn(_ range: Range<Int>) -> Range<Int>? {
    guard range.count == 3 || range.count == 6, self[range.lowerBound] == 0x20 else { return nil }
    let digits = range.dropFirst()
    return isDigits(digits) ? digits : nil
  }

  /// The end of the digits at the start of the range.
  fileprivate func endOfDigits(_ range: Range<Int>) -> Int {
    var place = range.lowerBound
    while place < range.upperBound, self[place].digitValue < 10 { place += 1 }
    return place
  }
}
