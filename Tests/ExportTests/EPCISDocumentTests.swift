// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Testing
import Wire

@testable import Export

@Suite struct EPCISDocumentTests {
  private func document(_ records: [Record], isCut: Bool = false) -> [UInt8] {
    var encoder = EPCISEncoder(created: Timestamp("2026-11-23T09:00:00Z")!) { _ in 0 }
    var bytes: [UInt8] = []
    encoder.begin(&bytes)
    for record in records { _ = encoder.add(record, json: [], to: &bytes) }
    if !isCut { encoder.end(&bytes) }
    return bytes
  }

  @Test func withoutEventsItIsADocumentAllTheSame() {
    #expect(
      String(decoding: document([]), as: UTF8.self) == """
        {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",\
        {"scand":"urn:scand:"}],"type":"EPCISDocument","schemaVersion":"2.0",\
        "creationDate":"2026-11-23T09:00:00.000000Z","epcisBody":{"eventList":[
        ]}}

        """)
  }

  @Test func anEventIsALine() throws {
    var text = hairdryer()
    text.subject = Subject()
    let bytes = document([hairdryer(), text, hairdryer()])
    let document = try #require(JSONValue(parsing: bytes))
    #expect(document["epcisBody"]?["eventList"]?.elements.count == 2)
    #expect(bytes.split(separator: UInt8(ascii: "\n")).count == 4)
  }

  @Test func aDocumentThatWasCutIsNoJSON() {
    #expect(JSONValue(parsing: document([], isCut: true)) == nil)
    #expect(JSONValue(parsing: document([hairdryer()], isCut: true)) == nil)
  }

  @Test func whatEventsLeaveOutIsCounted() {
    var encoder = EPCISEncoder(created: Timestamp(microseconds: 0)) { _ in 0 }
    var bytes: [UInt8] = []
    var place = hairdryer()
    place.subject.identity = "https://id.gs1.org/414/9506000134352"
    #expect(!encoder.add(place, json: [], to: &bytes))
    #expect(bytes.isEmpty)
    #expect(encoder.add(hairdryer(), json: [], to: &bytes))
  }
}
