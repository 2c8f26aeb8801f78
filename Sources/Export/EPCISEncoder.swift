// SPDX-License-Identifier: Apache-2.0

import Wire

/// One EPCIS 2.0 document in JSON-LD, an event a line.
///
/// A document that was cut is no JSON: the brackets are closed at the end alone.
package struct EPCISEncoder: RecordEncoder {
  /// The creation date of the document.
  let created: Timestamp
  /// The offset of the local time at a moment.
  let secondsEast: (Timestamp) -> Int
  private var isFirst = true
  private var json = JSONWriter()

  /// An encoder of one document.
  package init(created: Timestamp, secondsEast: @escaping (Timestamp) -> Int) {
    self.created = created
    self.secondsEast = secondsEast
  }

  package func begin(_ bytes: inout [UInt8]) {
    var json = JSONWriter()
    json.object { json in
      json.key("@context")
      json.array { json in
        json.string("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld")
        json.object { $0.field("scand", scandNamespace) }
      }
      json.field("type", "EPCISDocument")
      json.field("schemaVersion", "2.0")
      json.field("creationDate", created.description)
      json.key("epcisBody")
      json.object { json in
        json.key("eventList")
        json.array { _ in }
      }
    }
    bytes += json.bytes.dropLast(Self.closing.count)
  }

  package mutating func add(_ record: Record, json _: [UInt8], to bytes: inout [UInt8]) -> Bool {
    guard let event = EPCISEvent(record, secondsEast: secondsEast) else { return false }
    bytes += (isFirst ? "\n" : ",\n").utf8
    isFirst = false
    json.removeAll()
    event.write(to: &json)
    bytes += json.bytes
    return true
  }

  package func end(_ bytes: inout [UInt8]) {
    bytes += "\n".utf8 + Self.closing + "\n".utf8
  }

  private static let closing = Array("]}}".utf8)
}

extension EPCISEvent {
  /// Writes the event as an object of the document's eventList.
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("type", "ObjectEvent")
      json.field("eventID", id)
      json.field("eventTime", time)
      json.field("eventTimeZoneOffset", offset)
      writeObject(to: &json)
      json.field("action", "OBSERVE")
      json.field("bizStep", step?.name)
      if let readPoint {
        json.key("readPoint")
        json.object { $0.field("id", readPoint) }
      }
      if let cursor {
        json.key("scand:cursor")
        json.number(cursor)
      }
      json.field("scand:expiry", expiry)
      json.field("scand:lot", lot)
    }
  }

  private func writeObject(to json: inout JSONWriter) {
    switch object {
    case .instance(let uri):
      json.key("epcList")
      json.array { $0.string(uri) }
    case .kind(let uri, let isCounted):
      json.key("quantityList")
      json.array { json in
        json.object { json in
          json.field("epcClass", uri)
          // One scan is one piece seen. Of what is weighed, nobody said how much.
          if isCounted {
            json.key("quantity")
            json.number(1)
          }
        }
      }
    }
  }
}
