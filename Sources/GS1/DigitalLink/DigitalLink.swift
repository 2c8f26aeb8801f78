// SPDX-License-Identifier: Apache-2.0

// A Digital Link URI is cut at its delimiters only: what stands between them is looked at where it
// stands. The path is read from its end, since only from there is it known where a stem of the
// domain's own ends and where AIs begin: the last primary key in the path is the key.
// (GS1 Digital Link Standard: URI Syntax, section 4.)

/// Where the parts of a URI are in the data.
struct URIParts {
  /// The path, from its first slash.
  var path: Range<Int>
  /// The query, without its question mark; empty when there is none.
  var query: Range<Int>
}

extension URIParts {
  /// Cuts a URI with the scheme http or https; throws where it has no proper host.
  init(_ data: Span<UInt8>, _ range: Range<Int>) throws(Finding) {
    let colon = data.firstPlace(of: 0x3A, in: range)
    let host = colon + 3
    let slash = data.firstPlace(of: 0x2F, in: host..<range.upperBound)
    for place in host..<slash where !data[place].isInHost {
      throw Finding(.uriDomain, nil, place..<place + 1)
    }
    guard slash > host, slash < range.upperBound else {
      throw Finding(.uriDomain, nil, host..<slash)
    }
    let end = data.firstPlace(of: 0x23, in: slash..<range.upperBound)
    let mark = data.firstPlace(of: 0x3F, in: slash..<end)
    path = slash..<mark
    query = min(mark + 1, end)..<end
  }

  /// Where the AIs of a path begin that ends at `end`: at the last primary key; nil without one.
  ///
  /// From the end of the path, segments are a value and an AI in turn.
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

extension UInt8 {
  /// Whether the byte may stand in a URI (RFC 3986, section 2).
  var isInURI: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x21, 0x23...0x2F, 0x3A, 0x3B: true  // ! # $ % & ' ( ) * + , - . / : ;
    case 0x3D, 0x3F, 0x40, 0x5B, 0x5D, 0x5F, 0x7E: true  // = ? @ [ ] _ ~
    default: false
    }
  }

  /// Whether the byte may stand in the host of a Digital Link URI, with its port.
  fileprivate var isInHost: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x2D, 0x2E, 0x3A, 0x5B, 0x5D: true  // - . : [ ]
    default: false
    }
  }
}

extension Span<UInt8> {
  /// The first place in the range with this byte, or the end of the range.
  func firstPlace(of byte: UInt8, in range: Range<Int>) -> Int {
    for place in range where self[place] == byte { return place }
    return range.upperBound
  }

  /// Where the path segment that ends at `end` begins.
  fileprivate func startOfSegment(endingAt end: Int, notBefore start: Int) -> Int {
    var place = end
    while place > start, self[place - 1] != 0x2F { place -= 1 }
    return place
  }
}
