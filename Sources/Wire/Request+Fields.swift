// SPDX-License-Identifier: Apache-2.0

/// A name from outside, cut to what a message has room for, and safe to show.
func shown(_ name: String) -> String {
  visible(String(String.UnicodeScalarView(name.unicodeScalars.prefix(64))))
}

/// The fields of one request, taken one by one; what is left over is an error.
struct RequestFields {
  private let request: String
  private var values: [String: JSONValue]
  private var known: [String] = []

  /// The fields of the object `value` that the request `request` was given.
  init(of request: String, _ value: JSONValue) throws(RequestError) {
    guard case .object(let values) = value else {
      throw RequestError("bad-value", "\"\(request)\" must be an object, such as {}.")
    }
    self.request = request
    self.values = values
  }

  private mutating func take(_ name: String) -> JSONValue? {
    known.append(name)
    return values.removeValue(forKey: name)
  }

  /// The string under a name, if there is one.
  mutating func string(_ name: String) throws(RequestError) -> String? {
    switch take(name) {
    case nil: return nil
    case .string(let value): return value
    default: throw bad(name, "must be a string")
    }
  }

  /// The strings under a name; none if it is not there.
  mutating func strings(_ name: String) throws(RequestError) -> [String] {
    guard let value = take(name) else { return [] }
    guard case .array(let elements) = value, (1...100).contains(elements.count) else {
      throw bad(name, "must be an array of 1 to 100 strings")
    }
    var strings: [String] = []
    for element in elements {
      guard case .string(let string) = element else {
        throw bad(name, "must be an array of strings")
      }
      strings.append(string)
    }
    return strings
  }

  /// The whole number under a name, if there is one.
  mutating func integer(
    _ name: String, in range: ClosedRange<Int>
  ) throws(RequestError) -> Int? {
    switch take(name) {
    case nil: return nil
    case .integer(let value) where range.contains(Int(value)): return Int(value)
    default:
      throw bad(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// Where to begin, if it is said under a name.
  mutating func start(_ name: String) throws(RequestError) -> Request.Start? {
    switch take(name) {
    case nil: return nil
    case .string("now"): return .now
    case .string("start"): return .start
    case .integer(let value) where value >= 0: return .cursor(value)
    default: throw bad(name, "must be a cursor (0 or more), \"now\" or \"start\"")
    }
  }

  /// The string under a name that has to be there.
  mutating func required(_ name: String) throws(RequestError) -> String {
    if let value = try string(name) { return value }
    throw missing(name)
  }

  /// The whole number under a name that has to be there.
  mutating func required(
    _ name: String, in range: ClosedRange<Int>
  ) throws(RequestError) -> Int {
    if let value = try integer(name, in: range) { return value }
    throw missing(name)
  }

  /// The `true` or `false` under a name; false if it is not there.
  mutating func boolean(_ name: String) throws(RequestError) -> Bool {
    switch take(name) {
    case nil: return false
    case .boolean(let value): return value
    default: throw bad(name, "must be true or false")
    }
  }

  /// The moment under a name, if there is one.
  mutating func time(_ name: String) throws(RequestError) -> Timestamp? {
    guard let text = try string(name) else { return nil }
    if let time = Timestamp(text) { return time }
    throw bad(name, "must be a time in UTC such as \"2026-11-23T08:06:00Z\"")
  }

  /// The whole numbers under a name that has to be there.
  mutating func integers(_ name: String) throws(RequestError) -> [Int64] {
    guard case .array(let elements)? = take(name), (1...1000).contains(elements.count) else {
      throw bad(name, "must be an array of 1 to 1,000 whole numbers")
    }
    var numbers: [Int64] = []
    for element in elements {
      guard case .integer(let number) = element else {
        throw bad(name, "must be an array of whole numbers")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// The objects under a name, each as `read` takes it.
  mutating func objects<T>(
    _ name: String, atMost limit: Int, _ read: (inout RequestFields) throws(RequestError) -> T
  ) throws(RequestError) -> [T] {
    guard let value = take(name) else { return [] }
    guard case .array(let elements) = value, elements.count <= limit else {
      throw bad(name, "must be an array of at most \(limit) objects")
    }
    var objects: [T] = []
    for element in elements {
      var fields = try RequestFields(of: name, element)
      objects.append(try read(&fields))
      try fields.finish()
    }
    return objects
  }

  /// The name of a subscriber, if it is there.
  mutating func subscriber() throws(RequestError) -> String? {
    guard let name = try string("subscriber") else { return nil }
    if isSubscriberName(name) { return name }
    throw bad(
      "subscriber",
      "must be a name of 1 to 64 of a-z, 0-9, \".\", \"_\" and \"-\" that begins with a-z or 0-9")
  }

  /// Throws if there are fields that nobody has taken.
  func finish() throws(RequestError) {
    guard let unknown = values.keys.min() else { return }
    let nearest = nearestName(to: unknown, among: known)
    let hint = nearest.map { "did you mean \"\($0)\"?" } ?? "known are \(list(known))."
    throw RequestError(
      "unknown-field", "\"\(request)\" has no field \"\(shown(unknown))\"; \(hint)")
  }

  private func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }

  private func bad(_ name: String, _ text: String) -> RequestError {
    RequestError("bad-value", "\"\(name)\" of \"\(request)\" \(text).")
  }

  func missing(_ name: String) -> RequestError {
    RequestError("missing-field", "\"\(request)\" needs \"\(name)\".")
  }
}

/// Whether a subscriber may have this name: `[a-z0-9][a-z0-9._-]{0,63}`.
public func isSubscriberName(_ name: String) -> Bool {
  func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
  let bytes = Array(name.utf8)
  guard (1...64).contains(bytes.count), isLetterOrDigit(bytes[0]) else { return false }
  return bytes.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
}
