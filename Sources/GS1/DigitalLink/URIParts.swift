// SPDX-License-Identifier: Apache-2.0

// A Digital Link URI is cut at its delimiters only; its parts are not copied. The path is read from
// its end, because its start may be a stem of the domain's own: the last primary key in the path is
// the key.
// (GS1 Digital Link Standard: URI Syntax, section 4.)

/// The places of the parts of a URI in the data.
struct URIParts {
  /// The path, from its first slash.
  var path: Range<Int>
  /// The query without its question mark; empty if there is none.
  var query: Range<Int>
}

extension URIParts {
  /// Cuts a URI with the scheme http or https; throws if its host is not valid.
  init(_ data: Span<UInt8>, _ range: Range<Int>) throws(Finding) {
    let colon = data.firstPlace(of: 0x3A, in: range)
    let host = colon + 3
    let slash = data.firstPlace(of: 0x2F, in: host..<range.upperBound)
    let other = data.firstPlace(outside: .host, in: host..<slash)
    guard other == slash else { throw Finding(.uriDomain, nil, other..<other + 1) }
    guard slash > host, slash < range.upperBound else {
      throw Finding(.uriDomain, nil, host..<slash)
    }
    let end = data.firstPlace(of: 0x23, in: slash..<range.upperBound)
    let mark = data.firstPlace(of: 0x3F, in: slash..<end)
    path = slash..<mark
    query = min(mark + 1, end)..<end
  }

  /// The start of the last primary key in the path, which ends at `end`; nil if it has none.
  ///
  /// From the end of the path, segments are a value and an AI by turns.
  func firstKey(in data: Span<UInt8>, to end: Int) -> Int? {
    let start = min(path.lowerBound + 1, end)
    var end = end
    while true {
      let value = data.startOfSegment(endingAt: end, notBefore: start)
      guard value > start else { return nil }
      let code = data.startOfSegment(endingAt: value - 1, notBefore: start)
      guard let ai = ApplicationIdentifier(exactly: data, code..<value - 1) else { return nil }
      if ai.isKey { return code }
      guard code > start else { return nil }
      end = code - 1
    }
  }
}

extension ApplicationIdentifier {
  /// The AI whose code is exactly the bytes of the range.
  init?(exactly data: Span<UInt8>, _ range: Range<Int>) {
    self.init(in: data, at: range.lowerBound, end: range.upperBound)
    guard Int(entry.width) == range.count else { return nil }
  }
}

extension Span<UInt8> {
  /// The first place in the range with this byte, or the end of the range.
  func firstPlace(of byte: UInt8, in range: Range<Int>) -> Int {
    var place = range.lowerBound
    while place < range.upperBound, self[place] != byte { place &+= 1 }
    return place
  }

  /// The first place in the range with a byte that the set lacks, or the end of the range.
  func firstPlace(outside set: CharacterSet, in range: Range<Int>) -> Int {
    var place = range.lowerBound
    while place < range.upperBound, set.contains(self[place]) { place &+= 1 }
    return place
  }

  /// The start of the path segment that ends at `end`.
  fileprivate func startOfSegment(endingAt end: Int, notBefore start: Int) -> Int {
    var place = end
    while place > start, self[place - 1] != 0x2F { place -= 1 }
    return place
  }
}
