// SPDX-License-Identifier: Apache-2.0

/// Collects the elements of a URI as ranges; the values are checked after that.
struct DigitalLinkReader {
  /// The AIs of the URI.
  var presence = Presence()
  private let parts: URIParts
  /// True if no byte of the URI stands for another one.
  let isLiteral: Bool
  /// The rules by which values are checked.
  let rules: ValueRules
  /// The number of elements from the path, the key included.
  private(set) var pathCount = 0
  /// True if the path has no further elements.
  private(set) var isPathWhole = false
  /// The number of parameters in the query that are not AIs.
  private var ignored = 0
  private var isFull = false

  /// A reader of a URI with these parts.
  init(_ parts: URIParts, isLiteral: Bool, _ options: Reading.Options) {
    self.parts = parts
    self.isLiteral = isLiteral
    self.rules = ValueRules(options)
  }

  /// Reads pairs of AI and value from the last primary key of the path on.
  mutating func readPath(_ data: Span<UInt8>, into reading: inout Reading) throws(Finding) {
    var end = parts.path.upperBound
    var key = parts.firstKey(in: data, to: end)
    if key == nil, !rules.strict, data[end - 1] == 0x2F {
      end -= 1
      key = parts.firstKey(in: data, to: end)
      if key != nil { reading.notes.append(Finding(.uriTrailingSlash, nil, end..<end + 1)) }
    }
    guard var place = key else { throw Finding(.uriNoKey, nil, parts.path) }
    while place < end {
      let slash = data.firstPlace(of: 0x2F, in: place..<end)
      let stop = data.firstPlace(of: 0x2F, in: slash + 1..<end)
      guard let ai = ApplicationIdentifier(exactly: data, place..<slash) else { return }
      add(ai, slash + 1..<stop, query: false, data, &reading)
      place = stop + 1
    }
    pathCount = reading.elements.count
    isPathWhole = reading.reasons.isEmpty
  }

  /// Reads the parameters of the query whose names are AIs.
  mutating func readQuery(_ data: Span<UInt8>, into reading: inout Reading) {
    var place = parts.query.lowerBound
    let end = parts.query.upperBound
    if place < end, data[end - 1] == 0x26 { ignored += 1 }
    while place < end {
      let stop = data.firstPlace(of: 0x26, in: place..<end)
      if stop > place { readParameter(data, place..<stop, into: &reading) }
      place = stop + 1
    }
    if ignored + reading.elements.count > ElementList.limit { fill(&reading, parts.query) }
  }

  private mutating func readParameter(
    _ data: Span<UInt8>, _ range: Range<Int>, into reading: inout Reading
  ) {
    let equals = data.firstPlace(of: 0x3D, in: range)
    let name = range.lowerBound..<equals
    let ai = ApplicationIdentifier(exactly: data, name)
    guard equals < range.upperBound, data.isDigits(name), rules.strict || !name.isEmpty else {
      ignored += 1
      if !rules.strict, equals == range.upperBound, let ai {
        reading.notes.append(Finding(.uriNameAlone, ai, range))
      }
      return
    }
    guard let ai else {
      presence.isWhole = false
      return reading.reasons.append(Finding(.unknownAI, nil, name))
    }
    add(ai, equals + 1..<range.upperBound, query: true, data, &reading)
  }

  /// Adds an element if its value has a possible length.
  private mutating func add(
    _ ai: ApplicationIdentifier, _ range: Range<Int>, query: Bool, _ data: Span<UInt8>,
    _ reading: inout Reading
  ) {
    if let code = spellingFault(ai, range, query, data) {
      presence.insert(ai)
      reading.reasons.append(Finding(code, ai, range))
    } else if reading.elements.isFull {
      fill(&reading, range)
    } else {
      reading.elements.append(Element(ai, range, .percentEncoded(query: query)))
    }
  }

  private mutating func fill(_ reading: inout Reading, _ range: Range<Int>) {
    if !isFull { reading.reasons.append(Finding(.tooMany, nil, range)) }
    isFull = true
    presence.isWhole = false
  }

  /// The fault in the spelling or the length of a value, or nil.
  private func spellingFault(
    _ ai: ApplicationIdentifier, _ range: Range<Int>, _ query: Bool, _ data: Span<UInt8>
  ) -> Finding.Code? {
    if range.isEmpty { return .valueEmpty }
    let format = ai.entry.format
    if isLiteral {
      return format.minimum <= range.count && range.count <= format.maximum ? nil : .valueLength
    }
    if !rules.strict, !Linter.isPercentEncoded(data, range) { return .uriEscape }
    var decoder = PercentDecoder(range, query: query)
    var length = 0
    var hasCaret = false
    while let byte = decoder.next(in: data) {
      if byte == 0 { return .uriNul }
      if byte == 0x5E { hasCaret = true }
      length += 1
    }
    guard format.minimum <= length, length <= format.maximum else { return .valueLength }
    return hasCaret && rules.strict ? .caret : nil
  }
}

extension Reading {
  /// Reads a Digital Link URI: the elements of its path, then those of its query.
  @inline(never)
  mutating func readDigitalLink(
    _ data: Span<UInt8>, _ range: Range<Int>, _ options: Reading.Options
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
