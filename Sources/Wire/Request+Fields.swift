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
}
