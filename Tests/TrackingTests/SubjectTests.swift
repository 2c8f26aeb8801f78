// SPDX-License-Identifier: Apache-2.0

import Testing
import Tracking
import Wedge
import Wire

/// The tracking level and the identity of a label. `^` stands for the group separator.
private struct Case: Sendable, CustomTestStringConvertible {
  let label: String
  let tracking: TrackingLevel
  let identity: String?

  init(_ label: String, _ tracking: TrackingLevel, _ identity: String?) {
    self.label = label
    self.tracking = tracking
    self.identity = identity.map { "https://id.gs1.org/" + $0 }
  }

  var testDescription: String { label }
}

@Suite struct SubjectTests {
  @Test(arguments: [
    Case("]C10109506000134352", .none, "01/09506000134352"),
    Case("]C1010950600013435210C202507", .lot, "01/09506000134352/10/C202507"),
    Case("]C1010950600013435221HD-12345", .serial, "01/09506000134352/21/HD-12345"),
    Case("]C1010950600013435210C202507^21HD-12345", .both, "01/09506000134352/21/HD-12345"),
    Case("]C1010950600013435221A/B%", .serial, "01/09506000134352/21/A%2FB%25"),
    Case("]C100395060001343000015", .unit, "00/395060001343000015"),
    Case("]C1800495060001234", .serial, "8004/95060001234"),
    Case("]C180030950600013435212345", .serial, "8003/0950600013435212345"),
    Case("]C1800309506000134352", .none, "8003/09506000134352"),
    Case("]C14149506000134352", .none, "414/9506000134352"),
    Case("]C14149506000134352254ABC", .none, "414/9506000134352/254/ABC"),
    Case("]E09506000134352", .none, "01/09506000134352"),
    Case("just text", .none, nil),
  ]) private func aLabelIsTrackedByWhatItCarries(_ label: Case) {
    let record = judged(label.label)
    #expect(record.verdict == .accepted, "\(record.reasons)")
    #expect(record.subject.tracking == label.tracking)
    #expect(record.subject.identity == label.identity)
  }

  @Test func theKeysStandInTheRecord() {
    let record = judged("]C101095060001343521727063010C202507^21HD-12345")
    #expect(record.subject.gtin == "09506000134352")
    #expect(record.subject.lot == "C202507")
    #expect(record.subject.serial == "HD-12345")
    #expect(record.subject.expiry == "2027-06-30")
    #expect(record.elements.map(\.ai) == ["01", "17", "10", "21"])
    #expect(record.kind == "element-string")
    #expect(record.symbology == "]C1")
  }

  @Test func anExpiryWithoutDayIsTheEndOfTheMonth() {
    #expect(judged("]C1010950600013435217280200").subject.expiry == "2028-02-29")
  }
}

/// The record of a label about which nothing else is known.
func judged(
  _ label: String, cause: Cause? = nil, facts: Facts = Facts(), rules: Rules = Rules(),
  origin: Origin = Origin(scanner: "s")
) -> Record {
  let data = label.utf8.map { $0 == UInt8(ascii: "^") ? 0x1D : $0 }
  let time = Timestamp("2026-11-23T08:06:00Z")!
  let scan = Scan(data: data, time: time, cause: cause, origin: origin)
  return judge(Interpretation(scan), facts: facts, rules: rules)
}
