// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

// The one encoding of a record. The journal keeps the bytes that `body` gave, so a record read again
// years later is byte for byte the one that was live.

extension Record: WireObject {
  public static let schema = ObjectSchema(
    Self.init(
      cursor:time:scanner:station:step:readPoint:verdict:kind:symbology:data:subject:elements:notes:
      reasons:),
    .optional("cursor", \.cursor, .cursor, "The record's number in the journal."),
    .required("time", \.time, .time, "The time of the scan's last key, with microseconds."),
    .required("scanner", \.scanner, .text, "The device it came from."),
    .optional("station", \.station, .text, "The station where the scanner stands."),
    .optional("step", \.step, .text, "The step that happens there."),
    .optional("readPoint", \.readPoint, .text, "The URI of the place."),
    .required("verdict", \.verdict, .choice("verdict"), "The verdict."),
    .optional("kind", \.kind, .text, "The kind of the data; not in incomplete records."),
    .optional("symbology", \.symbology, .text, "The symbology identifier that was sent."),
    .scanData,
    .subject,
    .required("elements", \.elements, .list(of: .object), "The element strings understood."),
    .required("notes", \.notes, .list(of: .object), "Remarks that change nothing."),
    .required("reasons", \.reasons, .list(of: .object), "The reasons against acceptance."))

  /// The record's JSON object without its cursor, as the journal keeps it.
  public var body: [UInt8] {
    var record = self
    record.cursor = nil
    // A record with a lot and a serial has some 700 bytes.
    var json = JSONWriter(capacity: 1024)
    record.write(to: &json)
    return json.bytes
  }

  private init(
    cursor: Int64?, time: Timestamp, scanner: String, station: String?, step: String?,
    readPoint: String?, verdict: Verdict, kind: String?, symbology: String?, data: [UInt8],
    subject: Subject, elements: [RecordElement], notes: [Remark], reasons: [Remark]
  ) {
    self.init(time: time, scanner: scanner, verdict: verdict, data: data)
    self.cursor = cursor
    self.station = station
    self.step = step
    self.readPoint = readPoint
    self.kind = kind
    self.symbology = symbology
    self.subject = subject
    self.elements = elements
    self.notes = notes
    self.reasons = reasons
  }
}

extension Field where Object == Record, Value == [UInt8] {
  /// The scan data as text, or in base64 where they are not UTF-8.
  fileprivate static var scanData: Field {
    let text = JSONKey("data")
    let base64 = JSONKey("dataBase64")
    return Field(
      descriptions: [
        FieldDescription(
          name: "data", type: .text(atMost: nil), isRequired: false,
          meaning: "The scan data as received, symbology identifier included."),
        FieldDescription(
          name: "dataBase64", type: ValueType.base64.description, isRequired: false,
          meaning: "The scan data in base64 where they are not UTF-8."),
      ],
      read: { reader throws(RequestError) in
        if let json = reader.remove("data") {
          return Array(try ValueType.text.read(json, reader.place(of: "data")).utf8)
        }
        guard let json = reader.remove("dataBase64") else { throw reader.missing("data") }
        return try ValueType.base64.read(json, reader.place(of: "dataBase64"))
      },
      write: { record, json in
        if String(validating: record.data, as: UTF8.self) != nil {
          json.key(text)
          json.string(utf8: record.data)
        } else {
          json.key(base64)
          json.base64(record.data)
        }
      })
  }
}

extension Field where Object == Record, Value == Subject {
  /// The subject among the record's fields if it is accepted, else under `understood`: a program that
  /// forgets to look at the verdict must find nothing that it could book.
  fileprivate static var subject: Field {
    let understood = JSONKey("understood")
    return Field(
      descriptions: Subject.schema.fields + [
        FieldDescription(
          name: "understood", type: .object(Subject.schema.fields), isRequired: false,
          meaning: "In records that are not accepted, the parts that were understood.")
      ],
      read: { reader throws(RequestError) in
        guard let json = reader.remove("understood") else {
          return try Subject.schema.read(&reader)
        }
        return try reader.place(of: "understood").read(json, Subject.schema)
      },
      write: { record, json in
        if record.verdict == .accepted {
          return Subject.schema.writeFields(of: record.subject, to: &json)
        }
        guard record.subject != Subject() else { return }
        json.key(understood)
        record.subject.write(to: &json)
      })
  }
}

extension Subject: WireObject {
  public static let schema = ObjectSchema(
    { tracking, identity, gtin, lot, serial, sscc, expiry in
      var subject = Subject()
      subject.tracking = tracking
      subject.identity = identity
      subject.gtin = gtin
      subject.lot = lot
      subject.serial = serial
      subject.sscc = sscc
      subject.expiry = expiry
      return subject
    },
    .optional("tracking", \.tracking, .choice("tracking level"), "The level of tracking."),
    .optional("identity", \.identity, .text, "The GS1 Digital Link URI of the thing."),
    .optional("gtin", \.gtin, .text, "AI (01) or (02), 14 digits."),
    .optional("lot", \.lot, .text, "AI (10)."),
    .optional("serial", \.serial, .text, "AI (21)."),
    .optional("sscc", \.sscc, .text, "AI (00), 18 digits."),
    .optional("expiry", \.expiry, .text, "AI (17) as YYYY-MM-DD."))
}

extension RecordElement: WireObject {
  public static let schema = ObjectSchema(
    Self.init(ai:title:value:),
    .required("ai", \.ai, .text, "The application identifier."),
    .optional("title", \.title, .text, "Its data title."),
    .required("value", \.value, .text, "The data field."))
}

extension Remark: WireObject {
  public static let schema = ObjectSchema(
    Self.init(code:ai:offset:length:text:),
    .required("code", \.code, .text, "The remark, for programs."),
    .optional("ai", \.ai, .text, "The application identifier concerned."),
    .optional("offset", \.offset, .count, "The place in the data that it concerns, in bytes."),
    .optional("length", \.length, .count, "The number of bytes that it concerns."),
    .required("text", \.text, .text, "The remark, for people."))
}
