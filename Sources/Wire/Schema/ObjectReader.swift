// SPDX-License-Identifier: Apache-2.0

// The server refuses fields that it does not know: a misspelt filter must not follow everything. So
// every field is removed by its name, and what is left over at the end is an error with the nearest known
// name. A client ignores them: later versions of the server may have more to say.

/// The fields of one object that was received, removed one by one.
struct ObjectReader {
  /// The name of the object in messages.
  let object: String
  /// The text that the object is a part of.
  let text: [UInt8]
  /// True if fields that nobody knows are an error.
  let isStrict: Bool
  private(set) var values: [String: JSONValue]

  /// The fields of `json`, a part of `text`.
  init(_ object: String, _ json: JSONObject, in text: [UInt8], isStrict: Bool) {
    self.object = object
    self.text = text
    self.isStrict = isStrict
    values = json.fields
  }

  /// Removes a field.
  mutating func remove(_ name: String) -> JSONValue? {
    values.removeValue(forKey: name)
  }

  /// The place of a field, for reading its value.
  func place(of name: String) -> FieldPlace {
    FieldPlace(object: object, field: name, text: text, isStrict: isStrict)
  }

  /// Throws `unknown-field` if a strict reader has fields left that are not among `known`.
  func finish(known: [FieldDescription]) throws(RequestError) {
    guard isStrict, let unknown = values.keys.min() else { return }
    let names = known.map(\.name)
    let hint =
      nearestName(to: unknown, among: names).map { "did you mean \"\($0)\"?" }
      ?? (names.isEmpty ? "it has none." : "known are \(names.joined(separator: ", ")).")
    throw RequestError(
      .unknownField, "\"\(object)\" has no field \"\(shown(unknown))\"; \(hint)")
  }

  /// The error that a field which is needed is not there.
  func missing(_ name: String) -> RequestError {
    RequestError(.missingField, "\"\(object)\" needs \"\(name)\".")
  }
}

/// The place of a value, for messages and for objects within it.
struct FieldPlace {
  let object: String
  let field: String
  let text: [UInt8]
  let isStrict: Bool

  /// The error that the value there is not as it must be.
  func bad(_ demand: String) -> RequestError {
    RequestError(.badValue, "\"\(field)\" of \"\(object)\" \(demand).")
  }

  /// Reads a value that must be an object of a schema.
  func read<Object>(
    _ value: JSONValue, _ schema: ObjectSchema<Object>
  ) throws(RequestError) -> Object {
    guard case .object(let json) = value else { throw bad("must be an object") }
    var reader = ObjectReader(field, json, in: text, isStrict: isStrict)
    let object = try schema.read(&reader)
    try reader.finish(known: schema.fields)
    return object
  }
}

/// A name from outside, cut to what a message has room for, and safe to show.
func shown(_ name: String) -> String {
  visible(String(String.UnicodeScalarView(name.unicodeScalars.prefix(64))))
}
