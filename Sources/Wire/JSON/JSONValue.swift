// SPDX-License-Identifier: Apache-2.0

/// A JSON value as it was received, whose fields are still to be checked.
public enum JSONValue: Sendable {
  /// `null`
  case null
  /// `true` or `false`
  case boolean(Bool)
  /// A whole number of 64 bits.
  case integer(Int64)
  /// Any other number.
  case number(Double)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object.
  case object(JSONObject)

  /// Reads one JSON text (RFC 8259); nil if `bytes` are not one.
  ///
  /// A text that has a key twice in one object, a key that is not ASCII or longer than 64 bytes, or
  /// more than 64 values within each other, is refused.
  public init?(parsing bytes: some Sequence<UInt8>) {
    do throws(JSONParser.Failure) {
      try self.init(reading: Array(bytes))
    } catch {
      return nil
    }
  }

  /// Reads one JSON text of at most so many values.
  init(reading bytes: [UInt8], values limit: Int = .max) throws(JSONParser.Failure) {
    var parser = try JSONParser(bytes, values: limit)
    self = try parser.parse()
  }
}

extension JSONValue: Equatable {
  /// Strings are equal if their bytes are.
  public static func == (a: JSONValue, b: JSONValue) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.boolean(let a), .boolean(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): sameBytes(a, b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }
}

extension JSONValue {
  /// A field of an object; nil for any other value, and where there is none.
  public subscript(key: String) -> JSONValue? {
    if case .object(let object) = self { object[key] } else { nil }
  }

  /// The whole number; nil for any other value.
  public var integer: Int64? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// The elements of an array; none for any other value.
  public var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }
}

/// A JSON object and its place in the text it was read from.
public struct JSONObject: Sendable, Equatable {
  /// The values by their keys, which are ASCII if they were received.
  public var fields: [String: JSONValue]
  private let start: UInt32
  private let end: UInt32

  /// An object of a text; without a text the place is empty.
  init(_ fields: [String: JSONValue], at place: Range<Int> = 0..<0) {
    self.fields = fields
    start = UInt32(clamping: place.lowerBound)
    end = UInt32(clamping: place.upperBound)
  }

  /// The bytes of the object, braces included, in the text it was read from.
  var place: Range<Int> { Int(start)..<Int(end) }

  /// The value of a field; nil if there is none.
  public subscript(key: String) -> JSONValue? { fields[key] }

  /// Objects with equal fields are equal, wherever they stood.
  public static func == (a: JSONObject, b: JSONObject) -> Bool { a.fields == b.fields }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object of these fields.
  public init(dictionaryLiteral fields: (String, JSONValue)...) {
    self.init(Dictionary(fields, uniquingKeysWith: { $1 }))
  }
}

extension JSONValue {
  /// Writes the value; an object's keys in alphabetical order.
  public func write(to json: inout JSONWriter) {
    switch self {
    case .null: json.json("null".utf8)
    case .boolean(let value): json.boolean(value)
    case .integer(let value): json.number(value)
    case .number(let value): json.json("\(value)".utf8)
    case .string(let value): json.string(value)
    case .array(let values):
      json.array { json in for value in values { value.write(to: &json) } }
    case .object(let object):
      json.object { object.writeFields(to: &$0) }
    }
  }
}

extension JSONObject {
  /// Writes the fields by their keys, without the braces.
  func writeFields(to json: inout JSONWriter) {
    for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
      json.key(outside: key)
      value.write(to: &json)
    }
  }
}
