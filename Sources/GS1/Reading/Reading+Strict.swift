// SPDX-License-Identifier: Apache-2.0

// Strict reading gives the results of GS1's reference engine with its default options. Nothing is
// tolerated, there are no notes, and EAN/UPC digits are checked but give no element.

extension Reading {
  /// Reads as the reference engine does.
  @inline(never)
  mutating func readStrictly(_ data: Span<UInt8>, _ options: Options) {
    guard !data.isEmpty, data[0] == 0x5D else { return readBareURIStrictly(data, options) }
    guard data.count >= SymbologyIdentifier.length else {
      return reasons.append(Finding(.symbologyMissing, nil, 0..<data.count))
    }
    symbology = SymbologyIdentifier(in: data, at: 0)
    let range = SymbologyIdentifier.length..<data.count
    guard let symbology, symbology.carrier != .other else {
      return reasons.append(Finding(.symbologyUnknown, nil, 0..<3))
    }
    guard range.count <= longestMessage else {
      return reasons.append(Finding(.messageTooLong, nil, range))
    }
    switch symbology.carrier {
    case .elementStrings: readElementStringsStrictly(data, range, options)
    case .eanUPC: readEANUPCStrictly(data, symbology, range, options)
    case .plain, .itf14, .other:
      if data.hasWebScheme(at: range.lowerBound, strict: true) {
        readDigitalLink(data, range, options)
      }
    }
  }

  private mutating func readBareURIStrictly(_ data: Span<UInt8>, _ options: Options) {
    guard data.hasWebScheme(at: 0, strict: true) else {
      let code: Finding.Code = data.hasAnyScheme ? .uriScheme : .symbologyMissing
      return reasons.append(Finding(code, nil, 0..<min(data.count, 3)))
    }
    guard data.count <= longestURI else {
      return reasons.append(Finding(.messageTooLong, nil, 0..<data.count))
    }
    readDigitalLink(data, 0..<data.count, options)
  }

  private mutating func readElementStringsStrictly(
    _ data: Span<UInt8>, _ range: Range<Int>, _ options: Options
  ) {
    kind = .elementString
    for place in range where data[place] == 0x5E {
      return reasons.append(Finding(.caret, nil, place..<place + 1))
    }
    guard !range.isEmpty else { return reasons.append(Finding(.messageEmpty, nil, range)) }
    var presence = Presence()
    walk(data, range, options, &presence)
    checkMessage(presence, pairing: options.pairing, in: data)
  }

  private mutating func readEANUPCStrictly(
    _ data: Span<UInt8>, _ symbology: SymbologyIdentifier, _ range: Range<Int>,
    _ options: Options
  ) {
    kind = .gtin
    let end = range.lowerBound + (symbology.isEAN8 ? 8 : 13)
    let hasComposite = data.hasPrefix("|]e0", at: end, end: range.upperBound)
    guard range.upperBound == end || hasComposite else {
      return reasons.append(Finding(.eanLength, nil, range))
    }
    let digits = range.lowerBound..<end
    guard data.isDigits(digits) else {
      return reasons.append(Finding(.eanDigits, nil, digits))
    }
    guard Linter.hasCheckDigit(data, digits) else {
      return reasons.append(Finding(.checkDigit, .gtin, digits))
    }
    if hasComposite {
      readElementStringsStrictly(data, end + 4..<range.upperBound, options)
    }
  }
}

extension Span<UInt8> {
  /// True if the data begin with letters and `://`.
  fileprivate var hasAnyScheme: Bool {
    var place = 0
    while place < count, 0x61...0x7A ~= self[place] | 0x20 { place += 1 }
    return place > 0 && hasPrefix("://", at: place, end: count)
  }
}
