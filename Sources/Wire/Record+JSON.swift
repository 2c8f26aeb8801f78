// SPDX-License-Identifier: Apache-2.0

// The one encoding of a record. The journal keeps what `writeBody` made, so a record read again
// years later is byte for byte the one that was live.

extension Record {
  /// Writes the record as a JSON object, the cursor first; absent fields are left out.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      if let cursor {
        json.key("cursor")
        json.number(cursor)
      }
      writeFields(to: &json)
    }
  }

  /// The record's JSON object without its cursor, as the journal keeps it.
  public var body: [UInt8] {
    // A record with a lot and a serial has some 700 bytes.
    var json = JSONWriter(capacity: 1024)
    json.object { writeFields(to: &$0) }
    return json.bytes
  }

  private func writeFields(to json: inout JSONWriter) {
    json.key("time")
    json.string(utf8: time.rfc3339)
    json.key("scanner")
    json.string(scanner)
    json.field("station", station)
    json.field("step", step)
    json.field("readPoint", readPoint)
    json.key("verdict")
    json.string(verdict.rawValue)
    json.field("kind", kind)
    json.field("symbology", symbology)
    writeData(to: &json)
    writeSubject(to: &json)
    writeElements(elements, to: &json)
    writeRemarks(notes, as: "notes", to: &json)
    writeRemarks(reasons, as: "reasons", to: &json)
  }

  private func writeData(to json: inout JSONWriter) {
    if String(validating: data, as: UTF8.self) != nil {
      json.key("data")
      json.string(utf8: data)
    } else {
      json.key("dataBase64")
      json.base64(data)
    }
  }

  /// A program that forgets to look at the verdict must find nothing that it could book.
  private func writeSubject(to json: inout JSONWriter) {
    guard verdict != .accepted else { return subject.writeFields(to: &json) }
    guard subject != Subject() else { return }
    json.key("understood")
    json.object { subject.writeFields(to: &$0) }
  }
}

extension JSONWriter {
  /// Writes a record from its kept `body` and its cursor: the same bytes as `Record.write(to:)`.
  public mutating func record(body: some Collection<UInt8>, cursor: Int64) {
    json("{\"cursor\":\(cursor),".utf8)
    append(body.dropFirst())
  }
}

extension Subject {
  fileprivate func writeFields(to json: inout JSONWriter) {
    json.field("tracking", tracking?.rawValue)
    json.field("identity", identity)
    json.field("gtin", gtin)
    json.field("lot", lot)
    json.field("serial", serial)
    json.field("sscc", sscc)
    json.field("expiry", expiry)
  }
}

/// Writes the field `elements` of a record or of what `scanctl parse` prints; `more` adds fields to
/// the element at a position.
public func writeElements(
  _ elements: [RecordElement], to json: inout JSONWriter,
  more: (Int, inout JSONWriter) -> Void = { _, _ in }
) {
  json.key("elements")
  json.array { json in
    for (position, element) in elements.enumerated() {
      json.object { json in
        json.field("ai", element.ai)
        json.field("title", element.title)
        json.field("value", element.value)
        more(position, &json)
      }
    }
  }
}

/// Writes the field `reasons` or `notes` of a record or of what `scanctl parse` prints.
public func writeRemarks(_ remarks: [Remark], as key: StaticString, to json: inout JSONWriter) {
  json.key(key)
  json.array { json in
    for remark in remarks { remark.write(to: &json) }
  }
}

extension Remark {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("code", code)
      json.field("ai", ai)
      if let offset, let length {
        json.key("offset")
        json.number(offset)
        json.key("length")
        json.number(length)
      }
      json.field("text", text)
    }
  }
}
