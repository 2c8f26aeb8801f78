// SPDX-License-Identifier: Apache-2.0

// A record is encoded once, when it is made. The journal reads these bytes and the server sends them
// without looking into them; only clients decode them, and they keep the bytes too, because a later version
// may have written fields that this one does not know.

/// A record as the journal keeps it and the socket carries it.
public struct EncodedRecord: Sendable {
  /// The record's number in the journal.
  public let cursor: Int64
  /// The record's JSON object without its cursor (`Record.body`).
  public let body: [UInt8]
  private let decoded: Record?

  /// A record that is not decoded.
  public init(cursor: Int64, body: [UInt8]) {
    self.cursor = cursor
    self.body = body
    decoded = nil
  }

  /// A record of the journal and its encoding.
  ///
  /// - Parameters:
  ///   - record: has its cursor.
  ///   - body: the record's `body`.
  public init(_ record: Record, body: [UInt8]) {
    cursor = record.cursor ?? 0
    self.body = body
    decoded = record
  }

  /// The record, decoded now unless it was before.
  public var record: Record {
    get throws(RequestError) {
      if let decoded { return decoded }
      var record = try Record(parsing: body)
      record.cursor = cursor
      return record
    }
  }

  /// The record's JSON object with its cursor.
  public var json: [UInt8] {
    var json = JSONWriter(capacity: body.count + 32)
    write(to: &json)
    return json.bytes
  }

  /// Writes the record's JSON object with its cursor: the same bytes as `Record.write(to:)`.
  public func write(to json: inout JSONWriter) {
    json.json("{\"cursor\":\(cursor),".utf8)
    json.append(body.dropFirst())
  }
}

extension EncodedRecord: Equatable {
  /// Records with equal bytes are equal.
  public static func == (a: EncodedRecord, b: EncodedRecord) -> Bool {
    a.cursor == b.cursor && a.body == b.body
  }
}

extension ValueType where Value == EncodedRecord {
  /// A record with its cursor.
  static let record = ValueType(
    description: .object(Record.schema.fields),
    read: { value, place throws(RequestError) in
      let record = try place.read(value, Record.schema)
      guard case .object(let object) = value, let cursor = record.cursor else {
        throw place.bad("must have a cursor")
      }
      let prefix = Array("{\"cursor\":\(cursor),".utf8)
      let json = place.text[object.place]
      guard json.starts(with: prefix) else { return EncodedRecord(record, body: record.body) }
      return EncodedRecord(record, body: [UInt8(ascii: "{")] + json.dropFirst(prefix.count))
    },
    write: { $0.write(to: &$1) })
}
