// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Wire

@Suite struct RecordTests {
  @Test func anAcceptedRecordIsWrittenAsDocumented() {
    #expect(
      text(of: accepted) == """
        {"cursor":1042,"time":"2026-11-23T08:06:00.123456Z","scanner":"usb-0c2e_0b61-S1234",\
        "station":"dock-1","step":"receiving","verdict":"accepted","kind":"element-string",\
        "symbology":"]C1","data":"]C1010950600013435210C202507\\u001d21HD-12345",\
        "tracking":"both","gtin":"09506000134352","lot":"C202507","serial":"HD-12345",\
        "elements":[{"ai":"01","title":"GTIN","value":"09506000134352"}],\
        "notes":[{"code":"moved","text":"The scanner is on another port."}],"reasons":[]}
        """)
  }

  @Test(arguments: [Verdict.rejected, .incomplete])
  func whatIsNotAcceptedHidesWhatWasUnderstood(verdict: Verdict) throws {
    var record = accepted
    record.verdict = verdict
    let fields = try #require(JSONValue(parsing: encoded(record)).flatMap(fields))
    for key in ["tracking", "identity", "gtin", "lot", "serial", "sscc", "expiry"] {
      #expect(fields[key] == nil)
    }
    let understood = try #require(fields["understood"].flatMap(self.fields))
    #expect(understood["serial"] == .string("HD-12345"))
    #expect(understood["gtin"] == .string("09506000134352"))
  }

  @Test func whatWasNotUnderstoodIsLeftOut() throws {
    let record = Record(
      time: Timestamp(microseconds: 0), scanner: "s", verdict: .incomplete, data: [])
    #expect(
      text(of: record) == """
        {"time":"1970-01-01T00:00:00.000000Z","scanner":"s","verdict":"incomplete","data":"",\
        "elements":[],"notes":[],"reasons":[]}
        """)
  }

  @Test func theBodyWithItsCursorIsTheRecord() {
    var json = JSONWriter()
    json.array { json in
      EncodedRecord(cursor: 1042, body: accepted.body).write(to: &json)
      EncodedRecord(cursor: 1043, body: accepted.body).write(to: &json)
    }
    var next = accepted
    next.cursor = 1043
    #expect(
      String(decoding: json.bytes, as: UTF8.self) == "[\(text(of: accepted)),\(text(of: next))]")
  }

  @Test(arguments: Verdict.allCases)
  func whatIsWrittenIsRead(verdict: Verdict) throws {
    var record = accepted
    record.verdict = verdict
    record.readPoint = "https://id.gs1.org/414/9506000134352"
    record.subject.identity = "https://id.gs1.org/01/09506000134352/21/HD-12345"
    record.subject.sscc = "095060000000000014"
    record.subject.expiry = "2027-06-30"
    record.reasons = [
      Remark(code: "check-digit", ai: "01", offset: 5, length: 14, text: "It should be 2.")
    ]
    #expect(try decoded(encoded(record)) == record)
  }

  @Test(arguments: nastyTexts)
  func theNastiestLabelIsASafeLineAndComesBack(text nasty: String) throws {
    var record = accepted
    record.data = Array(nasty.utf8)
    record.scanner = nasty
    record.station = nasty
    record.subject.lot = nasty
    record.elements = [RecordElement(ai: "10", title: nasty, value: nasty)]
    record.notes = [Remark(code: "x", text: nasty)]
    let line = encoded(record)
    #expect(!text(of: record).unicodeScalars.contains(where: actsOnItsSurroundings))
    let copy = try decoded(line)
    #expect(copy.data == record.data)
    #expect(Array(copy.scanner.utf8) == Array(nasty.utf8))
    #expect(copy == record)
  }

  @Test(
    arguments: [
      [0xFF], [0xC0, 0x80], [0x41, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0x9B, 0x32],
    ] as [[UInt8]])
  func dataThatAreNotUTF8ComeInBase64(data: [UInt8]) throws {
    var record = accepted
    record.data = data
    let fields = try #require(JSONValue(parsing: encoded(record)).flatMap(fields))
    #expect(fields["data"] == nil)
    #expect(fields["dataBase64"] == .string(Data(data).base64EncodedString()))
    #expect(try decoded(encoded(record)).data == data)
  }

  @Test func everySingleByteAsDataComesBack() throws {
    for byte in UInt8.min...UInt8.max {
      var record = accepted
      record.data = [0x41, byte, 0x42]
      #expect(try decoded(encoded(record)).data == record.data)
    }
  }

  @Test func fieldsOfALaterVersionAreIgnored() throws {
    let line = text(of: accepted).dropLast() + #","colour":{"of":["the","box"]}}"#
    #expect(try decoded(Array(line.utf8)) == accepted)
  }

  @Test(arguments: [
    #"{"time":"yesterday","scanner":"s","verdict":"accepted","data":""}"#,
    #"{"time":"1970-01-01T00:00:00Z","scanner":"s","verdict":"maybe","data":""}"#,
    #"{"time":"1970-01-01T00:00:00Z","scanner":"s","verdict":"accepted"}"#,
    #"{"time":"1970-01-01T00:00:00Z","scanner":"s","verdict":"accepted","dataBase64":"*"}"#,
    #"{"scanner":"s","verdict":"accepted","data":""}"#,
  ])
  func whatIsNoRecordIsRefused(line: String) {
    #expect(throws: RequestError.self) { try decoded(Array(line.utf8)) }
  }

  private var accepted: Record {
    var record = Record(
      time: Timestamp(microseconds: 1_795_421_160_123_456), scanner: "usb-0c2e_0b61-S1234",
      verdict: .accepted, data: Array("]C1010950600013435210C202507\u{1d}21HD-12345".utf8))
    record.cursor = 1042
    record.station = "dock-1"
    record.step = "receiving"
    record.kind = "element-string"
    record.symbology = "]C1"
    record.subject.tracking = .both
    record.subject.gtin = "09506000134352"
    record.subject.lot = "C202507"
    record.subject.serial = "HD-12345"
    record.elements = [RecordElement(ai: "01", title: "GTIN", value: "09506000134352")]
    record.notes = [Remark(code: "moved", text: "The scanner is on another port.")]
    return record
  }

  private func encoded(_ record: Record) -> [UInt8] {
    var json = JSONWriter()
    record.write(to: &json)
    return json.bytes
  }

  private func text(of record: Record) -> String {
    String(decoding: encoded(record), as: UTF8.self)
  }

  private func decoded(_ line: [UInt8]) throws -> Record {
    try Record(parsing: line)
  }

  private func fields(_ value: JSONValue) -> [String: JSONValue]? {
    if case .object(let object) = value { object.fields } else { nil }
  }
}
