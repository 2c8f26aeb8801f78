// SPDX-License-Identifier: Apache-2.0

import Testing
import Tracking
import Wire

/// The data of a label beside the GTIN, and the result for each policy.
private struct Case: Sendable, CustomTestStringConvertible {
  let label: String
  let policy: Policy
  let reasons: [String]

  init(_ label: String, _ policy: Policy, _ reasons: [String]) {
    self.label = label
    self.policy = policy
    self.reasons = reasons
  }

  var testDescription: String { "\(label) as \(policy)" }
}

private let none = "]C10109506000134352"
private let lot = "]C1010950600013435210C202507"
private let serial = "]C1010950600013435221HD-12345"
private let both = "]C1010950600013435210C202507^21HD-12345"

private let cases = [
  Case(none, .serial, ["serial-required"]), Case(none, .lot, ["lot-required"]),
  Case(none, .both, ["serial-required", "lot-required"]), Case(none, .any, []),
  Case(lot, .serial, ["serial-required"]), Case(lot, .lot, []),
  Case(lot, .both, ["serial-required"]), Case(lot, .any, []),
  Case(serial, .serial, []), Case(serial, .lot, ["lot-required"]),
  Case(serial, .both, ["lot-required"]), Case(serial, .any, []),
  Case(both, .serial, []), Case(both, .lot, []), Case(both, .both, []), Case(both, .any, []),
]

@Suite struct PolicyTests {
  @Test(arguments: cases) private func theItemsPolicyHoldsForItsLabel(_ each: Case) throws {
    var facts = Facts()
    facts.item = try Item(gtin: "09506000134352", policy: each.policy)
    let record = judged(each.label, facts: facts)
    #expect(record.reasons.map(\.code) == each.reasons)
    #expect(record.verdict == (each.reasons.isEmpty ? .accepted : .rejected))
  }

  @Test(arguments: cases) private func theStationsPolicyAppliesToItemsWithoutOne(
    _ each: Case
  ) {
    var origin = Origin(scanner: "s")
    origin.defaultPolicy = each.policy
    #expect(judged(each.label, origin: origin).reasons.map(\.code) == each.reasons)
  }

  @Test func theItemsPolicyComesBeforeTheStations() throws {
    var origin = Origin(scanner: "s")
    origin.defaultPolicy = .both
    var facts = Facts()
    facts.item = try Item(gtin: "09506000134352", policy: .any)
    #expect(judged(none, facts: facts, origin: origin).verdict == .accepted)
    facts.item = try Item(gtin: "09506000134352", policy: .serial)
    origin.defaultPolicy = .any
    #expect(judged(none, facts: facts, origin: origin).reasons.map(\.code) == ["serial-required"])
  }

  @Test func theSentenceSaysWhoseThePolicyIs() throws {
    var origin = Origin(scanner: "s")
    origin.defaultPolicy = .serial
    let ofTheStation = try #require(judged(none, origin: origin).reasons.first)
    #expect(ofTheStation.ai == "21")
    #expect(ofTheStation.text.contains("DefaultPolicy=serial"))
    var facts = Facts()
    facts.item = try Item(gtin: "09506000134352", policy: .lot)
    let ofTheItem = try #require(judged(none, facts: facts, origin: origin).reasons.first)
    #expect(ofTheItem.ai == "10")
    #expect(ofTheItem.text.contains("the policy of this GTIN is lot"))
  }

  @Test(arguments: [
    "]C100395060001343000015", "]C10039506000134300001502095060001343523705^10C202507",
    "]C1800495060001234", "]C14149506000134352", "just text",
  ]) func whatIsNoTradeItemNeedsNeither(label: String) {
    var origin = Origin(scanner: "s")
    origin.defaultPolicy = .both
    let record = judged(label, origin: origin)
    #expect(record.verdict == .accepted, "\(record.reasons)")
  }

  @Test func damagedDataAreNotSaidToLackElements() {
    var origin = Origin(scanner: "s")
    origin.defaultPolicy = .both
    let codes = judged("]C10109506000134353", origin: origin).reasons.map(\.code)
    #expect(codes == ["check-digit"])
    #expect(judged(none, cause: .overrun, origin: origin).reasons.map(\.code) == ["overrun"])
  }
}
