// SPDX-License-Identifier: Apache-2.0

// Each object on the wire declares its fields once, in a schema. The parser, the writer and the tables
// of the documentation come from it, so that they cannot differ.

/// The fields of one kind of object on the wire.
public struct ObjectSchema<Object>: Sendable {
  /// The fields, in the order in which they are written.
  public let fields: [FieldDescription]
  /// Removes the fields from a reader and makes the object of them.
  let read: @Sendable (inout ObjectReader) throws(RequestError) -> Object
  private let writers: [@Sendable (Object, inout JSONWriter) -> Void]

  /// A schema of `fields`, whose values `make` puts together.
  init<each Value>(
    _ make: @escaping @Sendable (repeat each Value) -> Object,
    _ fields: repeat Field<Object, each Value>
  ) {
    var descriptions: [FieldDescription] = []
    var writers: [@Sendable (Object, inout JSONWriter) -> Void] = []
    for field in repeat each fields {
      descriptions += field.descriptions
      writers.append(field.write)
    }
    self.init(fields: descriptions, writers: writers) { reader throws(RequestError) in
      make(repeat try (each fields).read(&reader))
    }
  }

  private init(
    fields: [FieldDescription], writers: [@Sendable (Object, inout JSONWriter) -> Void],
    read: @escaping @Sendable (inout ObjectReader) throws(RequestError) -> Object
  ) {
    self.fields = fields
    self.writers = writers
    self.read = read
  }

  /// The same schema for objects whose fields must also go together, as `check` says.
  func checked(
    _ check: @escaping @Sendable (Object) throws(RequestError) -> Void
  ) -> ObjectSchema {
    ObjectSchema(fields: fields, writers: writers) { [read] reader throws(RequestError) in
      let object = try read(&reader)
      try check(object)
      return object
    }
  }

  /// Writes the fields of `object` that are there, without the braces.
  func writeFields(of object: Object, to json: inout JSONWriter) {
    for write in writers { write(object, &json) }
  }
}

/// An object on the wire.
public protocol WireObject: Sendable {
  /// Its fields.
  static var schema: ObjectSchema<Self> { get }
}

extension WireObject {
  /// Writes the object; fields that are absent are left out.
  public func write(to json: inout JSONWriter) {
    json.object { writeFields(to: &$0) }
  }

  /// Writes the fields of the object, without the braces.
  public func writeFields(to json: inout JSONWriter) {
    Self.schema.writeFields(of: self, to: &json)
  }

  /// The object as one JSON text.
  public var json: [UInt8] {
    var json = JSONWriter()
    write(to: &json)
    return json.bytes
  }

  /// Reads an object; fields that this version does not know are ignored.
  ///
  /// - Throws: `bad-value`, `missing-field`.
  public init(parsing json: [UInt8]) throws(RequestError) {
    guard case .object(let object)? = JSONValue(parsing: json) else {
      throw RequestError(.malformed, "The text is not a JSON object.")
    }
    var reader = ObjectReader("\(Self.self)", object, in: json, isStrict: false)
    self = try Self.schema.read(&reader)
  }
}
