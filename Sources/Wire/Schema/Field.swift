// SPDX-License-Identifier: Apache-2.0

/// One field of an object on the wire, declared once: its name, its type with its limits, its meaning,
/// and the property of `Object` it belongs to. Parser, writer and documentation come from it.
public struct Field<Object, Value>: Sendable {
  let descriptions: [FieldDescription]
  let read: @Sendable (inout ObjectReader) throws(RequestError) -> Value
  let write: @Sendable (Object, inout JSONWriter) -> Void
}

/// The declaration of a field, for documentation.
public struct FieldDescription: Sendable, Equatable {
  /// The key of the field.
  public let name: String
  /// The values it may have.
  public let type: ValueDescription
  /// True if the object must have it.
  public let isRequired: Bool
  /// The meaning, a phrase that ends with a full stop.
  public let meaning: String
}

extension Field {
  /// A field that is always there.
  static func required(
    _ name: String, _ value: @escaping @Sendable (Object) -> Value, _ type: ValueType<Value>,
    _ meaning: String
  ) -> Field {
    let key = JSONKey(name)
    return Field(
      descriptions: [.init(name: name, type: type.description, isRequired: true, meaning: meaning)],
      read: { reader throws(RequestError) in
        guard let json = reader.remove(name) else { throw reader.missing(name) }
        return try type.read(json, reader.place(of: name))
      },
      write: { object, json in
        json.key(key)
        type.write(value(object), &json)
      })
  }

  /// A field that is left out where there is nothing to say.
  static func optional<Wrapped>(
    _ name: String, _ value: @escaping @Sendable (Object) -> Wrapped?, _ type: ValueType<Wrapped>,
    _ meaning: String
  ) -> Field where Value == Wrapped? {
    let key = JSONKey(name)
    return Field(
      descriptions: [
        .init(name: name, type: type.description, isRequired: false, meaning: meaning)
      ],
      read: { reader throws(RequestError) in
        guard let json = reader.remove(name) else { return nil }
        return try type.read(json, reader.place(of: name))
      },
      write: { object, json in
        guard let value = value(object) else { return }
        json.key(key)
        type.write(value, &json)
      })
  }

  /// A field that means `fallback` where it is left out.
  static func defaulted(
    _ name: String, _ value: @escaping @Sendable (Object) -> Value, _ type: ValueType<Value>,
    to fallback: Value, _ meaning: String
  ) -> Field where Value: Equatable & Sendable {
    let key = JSONKey(name)
    return Field(
      descriptions: [
        .init(name: name, type: type.description, isRequired: false, meaning: meaning)
      ],
      read: { reader throws(RequestError) in
        guard let json = reader.remove(name) else { return fallback }
        return try type.read(json, reader.place(of: name))
      },
      write: { object, json in
        let value = value(object)
        guard value != fallback else { return }
        json.key(key)
        type.write(value, &json)
      })
  }

  /// The fields of a part of the object that stand among the object's own.
  static func inline(_ value: @escaping @Sendable (Object) -> Value) -> Field
  where Value: WireObject {
    Field(
      descriptions: Value.schema.fields,
      read: { reader throws(RequestError) in try Value.schema.read(&reader) },
      write: { object, json in Value.schema.writeFields(of: value(object), to: &json) })
  }
}
