// SPDX-License-Identifier: Apache-2.0

// The expected names were computed with epcis-event-hash-generator 1.9.3, GS1's reference for them;
// scripts/check-epcis compares whole documents with it.

import Testing
import Wire

@testable import Export

private func observed(_ record: Record) -> EPCISEvent? {
  EPCISEvent(record, secondsEast: { _ in 3600 })
}

@Suite struct EPCISEventTests {
  @Test func anItemWithEverything() throws {
    let event = try #require(observed(hairdryer()))
    #expect(
      event.id == "ni:///sha-256;1084a86151a8a31f3ae704c55fe2201d93429a6b567dd14524cd971813a528cc"
        + "?ver=CBV2.0")
    var json = JSONWriter()
    event.write(to: &json)
    #expect(
      String(decoding: json.bytes, as: UTF8.self) == """
        {"type":"ObjectEvent","eventID":"\(event.id)","eventTime":"2026-11-23T08:06:00.123Z",\
        "eventTimeZoneOffset":"+01:00",\
        "epcList":["https://id.gs1.org/01/09506000134352/21/HD-12345"],"action":"OBSERVE",\
        "bizStep":"receiving","readPoint":{"id":"https://id.gs1.org/414/9506000134352"},\
        "scand:cursor":7,"scand:expiry":"2027-06-30",\
        "scand:lot":"https://id.gs1.org/01/09506000134352/10/C202507"}
        """)
  }

  @Test func oneScanOfALotIsOnePieceSeen() throws {
    let event = try #require(observed(lot(step: "label-check", cursor: 8)))
    #expect(
      event.id == "ni:///sha-256;f7a67950f454ff7f1d7dd3ff51bd7399e89671d13c5e3e1520445facfea2df03"
        + "?ver=CBV2.0")
    var json = JSONWriter()
    event.write(to: &json)
    #expect(
      String(decoding: json.bytes, as: UTF8.self).contains(
        "\"quantityList\":[{\"epcClass\":\"https://id.gs1.org/01/09506000134352/10/C202507\","
          + "\"quantity\":1}],\"action\":\"OBSERVE\",\"bizStep\":\"urn:scand:step:label-check\","
          + "\"scand:cursor\":8}"))
  }

  @Test func aPalletAtAPlaceThatIsNamedByItsURN() throws {
    var record = named("https://id.gs1.org/00/395060001343000015", cursor: 9)
    record.readPoint = "urn:epc:id:sgln:9506000.13435.dock-1"
    let event = try #require(observed(record))
    #expect(event.readPoint == record.readPoint)
    #expect(
      event.id == "ni:///sha-256;405a7a5d3839b421bde30bc0de7e72111ed2dea4ee09cdd708030c2aecbe7497"
        + "?ver=CBV2.0")
  }

  @Test func whatIsWeighedIsNotCounted() throws {
    let event = try #require(observed(named("https://id.gs1.org/01/99506000134353", cursor: 10)))
    #expect(
      event.id == "ni:///sha-256;8efc3f22dc23818a3ccc8ecfd8b09b9184a8ce716d90969588369473d8e46bf5"
        + "?ver=CBV2.0")
  }

  @Test func charactersThatAURIEscapesAreEscapedInALotToo() throws {
    var record = named("https://id.gs1.org/01/09506000134352/21/A%2FB%25", cursor: 11)
    record.subject.gtin = "09506000134352"
    record.subject.lot = "7/1"
    record.step = "staging-outbound"
    let event = try #require(observed(record))
    #expect(event.lot == "https://id.gs1.org/01/09506000134352/10/7%2F1")
    #expect(
      event.id == "ni:///sha-256;0895bfba56b41ddbc47f0cd36da0b033aa762b9ea04eaef21063537d3cd87e1b"
        + "?ver=CBV2.0")
  }

  @Test(arguments: [Verdict.rejected, .incomplete])
  func whatWasNotAcceptedIsNoEvent(verdict: Verdict) {
    var record = hairdryer()
    record.verdict = verdict
    #expect(observed(record) == nil)
  }

  @Test func aTextIsNoEvent() {
    var record = hairdryer()
    record.subject = Subject()
    #expect(observed(record) == nil)
  }

  @Test func theMillisecondIsCutAndNotRounded() throws {
    var record = hairdryer()
    record.time = Timestamp("2026-12-31T23:59:59.999999Z")!
    #expect(observed(record)?.time == "2026-12-31T23:59:59.999Z")
  }

  @Test func twoStationsThatScanALotInTheSameMillisecondMakeTwoEvents() {
    let ids = [1, 2].map { observed(lot(step: "packing", cursor: $0))?.id }
    #expect(ids[0] != ids[1])
  }

  /// Summer time ends in Germany at 01:00 UTC on 2026-10-25.
  @Test func theOffsetIsThatOfTheMomentItself() {
    let end = Timestamp("2026-10-25T01:00:00Z")!
    let germany = { (moment: Timestamp) in moment < end ? 7200 : 3600 }
    let offsets = ["2026-10-25T00:59:59.999Z", "2026-10-25T01:00:00Z"].map { text in
      var record = hairdryer()
      record.time = Timestamp(text)!
      return EPCISEvent(record, secondsEast: germany)?.offset
    }
    #expect(offsets == ["+02:00", "+01:00"])
  }

  @Test(arguments: [
    (0, "+00:00"), (3600, "+01:00"), (-12_600, "-03:30"), (20_700, "+05:45"), (50_400, "+14:00"),
    (-43_200, "-12:00"), (53_100, "+00:00"), (-90_000, "+00:00"), (59, "+00:00"), (-59, "+00:00"),
  ]) func anOffsetIsOneThatEPCISKnows(seconds: Int, offset: String) {
    #expect(zoneOffset(secondsEast: seconds) == offset)
  }

  private func named(_ identity: String, cursor: Int64) -> Record {
    var record = Record(
      time: hairdryer().time, scanner: "usb-1", verdict: .accepted, data: [])
    record.cursor = cursor
    record.subject.identity = identity
    return record
  }

  private func lot(step: String, cursor: Int64) -> Record {
    var record = named("https://id.gs1.org/01/09506000134352/10/C202507", cursor: cursor)
    record.step = step
    record.subject.gtin = "09506000134352"
    record.subject.lot = "C202507"
    return record
  }
}
