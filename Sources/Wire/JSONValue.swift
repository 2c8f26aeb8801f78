// SPDX-License-Identifier: Apache-2.0

/// A JSON value as it came, whose fields are still to be checked.
public enum JSONValue: Sendable, Equatable {
  /// `null`
  case null
  /// `true` or `false`
  case boolean(Bool)
  /// A number that is a whole one of 64 bits.
  case integer(Int64)
  /// Any other number.
  case number(Double)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object.
  case object([String: JSONValue])

  /// Reads one JSON text (RFC 8259); nil if `bytes` are none.
  ///
  /// Neither is a text that has a key twice in one object, or more than 64 values within each other.
  public init?(parsing bytes: some Sequence<UInt8>) {
    do throws(JSONParser.Failure) {
      var parser = try JSONParser(Array(bytes))
      self = try parser.parse()
    } catch {
      return nil
    }
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
    case .object(let fields):
      json.object { json in
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
          json.key(outside: key)
          value.write(to: &json)
        }
      }
    }
  }
}
