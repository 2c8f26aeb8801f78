// SPDX-License-Identifier: Apache-2.0

/// The JSON type of a field's value, with its limits: how it is read, written and described.
struct ValueType<Value>: Sendable {
  let description: ValueDescription
  let read: @Sendable (JSONValue, FieldPlace) throws(RequestError) -> Value
  let write: @Sendable (Value, inout JSONWriter) -> Void
}

/// The values that a field may have, for documentation.
public indirect enum ValueDescription: Sendable, Equatable {
  /// `true` or `false`.
  case boolean
  /// A whole number.
  case integer(ClosedRange<Int64>)
  /// A string; the most bytes of its UTF-8, where there is a limit.
  case text(atMost: Int?)
  /// A string of a form that the words describe.
  case formatted(String)
  /// One of these strings.
  case choice([String])
  /// An array.
  case list(ValueDescription, count: ClosedRange<Int>)
  /// An object.
  case object([FieldDescription])
  /// An object of whole numbers under any keys.
  case counts
  /// One of several forms.
  case either([ValueDescription])
}

// Simple values.

extension ValueType where Value == Bool {
  /// `true` or `false`.
  static let boolean = ValueType(
    description: .boolean,
    read: { value, place throws(RequestError) in
      guard case .boolean(let flag) = value else { throw place.bad("must be true or false") }
      return flag
    },
    write: { $1.boolean($0) })
}

extension ValueType where Value: FixedWidthInteger & Sendable {
  /// A whole number from 0.
  static var count: ValueType { integer(0...Value.max) }

  /// A whole number of a range.
  static func integer(_ range: ClosedRange<Value>) -> ValueType {
    ValueType(
      description: .integer(Int64(clamping: range.lowerBound)...Int64(clamping: range.upperBound)),
      read: { value, place throws(RequestError) in
        guard case .integer(let number) = value, let number = Value(exactly: number),
          range.contains(number)
        else {
          throw place.bad("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
      },
      write: { $1.number($0) })
  }
}

extension ValueType where Value == Int64 {
  /// The number of a record or a recall, from 1.
  static let cursor = integer(1...Int64.max)

  /// Any whole number.
  static let anyInteger = integer(Int64.min...Int64.max)
}

extension ValueType where Value == String {
  /// A string.
  static let text = text(atMost: nil)

  /// A string of at most `limit` bytes of UTF-8.
  static func text(atMost limit: Int?) -> ValueType {
    ValueType(
      description: .text(atMost: limit),
      read: { value, place throws(RequestError) in
        guard case .string(let text) = value else { throw place.bad("must be a string") }
        if let limit, text.utf8.count > limit {
          throw place.bad("must be a string of at most \(limit) bytes")
        }
        return text
      },
      write: { $1.string($0) })
  }

  /// A GTIN: as many digits as AI (01) has, or less.
  static let gtin = text(atMost: 14)

  /// A lot, as long as AI (10) can be.
  static let lot = text(atMost: 20)

  /// A serial, as long as AI (21) can be.
  static let serial = text(atMost: 20)

  /// An SSCC: as many digits as AI (00) has.
  static let sscc = text(atMost: 18)

  /// The name of a station or a step, as long as Station= and Step= can be.
  static let place = text(atMost: 64)

  /// A journal's uuid.
  static let journalID = text(atMost: 64)

  /// A subscriber's name: `[a-z0-9][a-z0-9._-]{0,63}`.
  static let subscriberName = ValueType(
    description: .formatted("1 to 64 of a-z, 0-9, \".\", \"_\", \"-\"; the first is a-z or 0-9"),
    read: { value, place throws(RequestError) in
      guard case .string(let name) = value else { throw place.bad("must be a string") }
      if isSubscriberName(name) { return name }
      throw place.bad(
        "must be a name of 1 to 64 of a-z, 0-9, \".\", \"_\" and \"-\" that begins with a-z or 0-9")
    },
    write: { $1.string($0) })
}

extension ValueType where Value == Timestamp {
  /// RFC 3339 in UTC.
  static let time = ValueType(
    description: .formatted("a time in UTC as of RFC 3339"),
    read: { value, place throws(RequestError) in
      guard case .string(let text) = value else { throw place.bad("must be a string") }
      if let time = Timestamp(text) { return time }
      throw place.bad("must be a time in UTC such as \"2026-11-23T08:06:00Z\"")
    },
    write: { $1.string(utf8: $0.rfc3339) })
}

extension ValueType where Value == [UInt8] {
  /// Bytes in base64 (RFC 4648 section 4).
  static let base64 = ValueType(
    description: .formatted("base64"),
    read: { value, place throws(RequestError) in
      guard case .string(let text) = value, let bytes = decodedBase64(text.utf8) else {
        throw place.bad("must be base64")
      }
      return bytes
    },
    write: { $1.base64($0) })
}

extension ValueType
where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  /// One of the cases of an enumeration; `noun` names one in messages.
  static func choice(_ noun: String) -> ValueType {
    let names = Value.allCases.map(\.rawValue)
    return ValueType(
      description: .choice(names),
      read: { value, place throws(RequestError) in
        guard case .string(let name) = value else { throw place.bad("must be a string") }
        if let choice = Value(named: name) { return choice }
        throw RequestError(
          .badValue,
          "There is no \(noun) \"\(shown(name))\"; there are \(names.joined(separator: ", ")).")
      },
      write: { $1.string($0.rawValue) })
  }
}

// Values of several parts.

extension ValueType where Value: WireObject {
  /// An object.
  static var object: ValueType {
    ValueType(
      description: .object(Value.schema.fields),
      read: { value, place throws(RequestError) in try place.read(value, Value.schema) },
      write: { $0.write(to: &$1) })
  }
}

extension ValueType {
  /// An array of `count` elements of a type.
  static func list<Element: Sendable>(
    of type: ValueType<Element>, _ count: ClosedRange<Int> = 0...Int.max
  ) -> ValueType where Value == [Element] {
    ValueType(
      description: .list(type.description, count: count),
      read: { value, place throws(RequestError) in
        guard case .array(let elements) = value, count.contains(elements.count) else {
          throw place.bad(
            count.upperBound == .max
              ? "must be an array"
              : "must be an array of \(count.lowerBound) to \(count.upperBound) elements")
        }
        var values: [Element] = []
        values.reserveCapacity(elements.count)
        for element in elements { values.append(try type.read(element, place)) }
        return values
      },
      write: { values, json in
        json.array { json in for value in values { type.write(value, &json) } }
      })
  }
}

extension ValueType where Value == [String: Int] {
  /// An object of whole numbers, written by their keys.
  static let counts = ValueType(
    description: .counts,
    read: { value, place throws(RequestError) in
      guard case .object(let object) = value else { throw place.bad("must be an object") }
      var counts: [String: Int] = [:]
      for (key, value) in object.fields {
        counts[key] = try ValueType<Int>.count.read(value, place)
      }
      return counts
    },
    write: { counts, json in
      json.object { json in
        for (key, count) in counts.sorted(by: { $0.key < $1.key }) {
          json.key(outside: key)
          json.number(count)
        }
      }
    })
}

/// True if a subscriber may have this name: `[a-z0-9][a-z0-9._-]{0,63}`.
public func isSubscriberName(_ name: String) -> Bool {
  func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
  let bytes = Array(name.utf8)
  guard (1...64).contains(bytes.count), isLetterOrDigit(bytes[0]) else { return false }
  return bytes.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
}
