// SPDX-License-Identifier: Apache-2.0

// The lines of the protocol. Whatever answers a request that had an `id` begins with it.

import Wire

extension JSONWriter {
  /// Writes one line: an object that begins with `id`, if there is one.
  mutating func line(id: JSONValue? = nil, _ fields: (inout JSONWriter) -> Void) {
    object { json in
      if let id {
        json.key("id")
        id.write(to: &json)
      }
      fields(&json)
    }
    newline()
  }

  /// `{"hello":{…}}`
  mutating func hello(version: String, host: String, _ position: Position) {
    line { json in
      json.key("hello")
      json.object { json in
        json.field("protocol", Int64(protocolVersion))
        json.field("version", version)
        json.field("host", host)
        json.field("journal", position.journal)
        json.field("oldest", position.bounds.oldest)
        json.field("head", position.bounds.head)
      }
    }
  }

  /// `{"following":{…}}`
  mutating func following(after cursor: Int64, journal: String, id: JSONValue?) {
    line(id: id) { json in
      json.key("following")
      json.object { json in
        json.field("after", cursor)
        json.field("journal", journal)
      }
    }
  }

  /// `{"through":N}`
  mutating func through(_ cursor: Int64, id: JSONValue?) {
    line(id: id) { $0.field("through", cursor) }
  }

  /// `{"gap":{…}}`
  mutating func gap(_ gap: Gap, id: JSONValue?) {
    line(id: id) { $0.field("gap", gap) }
  }

  /// `{"error":{…}}`
  mutating func error(_ error: RequestError, id: JSONValue?) {
    line(id: id) { json in
      json.key("error")
      json.object { json in
        json.field("code", error.code)
        json.field("text", error.text)
      }
    }
  }

  /// Writes as many of `records` as make `limit` bytes, at least one, as an array.
  ///
  /// - Returns: the cursor of the last one written if others were left out.
  mutating func records(_ records: [(cursor: Int64, body: [UInt8])], limit: Int) -> Int64? {
    var room = limit
    var last: Int64?
    var isCut = false
    array { json in
      for record in records {
        room -= record.body.count + 32
        isCut = last != nil && room < 0
        if isCut { return }
        json.record(body: record.body, cursor: record.cursor)
        last = record.cursor
      }
    }
    return isCut ? last : nil
  }

  /// Writes a field whose value is a whole number.
  mutating func field(_ name: StaticString, _ value: Int64) {
    key(name)
    number(value)
  }

  /// Writes a field whose value is a gap, unless there is none.
  mutating func field(_ name: StaticString, _ gap: Gap?) {
    guard let gap else { return }
    key(name)
    object { json in
      json.field("from", gap.from)
      json.field("to", gap.to)
      json.field("cause", "retention")
    }
  }
}

/// Records that were asked for and are no longer there.
struct Gap: Sendable, Equatable {
  /// The first cursor that is missing.
  var from: Int64
  /// The last one.
  var to: Int64

  /// What is missing between `cursor` and the oldest record, if anything.
  init?(after cursor: Int64, oldest: Int64) {
    guard oldest > cursor + 1 else { return nil }
    from = cursor + 1
    to = oldest - 1
  }
}

/// The bytes of one line of the protocol.
func encoded(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
  var json = JSONWriter()
  write(&json)
  return json.bytes
}
