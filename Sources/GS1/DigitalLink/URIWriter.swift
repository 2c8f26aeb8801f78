// SPDX-License-Identifier: Apache-2.0

/// Puts a URI together from its parts.
struct URIWriter {
  private var bytes: [UInt8] = []
  private var hasQuery = false

  /// A URI that begins with `stem`, whose last slash, if any, is left out.
  init(stem: String) {
    bytes.reserveCapacity(160)
    bytes += stem.utf8
    if bytes.last == 0x2F { bytes.removeLast() }
  }

  /// The URI so far.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// How many bytes it has.
  var count: Int { bytes.count }

  /// Adds `/AI/value`.
  mutating func addSegment(_ element: Element, _ data: Span<UInt8>) {
    bytes.append(0x2F)
    element.ai.appendCode(to: &bytes)
    bytes.append(0x2F)
    escape(element, data)
  }

  /// Adds `AI=value` to the query.
  mutating func addParameter(_ element: Element, _ data: Span<UInt8>) {
    bytes.append(hasQuery ? 0x26 : 0x3F)
    hasQuery = true
    element.ai.appendCode(to: &bytes)
    bytes.append(0x3D)
    escape(element, data)
  }

  /// Adds a value; all but the unreserved characters (RFC 3986, section 2.3) as percent escapes.
  private mutating func escape(_ element: Element, _ data: Span<UInt8>) {
    var value = ValueBytes(element)
    while let byte = value.next(in: data) { bytes.appendEscaped(byte) }
  }
}

/// A text with all but the unreserved characters as percent escapes (RFC 3986, section 2.3).
package func percentEncoded(_ text: String) -> String {
  var bytes: [UInt8] = []
  for byte in text.utf8 { bytes.appendEscaped(byte) }
  return String(decoding: bytes, as: UTF8.self)
}

extension [UInt8] {
  fileprivate mutating func appendEscaped(_ byte: UInt8) {
    if byte.isUnreserved { return append(byte) }
    append(0x25)
    append((byte >> 4).hexDigit)
    append((byte & 0xF).hexDigit)
  }
}

extension UInt8 {
  fileprivate var isUnreserved: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true  // - . _ ~
    default: false
    }
  }

  /// The hexadecimal digit, in upper case, for a number below 16.
  fileprivate var hexDigit: UInt8 { self < 10 ? 0x30 + self : 0x37 + self }
}
