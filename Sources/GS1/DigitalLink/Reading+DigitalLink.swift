// SPDX-License-Identifier: Apache-2.0

extension Reading {
  /// Reads a Digital Link URI: the elements of its path, then those of its query.
  @inline(never)
  mutating func readDigitalLink(
    _ data: Span<UInt8>, _ range: Range<Int>, _ options: Options
  ) {
    kind = .digitalLink
    for place in range where !data[place].isInURI {
      return reasons.append(Finding(.uriCharacter, nil, place..<place + 1))
    }
    do {
      let parts = try URIParts(data, range)
      var link = DigitalLinkReader(data, parts, options)
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
