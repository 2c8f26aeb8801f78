// SPDX-License-Identifier: Apache-2.0

/// The parts of GS1 Digital Link URIs (GS1 Digital Link Standard: URI Syntax).
public enum DigitalLink {
  /// The stem of canonical URIs; a slash and the key follow it.
  public static let canonicalStem = "https://id.gs1.org"

  /// The canonical URI of a key and its qualifiers, such as
  /// `https://id.gs1.org/01/09506000134352/10/ABC123`.
  ///
  /// The key comes first. Its value and those of the qualifiers are not checked.
  public static func canonicalURI(of path: (ai: ApplicationIdentifier, value: String)...) -> String
  {
    var uri = URIWriter(stem: canonicalStem)
    for (ai, value) in path { uri.addSegment(ai, value) }
    return uri.text
  }

  /// The text with percent escapes for all but the unreserved characters (RFC 3986, section 2.3).
  public static func percentEncoded(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 { byte.appendEscaped(to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Puts a URI together from its parts.
struct URIWriter {
  private var bytes: [UInt8] = []
  private var hasQuery = false

  /// A URI that begins with `stem`, without the slash at its end, if there is one.
  init(stem: String) {
    bytes.reserveCapacity(160)
    bytes += stem.utf8
    if bytes.last == 0x2F { bytes.removeLast() }
  }

  /// The URI so far.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Its length in bytes.
  var count: Int { bytes.count }

  /// Adds `/AI/value`.
  mutating func addSegment(_ element: Element, _ data: Span<UInt8>) {
    addSegmentStart(element.ai)
    escape(element, data)
  }

  /// Adds `/AI/value`.
  mutating func addSegment(_ ai: ApplicationIdentifier, _ value: String) {
    addSegmentStart(ai)
    for byte in value.utf8 { byte.appendEscaped(to: &bytes) }
  }

  /// Adds `AI=value` to the query.
  mutating func addParameter(_ element: Element, _ data: Span<UInt8>) {
    bytes.append(hasQuery ? 0x26 : 0x3F)
    hasQuery = true
    element.ai.appendCode(to: &bytes)
    bytes.append(0x3D)
    escape(element, data)
  }

  private mutating func addSegmentStart(_ ai: ApplicationIdentifier) {
    bytes.append(0x2F)
    ai.appendCode(to: &bytes)
    bytes.append(0x2F)
  }

  private mutating func escape(_ element: Element, _ data: Span<UInt8>) {
    var value = ValueBytes(element)
    while let byte = value.next(in: data) { byte.appendEscaped(to: &bytes) }
  }
}

extension UInt8 {
  /// Appends the byte as itself if it is an unreserved character, else as a percent escape.
  fileprivate func appendEscaped(to bytes: inout [UInt8]) {
    if isUnreserved {
      bytes.append(self)
    } else {
      bytes += [0x25, (self >> 4).hexDigit, (self & 0xF).hexDigit]
    }
  }

  private var isUnreserved: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true  // - . _ ~
    default: false
    }
  }

  /// The hexadecimal digit, in upper case, for a number below 16.
  private var hexDigit: UInt8 { self < 10 ? 0x30 + self : 0x37 + self }
}
