// SPDX-License-Identifier: Apache-2.0

import Testing
import Tracking
import Wedge
import Wire

@Suite struct JudgeTests {
  private let label = "]C1010950600013435210C202507^21HD-12345"

  @Test func wrongDataAreRejectedWithTheirReasons() {
    let record = judged("]C10109506000134353")
    #expect(record.verdict == .rejected)
    #expect(record.reasons.first?.code == "check-digit")
    #expect(record.reasons.first?.ai == "01")
    #expect(record.reasons.first?.offset == 5)
    #expect(record.reasons.first?.length == 14)
  }

  @Test func damagedDataWithoutSymbologyIdentifierAreRejectedAndNotText() {
    #expect(judged("0109506000134353").verdict == .rejected)
  }

  @Test func aPlainWebAddressIsAcceptedAsTextWithANote() {
    let record = judged("]Q1https://example.com/en/about?id=649")
    #expect(record.verdict == .accepted)
    #expect(record.kind == "text")
    #expect(record.notes.map(\.code) == ["not-a-digital-link"])
    #expect(record.elements.isEmpty)
    #expect(record.subject == judged("just text").subject)
  }

  @Test func aDamagedDigitalLinkIsRejectedAndIdentifiesNothing() {
    let record = judged("https://example.com/01/09506000134353/10/C202507")
    #expect(record.verdict == .rejected)
    #expect(record.kind == "digital-link")
    #expect(record.reasons.map(\.code) == ["check-digit"])
    #expect(record.subject.gtin == nil)
  }

  @Test func anIncompleteScanIsNotInterpretedEvenIfItLooksWhole() {
    let record = judged(label, cause: .overrun)
    #expect(record.verdict == .incomplete)
    #expect(record.reasons.map(\.code) == ["overrun"])
    #expect(record.subject == Subject())
    #expect(record.elements.isEmpty)
    #expect(record.kind == nil)
  }

  @Test func elementsOfARejectedRecordCannotBeBookedByMistake() throws {
    var rules = Rules()
    rules.serialRepeated = .reject
    var facts = Facts()
    facts.sameSerial = 7
    let record = judged(label, facts: facts, rules: rules)
    #expect(record.verdict == .rejected)
    let body = try #require(JSONValue(parsing: record.body))
    guard case .object(let fields) = body, case .object(let understood) = fields["understood"]
    else {
      Issue.record("no object \"understood\" in \(body)")
      return
    }
    for key in ["gtin", "lot", "serial", "identity", "tracking"] {
      #expect(fields[key] == nil)
      #expect(understood[key] != nil)
    }
  }

  @Test(arguments: [
    (Consequence.note, Verdict.accepted, ["serial-repeated"], []),
    (.reject, .rejected, [], ["serial-repeated"]),
    (.off, .accepted, [], []),
  ])
  func aRepeatedSerialHasTheConsequenceThatTheRulesName(
    _ consequence: Consequence, _ verdict: Verdict, _ notes: [String], _ reasons: [String]
  ) {
    var rules = Rules()
    rules.serialRepeated = consequence
    var facts = Facts()
    facts.sameSerial = 7
    let record = judged(label, facts: facts, rules: rules)
    #expect(record.verdict == verdict)
    #expect(record.notes.map(\.code) == notes)
    #expect(record.reasons.map(\.code) == reasons)
  }

  @Test func charactersThatDependOnTheLayoutAreNotedUntilALayoutIsConfigured() {
    let capture = Capture(data: Array("XYZ-1".utf8), time: 0, cause: nil)
    var origin = Origin(scanner: "s")
    let time = Timestamp(microseconds: 0)
    #expect(Scan(capture, time: time, origin: origin).notes.map(\.code) == ["layout-assumed"])
    var rules = Rules()
    rules.unverifiedLayout = .reject
    let scan = Scan(capture, time: time, origin: origin)
    #expect(judge(Interpretation(scan), facts: Facts(), rules: rules).verdict == .rejected)
    origin.isLayoutConfigured = true
    #expect(Scan(capture, time: time, origin: origin).notes.isEmpty)
  }

  @Test func aMissingSeparatorCountsOnlyForAScannerThatSendsNone() {
    let data = Array("]C1010950600013435210C20250721HD-12345".utf8)
    let scan = Scan(
      data: data, time: Timestamp(microseconds: 0), origin: Origin(scanner: "s"))
    let interpretation = Interpretation(scan)
    #expect(interpretation.suspicion?.code == "separator-suspect")
    var facts = Facts()
    #expect(judge(interpretation, facts: facts, rules: Rules()).notes.isEmpty)
    facts.separatorNeverSeen = true
    let record = judge(interpretation, facts: facts, rules: Rules())
    #expect(record.verdict == .accepted)
    #expect(record.subject.lot == "C20250721HD-12345")
    #expect(record.notes.map(\.code) == ["separator-suspect"])
  }

  @Test func aLotByItselfIsAcceptedWherePairingIsOff() {
    var origin = Origin(scanner: "s")
    let data = Array("]C110LOT1".utf8)
    func verdict() -> Verdict {
      let scan = Scan(data: data, time: Timestamp(microseconds: 0), origin: origin)
      return judge(Interpretation(scan), facts: Facts(), rules: Rules()).verdict
    }
    #expect(verdict() == .rejected)
    origin.pairing = false
    #expect(verdict() == .accepted)
  }

  @Test func theSameInputGivesTheSameBytes() {
    #expect(judged(label).body == judged(label).body)
  }
}
