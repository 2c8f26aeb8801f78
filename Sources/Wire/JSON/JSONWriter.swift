// SPDX-License-Identifier: Apache-2.0

// All JSON that scand sends is written here, into one growing byte buffer, without a tree in between.
// A string may hold anything a label or a USB device can say. Bytes that a terminal or a viewer
// would act upon (C0, DEL, C1, bidirectional and other format characters) leave as \uXXXX, so that
// a line is safe to look at as it stands.

/// The key of a field with its quotes and colon, encoded once.
struct JSONKey: Sendable {
  let bytes: [UInt8]

  /// The key `name`, ASCII without characters that need escaping.
  init(_ name: String) {
    bytes = Array("\"\(name)\":".utf8)
  }
}

/// Writes JSON (RFC 8259) into a reusable byte buffer.
///
/// Separators are written as needed: a comma precedes a key or element unless it is the first.
public struct JSONWriter: Sendable {
  /// The bytes written so far, UTF-8.
  public private(set) var bytes: [UInt8] = []

  /// An empty writer with room for `capacity` bytes.
  public init(capacity: Int = 512) {
    bytes.reserveCapacity(capacity)
  }

  /// Removes the bytes written and keeps the memory.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes an object whose fields `fields` writes.
  public mutating func object(_ fields: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "{"))
    fields(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  /// Writes an array whose elements `elements` writes.
  public mutating func array(_ elements: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "["))
    elements(&self)
    bytes.append(UInt8(ascii: "]"))
  }

  /// Writes the key of the next value.
  mutating func key(_ key: JSONKey) {
    separate()
    bytes.append(contentsOf: key.bytes)
  }

  /// Writes the key of the next value; the key is ASCII without characters that need escaping.
  public mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes the key of the next value, escaped.
  public mutating func key(outside name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes a field whose value is a string, unless it is absent.
  public mutating func field(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    key(name)
    string(value)
  }

  /// Writes `value` as a string, escaped.
  public mutating func string(_ value: String) {
    separate()
    var value = value
    value.withUTF8 { quote($0) }
  }

  /// Writes the UTF-8 in `value` as a string, escaped; the caller has checked that it is UTF-8.
  public mutating func string(utf8 value: [UInt8]) {
    separate()
    value.withUnsafeBufferPointer { quote($0) }
  }

  /// Writes `value` in base64 (RFC 4648 section 4) as a string.
  public mutating func base64(_ value: [UInt8]) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    appendBase64(value, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes a decimal number.
  public mutating func number(_ value: some BinaryInteger) {
    separate()
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Writes `true` or `false`.
  public mutating func boolean(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Writes a value that is JSON already.
  public mutating func json(_ value: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: value)
  }

  /// Goes on with the rest of a value that is JSON already.
  mutating func append(_ rest: some Sequence<UInt8>) {
    bytes.append(contentsOf: rest)
  }

  /// Ends a line.
  public mutating func newline() {
    bytes.append(UInt8(ascii: "\n"))
  }

  /// A comma belongs before a key or value unless something has just been opened or named.
  private mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: "\n"): return
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  private mutating func quote(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    var done = 0
    if text.allSatisfy(isPlain) {
      bytes.append(contentsOf: text)
      done = text.count
    }
    for index in done..<text.count where !isPlain(text[index]) {
      if index < done { continue }
      bytes.append(contentsOf: text[done..<index])
      done = escape(text, at: index)
    }
    bytes.append(contentsOf: text[done...])
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes the character that begins at `index` and returns the index after it.
  private mutating func escape(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let byte = text[index]
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
      return index + 1
    }
    let (scalar, end) = decodeScalar(text, at: index)
    if mustBeShown(scalar) {
      for unit in String(scalar).utf16 { appendEscape(unit) }
    } else {
      bytes.append(contentsOf: text[index..<end])
    }
    return end
  }

  private mutating func appendEscape(_ unit: UInt16) {
    bytes.append(contentsOf: "\\u".utf8)
    for shift in [12, 8, 4, 0] {
      bytes.append(lowerHexDigit(UInt8(truncatingIfNeeded: unit >> shift) & 0xF))
    }
  }
}

/// True for printable ASCII that JSON takes as it is.
@inline(__always)
private func isPlain(_ byte: UInt8) -> Bool {
  byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
}

/// The scalar that begins at `index` of valid UTF-8, and the index after it.
private func decodeScalar(
  _ text: UnsafeBufferPointer<UInt8>, at index: Int
) -> (Unicode.Scalar, Int) {
  var bytes = text[index...].makeIterator()
  var decoder = UTF8()
  guard case .scalarValue(let scalar) = decoder.decode(&bytes) else {
    return ("\u{FFFD}", index + 1)
  }
  return (scalar, index + UTF8.width(scalar))
}

func lowerHexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
