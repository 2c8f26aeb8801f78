// SPDX-License-Identifier: Apache-2.0

extension Reading {
  /// Reads a Digital Link URI: the elements of its path, then those of its query.
  @inline(never)
  mutating func readDigitalLink(
    _ data: Span<UInt8>, _ range: Range<Int>, _ options: Options
  ) {
    kind = .digitalLink
    let escape = data.firstPlace(outside: .literal, in: range)
    let other = data.firstPlace(outside: .uri, in: escape..<range.upperBound)
    guard other == range.upperBound else {
      return reasons.append(Finding(.uriCharacter, nil, other..<other + 1))
    }
    do {
      let parts = try URIParts(data, range)
      var link = DigitalLinkReader(parts, isLiteral: escape == range.upperBound, options)
      try link.readPath(data, into: &self)
      link.readQuery(data, into: &self)
      link.checkPlaces(&self)
      link.checkValues(data, &self)
      checkMessage(link.presence, pairing: options.pairing, in: data)
    } catch {
      reasons.append(error)
    }
  }
}
