// SPDX-License-Identifier: Apache-2.0

// Symbols hold web addresses of all kinds, and an operator may scan any of them. A web address that
// is a valid GS1 Digital Link URI is one. Of the others, those with a GS1 key are damaged links,
// and the rest is text.
//
// A key is the code of a primary key as a whole segment of the path, and behind it a value that
// begins with four digits, as company prefixes do, and has further characters. With this test the
// standard sorts out what cannot be a Digital Link URI (GS1 Digital Link Standard: URI Syntax 1.2,
// section 6). Paths with dates pass it too: in `/2024/01/12345.html`, 01 is a month. Therefore, 01
// after a year is a key only before the 12 digits of a GTIN-12, or more.

/// The parts of a web address that may hold a GS1 key.
struct WebAddress {
  private let host: Range<Int>
  private let path: Range<Int>
  private let query: Range<Int>

  /// Cuts an address with a scheme and `://` (RFC 3986, section 3).
  init(_ data: Span<UInt8>, _ range: Range<Int>) {
    let start = data.firstPlace(of: 0x3A, in: range) + 3
    let end = data.firstPlace(of: 0x23, in: start..<range.upperBound)
    let mark = data.firstPlace(of: 0x3F, in: start..<end)
    let slash = data.firstPlace(of: 0x2F, in: start..<mark)
    host = start..<slash
    path = slash..<mark
    query = min(mark + 1, end)..<end
  }

  /// True if the address can only be a GS1 Digital Link URI, however damaged: it has a key, or the
  /// host that GS1 has for such URIs.
  func isLink(in data: Span<UInt8>) -> Bool {
    isCanonical(data) || hasKeyInPath(data) || hasKeyInQuery(data)
  }

  private func isCanonical(_ data: Span<UInt8>) -> Bool {
    let colon = data.firstPlace(of: 0x3A, in: host)
    return colon - host.lowerBound == 10
      && data.firstPlace(outside: .host, in: host.lowerBound..<colon) == colon
      && data.hasLetters("id.gs1.org", at: host.lowerBound)
  }

  /// Searches for a key among the segments that are not empty.
  private func hasKeyInPath(_ data: Span<UInt8>) -> Bool {
    var place = path.lowerBound
    var (beforeLast, last) = (place..<place, place..<place)
    while place < path.upperBound {
      let stop = data.firstPlace(of: 0x2F, in: place..<path.upperBound)
      if stop > place {
        let least = data.isYear(beforeLast) ? 12 : 4
        if data.isKey(last, value: place..<stop, query: false, leastDigits: least) { return true }
        (beforeLast, last) = (last, place..<stop)
      }
      place = stop + 1
    }
    return false
  }

  private func hasKeyInQuery(_ data: Span<UInt8>) -> Bool {
    var place = query.lowerBound
    while place < query.upperBound {
      let stop = data.firstPlace(of: 0x26, in: place..<query.upperBound)
      let equals = data.firstPlace(of: 0x3D, in: place..<stop)
      let value = min(equals + 1, stop)..<stop
      if data.isKey(place..<equals, value: value, query: true, leastDigits: 4) { return true }
      place = stop + 1
    }
    return false
  }
}

extension Span<UInt8> {
  /// True if the code is that of a primary key and the value begins with so many digits.
  fileprivate func isKey(
    _ code: Range<Int>, value: Range<Int>, query: Bool, leastDigits: Int
  ) -> Bool {
    guard let ai = ApplicationIdentifier(exactly: self, code), ai.isKey else { return false }
    var decoder = PercentDecoder(value, query: query)
    var digits = 0
    var length = 0
    while let byte = decoder.next(in: self) {
      if byte.digitValue < 10, digits == length { digits += 1 }
      length += 1
    }
    return digits >= (ai == .gtin ? leastDigits : 4) && length > 4
  }

  /// True if the range is a year from 1900 to 2099.
  fileprivate func isYear(_ range: Range<Int>) -> Bool {
    range.count == 4 && isDigits(range) && 1900...2099 ~= number(range)
  }
}

extension Reading {
  /// Reads an address with the scheme http or https: a GS1 Digital Link URI, or text.
  @inline(never)
  mutating func readWebAddress(_ data: Span<UInt8>, _ range: Range<Int>, _ options: Options) {
    readDigitalLink(data, range, options)
    let hasKey = isValid || elements.contains { $0.ai.isKey }
    if !hasKey, !WebAddress(data, range).isLink(in: data) { becomeText(webAddress: range) }
  }

  /// Drops all results: the data are text, and this part of them a web address.
  mutating func becomeText(webAddress range: Range<Int>) {
    becomeText()
    notes.append(Finding(.notDigitalLink, nil, range))
  }
}
