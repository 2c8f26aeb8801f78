// SPDX-License-Identifier: Apache-2.0

// Requests come from anybody who may open the socket, so reading one must cost time in proportion
// to its length, whatever it holds, and nesting must not use up the stack. A general decoder tries
// types one after the other and describes each failure with the path to it: 64 KiB of nested arrays
// took one two minutes. This parser looks at each byte once.

/// Reads one JSON text (RFC 8259), strictly.
struct JSONParser {
  /// The greatest depth of arrays and objects within each other.
  private static let depthLimit = 64

  /// The greatest length of a key in bytes. Keys are ASCII, as all keys of the protocol are: comparing
  /// and hashing them, as a dictionary does, then takes time in proportion to their length.
  private static let keyLimit = 64

  /// The reason why a text is refused.
  enum Failure: Error {
    /// It is not JSON, has a key twice, or nests too deep.
    case malformed
    /// A key is not ASCII, or longer than 64 bytes.
    case key
    /// There are more values than may be.
    case tooMany
  }

  /// Valid UTF-8.
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  /// The number of values that there may still be.
  private var room: Int

  /// A parser of `bytes`.
  ///
  /// - Parameter limit: the most values, those within others included. Two bytes can be a value, which
  ///   costs far more than reading two bytes of a string.
  /// - Throws: if `bytes` are not UTF-8.
  init(_ bytes: [UInt8], values limit: Int = .max) throws(Failure) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .malformed }
    self.bytes = bytes
    room = limit
  }

  /// Reads the value that is the whole text.
  mutating func parse() throws(Failure) -> JSONValue {
    let value = try value()
    guard peek() == nil else { throw .malformed }
    return value
  }

  private mutating func value() throws(Failure) -> JSONValue {
    guard room > 0 else { throw .tooMany }
    room -= 1
    switch peek() {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .boolean(true))
    case UInt8(ascii: "f"): return try literal("false", .boolean(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return try number()
    }
  }

  private mutating func object() throws(Failure) -> JSONValue {
    let start = position
    try enter()
    var fields: [String: JSONValue] = [:]
    if !skip(UInt8(ascii: "}")) {
      repeat {
        guard peek() == UInt8(ascii: "\"") else { throw .malformed }
        let key = try key()
        guard skip(UInt8(ascii: ":")) else { throw .malformed }
        guard fields.updateValue(try value(), forKey: key) == nil else { throw .malformed }
      } while skip(UInt8(ascii: ","))
      guard skip(UInt8(ascii: "}")) else { throw .malformed }
    }
    depth -= 1
    return .object(JSONObject(fields, at: start..<position))
  }

  private mutating func key() throws(Failure) -> String {
    let key = try string()
    guard key.utf8.count <= Self.keyLimit, key.utf8.allSatisfy({ $0 < 0x80 }) else { throw .key }
    return key
  }

  private mutating func array() throws(Failure) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    if !skip(UInt8(ascii: "]")) {
      repeat {
        elements.append(try value())
      } while skip(UInt8(ascii: ","))
      guard skip(UInt8(ascii: "]")) else { throw .malformed }
    }
    depth -= 1
    return .array(elements)
  }

  /// Passes the bracket that opens an object or array.
  private mutating func enter() throws(Failure) {
    depth += 1
    guard depth <= Self.depthLimit else { throw .malformed }
    position += 1
  }

  private mutating func literal(
    _ text: StaticString, _ value: JSONValue
  ) throws(Failure) -> JSONValue {
    let end = position + text.utf8CodeUnitCount
    guard end <= bytes.count,
      text.withUTF8Buffer({ bytes[position..<end].elementsEqual($0) })
    else { throw .malformed }
    position = end
    return value
  }

  /// The next byte that is not white space.
  private mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        position += 1
      case let byte:
        return byte
      }
    }
    return nil
  }

  /// Passes the next byte if it is this one.
  private mutating func skip(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }
}

// Strings.
extension JSONParser {
  private mutating func string() throws(Failure) -> String {
    position += 1
    let start = position
    skipPlainText()
    // Most strings have no escape, and are the bytes themselves.
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      defer { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(to: &text)
      case ..<0x20: throw .malformed
      default: text.append(byte)
      }
    }
    throw .malformed
  }

  /// Passes over the bytes of a string that stand for themselves.
  private mutating func skipPlainText() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), ..<0x20: return
      default: position += 1
      }
    }
  }

  private mutating func escape(to text: inout [UInt8]) throws(Failure) {
    guard position < bytes.count else { throw .malformed }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
    default: throw .malformed
    }
  }

  /// The character after `\u`, which may be a pair of surrogates.
  private mutating func scalar() throws(Failure) -> Unicode.Scalar {
    let unit = try codeUnit()
    if let scalar = Unicode.Scalar(UInt32(unit)) { return scalar }
    guard UTF16.isLeadSurrogate(unit), bytes[position...].starts(with: "\\u".utf8) else {
      throw .malformed
    }
    position += 2
    let trail = try codeUnit()
    guard UTF16.isTrailSurrogate(trail) else { throw .malformed }
    return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
  }

  private mutating func codeUnit() throws(Failure) -> UInt16 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy(isHexDigit),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw .malformed }
    position += 4
    return unit
  }
}

// Numbers.
extension JSONParser {
  private mutating func number() throws(Failure) -> JSONValue {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    let first = current
    let whole = digits()
    guard whole > 0, whole == 1 || first != UInt8(ascii: "0") else { throw .malformed }
    if current == UInt8(ascii: ".") { try fraction() }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") { try exponent() }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if let value = Int64(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw .malformed }
    return Int64(exactly: value).map { .integer($0) } ?? .number(value)
  }

  private mutating func fraction() throws(Failure) {
    position += 1
    guard digits() > 0 else { throw .malformed }
  }

  private mutating func exponent() throws(Failure) {
    position += 1
    if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
    guard digits() > 0 else { throw .malformed }
  }

  /// Passes over digits.
  ///
  /// - Returns: how many they were.
  private mutating func digits() -> Int {
    let start = position
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      position += 1
    }
    return position - start
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }
}

private func isHexDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
    UInt8(ascii: "A")...UInt8(ascii: "F"):
    true
  default: false
  }
}
