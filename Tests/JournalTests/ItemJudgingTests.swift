// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct ItemJudgingTests {
  private let directory: TemporaryDirectory
  private let events = Events()

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func aRecallHoldsFromTheNextScanOnAndUntilItIsLifted() throws {
    let journal = try ScanJournal(in: directory, events: events)
    try record(lot("L1"), in: journal)
    let recall = try journal.itemDatabase.recall(
      [.lot("L1", gtin: gtin)], reason: "glass", by: alice)
    try record(lot("L1"), in: journal)
    _ = try journal.itemDatabase.lift(recall[0].recall.number, by: bob)
    try record(lot("L1"), in: journal)
    journal.close()
    let records = try journal.records()
    #expect(records.map(\.verdict) == [.accepted, .rejected, .accepted])
    let text = try #require(records[1].reasons.first?.text)
    #expect(text == "Lot L1 of this GTIN is recalled: glass (recall 1).")
    #expect(records[1].subject.lot == "L1")
  }

  @Test(arguments: [
    (RecallScope.gtin(gtin), [true, true, true, false]),
    (.gtin(otherGTIN), [false, false, false, true]),
    (.lot("L1", gtin: nil), [true, false, true, true]),
    (.lot("L1", gtin: gtin), [true, false, true, false]),
    (.lot("L1", gtin: otherGTIN), [false, false, false, true]),
    (.serial("S1", gtin: nil), [false, true, true, false]),
    (.serial("S1", gtin: gtin), [false, true, true, false]),
    (.serial("S1", gtin: otherGTIN), [false, false, false, false]),
    (.lot("l1", gtin: nil), [false, false, false, false]),
  ]) func aRecallFindsItsGoodsAndNoOthers(_ scope: RecallScope, _ isFound: [Bool]) throws {
    let scans = [
      lot("L1"), scan(serial: "S1"), scan("]C101\(gtin)10L1\u{1D}21S1"),
      scan("]C101\(otherGTIN)10L1"),
    ]
    let itemDatabase = try ItemDatabase(in: StateDirectory(path: directory.path)) { _ in }
    _ = try itemDatabase.recall([scope], reason: "R", by: alice)
    let records = try judged(scans, by: itemDatabase)
    #expect(records.map { $0.reasons.contains { $0.code == "recalled" } } == isFound)
  }

  @Test func theItemsPolicyAndChecksAreLookedUp() throws {
    var checks = Checks()
    checks.serialRepeated = .reject
    let itemDatabase = try ItemDatabase(in: StateDirectory(path: directory.path)) { _ in }
    try itemDatabase.set(
      [
        Item(gtin: gtin, policy: .serial, checks: checks),
        Item(gtin: otherGTIN, name: "other", policy: .lot),
      ], by: alice)
    let records = try judged(
      [
        scan(serial: "A"), scan(serial: "A"), lot("L"), scan("]C101\(otherGTIN)21A"),
        scan("]C101\(otherGTIN)10L"), scan("just text"),
      ], by: itemDatabase)
    #expect(
      records.map { $0.reasons.map(\.code) } == [
        [], ["serial-repeated"], ["serial-required"], ["lot-required"], [], [],
      ])
  }

  @Test func whereRecallsAreOffForAnItemNoneIsNamed() throws {
    var checks = Checks()
    checks.recalled = .off
    let itemDatabase = try ItemDatabase(in: StateDirectory(path: directory.path)) { _ in }
    try itemDatabase.set([Item(gtin: gtin, policy: .any, checks: checks)], by: alice)
    _ = try itemDatabase.recall([.gtin(gtin), .gtin(otherGTIN)], reason: "R", by: alice)
    let records = try judged([lot("L"), scan("]C101\(otherGTIN)10L")], by: itemDatabase)
    #expect(records.map(\.verdict) == [.accepted, .rejected])
  }

  @Test func manyRecallsOfOneThingDoNotFillTheRecord() throws {
    let itemDatabase = try ItemDatabase(in: StateDirectory(path: directory.path)) { _ in }
    let scopes = Array(repeating: RecallScope.gtin(gtin), count: 50)
    _ = try itemDatabase.recall(scopes, reason: "R", by: alice)
    #expect(try judged([lot("L")], by: itemDatabase).first?.reasons.count == 8)
  }

  @Test func aJournalThatIsSetAsideTakesNoRecallsWithIt() throws {
    let before = try ScanJournal(in: directory)
    _ = try before.itemDatabase.recall([.lot("L1", gtin: nil)], reason: "glass", by: alice)
    try before.itemDatabase.set([Item(gtin: gtin, policy: .lot)], by: alice)
    before.append(lot("L2"))
    before.close()
    try garble(directory.database, page: 1)

    let after = try ScanJournal(in: directory, events: events)
    for scan in [lot("L1"), scan(serial: "S")] { after.append(scan) }
    after.close()
    #expect(events.setAside != nil)
    #expect(after.status.uuid != before.status.uuid)
    #expect(
      try after.records().map { $0.reasons.map(\.code) } == [["recalled"], ["lot-required"]])
  }

  @Test func aLookUpIsOneSeekOfAnIndex() throws {
    let itemDatabase = try ItemDatabase(in: StateDirectory(path: directory.path)) { _ in }
    itemDatabase.close()
    let database = try Database(path: directory.items, flags: 1)
    for (condition, plan) in [
      ("lot = 'x' AND gtin IS NULL", "INDEX recall_lot (lot=? AND gtin=?)"),
      ("lot = 'x' AND gtin = 'y'", "INDEX recall_lot (lot=? AND gtin=?)"),
      ("serial = 'x' AND gtin = 'y'", "INDEX recall_serial (serial=? AND gtin=?)"),
      ("lot IS NULL AND serial IS NULL AND gtin = 'y'", "INDEX recall_gtin (gtin=?)"),
    ] {
      let steps = try database.plan(
        "SELECT reason FROM recall WHERE lifted IS NULL AND \(condition)")
      #expect(steps.count == 1 && steps[0].contains(plan), "\(steps)")
    }
  }

  /// Records one scan and waits until it is durable.
  private func record(_ scan: Scan, in journal: ScanJournal) throws {
    let before = events.recorded
    journal.append(scan)
    try events.wait { $0.recorded == before + 1 }
  }

  private func judged(_ scans: [Scan], by itemDatabase: ItemDatabase) throws -> [Record] {
    let connection = try WriterConnection(path: directory.database, now: 0)
    let items = ItemReader(itemDatabase)
    items.beginGroup()
    defer { items.endGroup() }
    return try connection.append(scans, rules: Rules(), items: items).map(\.record)
  }
}

/// A good label of a lot.
func lot(_ lot: String, of gtin: String = gtin) -> Scan { scan("]C101\(gtin)10\(lot)") }

extension Database {
  /// The lines of EXPLAIN QUERY PLAN.
  func plan(_ sql: String) throws -> [String] {
    let statement = try prepare("EXPLAIN QUERY PLAN " + sql)
    var lines: [String] = []
    while try statement.step() { lines.append(statement.text(3) ?? "") }
    return lines
  }
}
