// SPDX-License-Identifier: Apache-2.0

import Testing
import Tracking
import Wire

private let gtin = "09506000134352"
private let label = "]C101095060001343521726112310C202507^21HD-12345"
private let oldLabel = "]C101095060001343521726112210C202507^21HD-12345"

/// A check, and facts for which it finds something.
enum Check: String, Sendable, CaseIterable {
  case serialRepeated = "serial-repeated"
  case lotConflict = "lot-conflict"
  case expiryConflict = "expiry-conflict"
  case expired
  case recalled

  var facts: Facts {
    var facts = Facts()
    switch self {
    case .serialRepeated: facts.sameSerial = 7
    case .lotConflict: facts.otherLot = Sighting(cursor: 7, value: "C202506")
    case .expiryConflict: facts.otherExpiry = Sighting(cursor: 7, value: "2026-10-31")
    case .expired: break
    case .recalled:
      facts.recalls = [
        Recall(number: 3, scope: .lot("C202507", gtin: nil), reason: "glass in it")
      ]
    }
    return facts
  }

  var label: String { self == .expired ? oldLabel : TrackingTests.label }

  var inRules: WritableKeyPath<Rules, Consequence> {
    switch self {
    case .serialRepeated: \.serialRepeated
    case .lotConflict: \.lotConflict
    case .expiryConflict: \.expiryConflict
    case .expired: \.expired
    case .recalled: \.recalled
    }
  }

  var inChecks: WritableKeyPath<Checks, Consequence?> {
    switch self {
    case .serialRepeated: \.serialRepeated
    case .lotConflict: \.lotConflict
    case .expiryConflict: \.expiryConflict
    case .expired: \.expired
    case .recalled: \.recalled
    }
  }
}

@Suite struct CheckTests {
  @Test(arguments: Check.allCases) func aCheckGivesANoteAndARecallAReason(check: Check) {
    let record = judged(check.label, facts: check.facts)
    let isRecall = check == .recalled
    #expect(record.notes.map(\.code) == (isRecall ? [] : [check.rawValue]))
    #expect(record.reasons.map(\.code) == (isRecall ? ["recalled"] : []))
  }

  @Test(arguments: Check.allCases, Consequence.allCases)
  func theDaemonsRulesHoldWhereNothingElseIsSaid(check: Check, consequence: Consequence) {
    var rules = Rules()
    rules[keyPath: check.inRules] = consequence
    expect(consequence, of: check, judged(check.label, facts: check.facts, rules: rules))
  }

  @Test(arguments: Check.allCases, Consequence.allCases)
  func theStationsComeBeforeTheDaemons(check: Check, consequence: Consequence) {
    for others in Consequence.allCases where others != consequence {
      var rules = Rules()
      rules[keyPath: check.inRules] = others
      var origin = Origin(scanner: "s")
      origin.checks[keyPath: check.inChecks] = consequence
      let record = judged(check.label, facts: check.facts, rules: rules, origin: origin)
      expect(consequence, of: check, record)
    }
  }

  @Test(arguments: Check.allCases, Consequence.allCases)
  func theItemsComeBeforeTheStations(check: Check, consequence: Consequence) throws {
    for others in Consequence.allCases where others != consequence {
      var rules = Rules()
      rules[keyPath: check.inRules] = others
      var origin = Origin(scanner: "s")
      origin.checks[keyPath: check.inChecks] = others
      var checks = Checks()
      checks[keyPath: check.inChecks] = consequence
      var facts = check.facts
      facts.item = try Item(gtin: gtin, policy: .any, checks: checks)
      let record = judged(check.label, facts: facts, rules: rules, origin: origin)
      expect(consequence, of: check, record)
    }
  }

  @Test(arguments: Check.allCases) func oneCheckDoesNotChangeAnother(check: Check) throws {
    var checks = Checks()
    checks[keyPath: check.inChecks] = .off
    for other in Check.allCases where other != check {
      var facts = other.facts
      facts.item = try Item(gtin: gtin, policy: .any, checks: checks)
      let record = judged(other.label, facts: facts)
      expect(other == .recalled ? .reject : .note, of: other, record)
    }
  }

  private func expect(_ consequence: Consequence, of check: Check, _ record: Record) {
    #expect(record.notes.map(\.code) == (consequence == .note ? [check.rawValue] : []))
    #expect(record.reasons.map(\.code) == (consequence == .reject ? [check.rawValue] : []))
    #expect(record.verdict == (consequence == .reject ? .rejected : .accepted))
  }

  @Test(arguments: [
    (
      Check.lotConflict,
      "Serial HD-12345 of this GTIN was scanned with the lot C202506 before, as record 7; this "
        + "label says C202507."
    ),
    (
      .expiryConflict,
      "Lot C202507 of this GTIN was scanned with the expiry 2026-10-31 before, as record 7; this "
        + "label says 2026-11-23."
    ),
    (.expired, "Its last day was 2026-11-22."),
    (.recalled, "Lot C202507 is recalled: glass in it (recall 3)."),
  ]) func theSentenceNamesWhatItIsAbout(_ check: Check, _ sentence: String) {
    let record = judged(check.label, facts: check.facts)
    #expect((record.notes + record.reasons).map(\.text) == [sentence])
  }

  @Test(arguments: [
    (RecallScope.gtin(gtin), "01", "This GTIN is recalled: R (recall 1)."),
    (.lot("C202507", gtin: gtin), "10", "Lot C202507 of this GTIN is recalled: R (recall 1)."),
    (.serial("HD-12345", gtin: nil), "21", "Serial HD-12345 is recalled: R (recall 1)."),
    (
      .serial("HD-12345", gtin: gtin), "21",
      "Serial HD-12345 of this GTIN is recalled: R (recall 1)."
    ),
  ]) func aRecallSaysWhichGoodsItIsOf(_ scope: RecallScope, _ ai: String, _ sentence: String) {
    var facts = Facts()
    facts.recalls = [Recall(number: 1, scope: scope, reason: "R")]
    let reason = judged(label, facts: facts).reasons.first
    #expect(reason?.ai == ai)
    #expect(reason?.text == sentence)
  }

  @Test func everyRecallIsNamed() {
    var facts = Facts()
    facts.recalls = [
      Recall(number: 1, scope: .gtin(gtin), reason: "A"),
      Recall(number: 2, scope: .serial("HD-12345", gtin: nil), reason: "B"),
    ]
    #expect(judged(label, facts: facts).reasons.count == 2)
  }

  @Test(arguments: [
    ("261122", true), ("261123", false), ("261124", false), ("261100", false), ("261000", true),
  ]) func theLastDayIsTheExpiryItselfInUTC(expiry: String, isExpired: Bool) {
    for time in ["2026-11-23T00:00:00Z", "2026-11-23T23:59:59.999999Z"] {
      let data = Array("]C1010950600013435217\(expiry)".utf8)
      let scan = Scan(data: data, time: Timestamp(time)!, origin: Origin(scanner: "s"))
      let notes = judge(Interpretation(scan), facts: Facts(), rules: Rules()).notes
      #expect(notes.map(\.code) == (isExpired ? ["expired"] : []))
    }
  }

  @Test(arguments: [(Consequence.reject, true), (.note, true), (.off, false)])
  func byAClockThatMayBeWrongNothingIsRejected(consequence: Consequence, isNoted: Bool) {
    var rules = Rules()
    rules.expired = consequence
    var facts = Facts()
    facts.clockUnsynchronised = true
    let record = judged(oldLabel, facts: facts, rules: rules)
    #expect(record.verdict == .accepted)
    #expect(record.notes.map(\.code) == (isNoted ? ["clock-unsynchronised"] : []))
    #expect(judged(label, facts: facts, rules: rules).notes.isEmpty)
  }

  @Test func unreadableItemsAreANoteOrAReason() {
    var facts = Facts()
    facts.itemsUnavailable = true
    let noted = judged(label, facts: facts)
    #expect(noted.verdict == .accepted)
    #expect(noted.notes.map(\.code) == ["items-unavailable"])
    var rules = Rules()
    rules.itemsUnavailable = .reject
    #expect(judged(label, facts: facts, rules: rules).reasons.map(\.code) == ["items-unavailable"])
  }

  @Test func anIncompleteScanIsJudgedByNothingElse() {
    var facts = Check.recalled.facts
    facts.otherLot = Check.lotConflict.facts.otherLot
    facts.itemsUnavailable = true
    let record = judged(label, cause: .overrun, facts: facts)
    #expect(record.reasons.map(\.code) == ["overrun"])
    #expect(record.notes.isEmpty)
  }
}
