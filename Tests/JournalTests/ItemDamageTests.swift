// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct ItemDamageTests {
  private let directory: TemporaryDirectory
  private let events = Events()

  /// A ledger with enough items for several pages, and recalls.
  init() throws {
    directory = try TemporaryDirectory()
    let journal = try Journal(in: directory)
    let name = String(repeating: "n", count: Item.longestName)
    let items = try (100..<400).map { number in
      let digits = "95060001\(number)0"
      return try Item(gtin: digits + "\(GTINDigit.check(digits))", name: name, policy: .any)
    }
    try journal.ledger.set(items + [Item(gtin: gtin, policy: .lot)], by: alice)
    _ = try journal.ledger.recall([.lot("L1", gtin: nil)], reason: "glass", by: alice)
    journal.close()
  }

  /// What is on the disk, and what a daemon that starts now makes of a recalled and another lot.
  private func codesAfterStarting() throws -> [[String]] {
    let journal = try Journal(in: directory, events: events)
    let first = journal.status.head
    journal.append(lot("L1"))
    journal.append(lot("L2"))
    journal.append(scan("just text"))
    journal.close()
    return try journal.records().filter { ($0.cursor ?? 0) > first }.map {
      ($0.reasons + $0.notes).map(\.code)
    }
  }

  @Test func soundItemsAreSound() throws {
    #expect(try codesAfterStarting() == [["recalled"], [], []])
    #expect(events.itemFaults.isEmpty)
  }

  @Test(arguments: ["header", "empty"]) func aFileThatCannotBeReadIsLeftAloneAndEveryRecordSaysSo(
    damage: String
  ) throws {
    if damage == "header" {
      try garble(directory.items, page: 1)
    } else {
      try Data().write(to: URL(fileURLWithPath: directory.items))
      try Data().write(to: URL(fileURLWithPath: directory.items + "-wal"))
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: directory.items))
    // A restart mends nothing, and hides nothing.
    for start in 1...2 {
      #expect(try codesAfterStarting() == [["items-unavailable"], ["items-unavailable"], []])
      #expect(events.itemFaults.count == start)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: directory.items)) == before)
    #expect(try directory.files().filter { $0.contains("damaged") } == [])
  }

  @Test func aFileThatIsGoneIsMissedAndNoneIsMadeInItsPlace() throws {
    try FileManager.default.removeItem(atPath: directory.items)
    #expect(try codesAfterStarting() == [["items-unavailable"], ["items-unavailable"], []])
    #expect(try !directory.files().contains("items.db"))
    let journal = try Journal(in: directory)
    _ = try journal.ledger.beginAnew()
    #expect(try journal.ledger.recalls(limit: 10) == [])
    #expect(try journal.ledger.items(limit: 10) == [])
    journal.close()
  }

  @Test func aFileThatWasTakenAwayIsNotChanged() throws {
    let journal = try Journal(in: directory)
    try FileManager.default.moveItem(atPath: directory.items, toPath: directory.path + "/away")
    #expect(throws: LedgerError.self) { try journal.ledger.remove(gtin, by: alice) }
    try FileManager.default.moveItem(atPath: directory.path + "/away", toPath: directory.items)
    #expect(try journal.ledger.remove(gtin, by: alice))
    journal.close()
  }

  @Test func whatCanStillBeReadOfADamagedFileHolds() throws {
    let page = try Database(path: directory.items, flags: 1).rootPage(of: "item")
    try garble(directory.items, page: page)
    #expect(
      try codesAfterStarting() == [["recalled", "items-unavailable"], ["items-unavailable"], []])
    let journal = try Journal(in: directory)
    #expect(try journal.ledger.recalls(limit: 10).count == 1)
    journal.close()
  }

  @Test func damageThatSomebodyMeetsWhoListsItemsIsKnownFromThenOn() throws {
    let journal = try Journal(in: directory, events: events)
    let page = try Database(path: directory.items, flags: 1).rootPage(of: "item")
    try garble(directory.items, page: page)
    #expect(!journal.ledger.status.isDamaged)
    #expect(throws: LedgerError.self) { try journal.ledger.items(limit: 1000) }
    #expect(journal.ledger.status.isDamaged)
    #expect(events.itemFaults.count == 1)
    journal.close()
  }

  @Test func whatIsBegunAnewIsReadAtOnceAlsoWhereNoScanMetTheDamage() throws {
    let journal = try Journal(in: directory, events: events)
    journal.append(lot("L2"))
    try events.wait { $0.recorded == 1 }
    let page = try Database(path: directory.items, flags: 1).rootPage(of: "item")
    try garble(directory.items, page: page)
    #expect(throws: LedgerError.self) { try journal.ledger.items(limit: 1000) }
    _ = try journal.ledger.beginAnew()
    _ = try journal.ledger.recall([.lot("L2", gtin: nil)], reason: "again", by: bob)
    journal.append(lot("L2"))
    journal.close()
    #expect(try journal.records().map(\.verdict) == [.accepted, .rejected])
  }

  @Test func anIndexThatLostARecallIsFoundAtTheStart() throws {
    do {
      let database = try Database(path: directory.items, flags: 2)
      try database.execute(
        """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, 'lot IS NOT NULL', 'lot IS NULL')
          WHERE name = 'recall_lot';
        """)
      try Database(path: directory.items, flags: 2).execute(
        "REINDEX recall_lot; PRAGMA wal_checkpoint(TRUNCATE)")
      try Database(path: directory.items, flags: 2).execute(
        """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema
          SET sql = replace(sql, 'NULL AND lot IS NULL', 'NULL AND lot IS NOT NULL')
          WHERE name = 'recall_lot';
        """)
    }
    #expect(try codesAfterStarting() == [["items-unavailable"], ["items-unavailable"], []])
    #expect(events.itemFaults.count == 1)
  }

  @Test func aDamagedFileIsNotChanged() throws {
    try garble(directory.items, page: 1)
    let journal = try Journal(in: directory)
    let status = journal.ledger.status
    #expect(status.isDamaged)
    #expect(journal.status.itemsFault == status.fault)
    let refusal = LedgerError.unavailable(status.fault ?? "")
    #expect(throws: refusal) { try journal.ledger.set([], by: alice) }
    #expect(throws: refusal) { try journal.ledger.remove(gtin, by: alice) }
    #expect(throws: refusal) { try journal.ledger.recall([], reason: "R", by: alice) }
    #expect(throws: refusal) { try journal.ledger.lift(1, by: alice) }
    journal.close()
  }

  @Test func onlyAnAdministratorBeginsAnewAndTheDamagedFileIsKept() throws {
    try garble(directory.items, page: 1)
    let damaged = try Data(contentsOf: URL(fileURLWithPath: directory.items))
    let journal = try Journal(in: directory, events: events)
    journal.append(lot("L1"))
    try events.wait { $0.recorded == 1 }
    let aside = try journal.ledger.beginAnew()
    #expect(try Data(contentsOf: URL(fileURLWithPath: aside.path)) == damaged)
    #expect(journal.ledger.status == LedgerStatus())
    #expect(try journal.ledger.recalls(limit: 10) == [])
    _ = try journal.ledger.recall([.lot("L2", gtin: nil)], reason: "again", by: bob)
    journal.append(lot("L1"))
    journal.append(lot("L2"))
    journal.close()
    #expect(
      try journal.records().map { ($0.reasons + $0.notes).map(\.code) }
        == [["items-unavailable"], [], ["recalled"]])
    #expect(try codesAfterStarting() == [[], ["recalled"], []])
  }

  @Test func soundItemsAreNeverPutAside() throws {
    let journal = try Journal(in: directory)
    #expect(throws: LedgerError.sound) { try journal.ledger.beginAnew() }
    #expect(try journal.ledger.recalls(limit: 10).count == 1)
    journal.close()
  }

  @Test func aFaultThatPassesIsSaidToHavePassed() throws {
    let journal = try Journal(in: directory, events: events)
    let items = LedgerReader(journal.ledger)
    let store = try Store(path: directory.path + "/other.db", now: 0)
    func codes() throws -> [[String]] {
      try items.group { () throws(JournalError) in
        try describing("other") { () throws(SQLiteError) in
          try store.append([lot("L1")], rules: Rules(), items: items).map {
            ($0.record.reasons + $0.record.notes).map(\.code)
          }
        }
      }
    }
    journal.ledger.failed(
      .database(path: "x", SQLiteError(extendedCode: 10, message: "disk I/O error")), generation: 0)
    #expect(journal.ledger.status.fault == "x: disk I/O error (SQLite error 10)")
    #expect(try codes() == [["recalled"]])
    #expect(journal.ledger.status == LedgerStatus())
    #expect(events.itemFaults.count == 1)
    #expect(events.itemRecoveries == 1)
    journal.close()
  }

  @Test func whereTheFileIsRejectedByTheRulesNothingPasses() throws {
    try garble(directory.items, page: 1)
    var rules = Rules()
    rules.itemsUnavailable = .reject
    let journal = try Journal(directory: directory.path, rules: rules) { _ in }
    journal.append(lot("L2"))
    journal.append(scan("just text"))
    journal.close()
    #expect(try journal.records().map(\.verdict) == [.rejected, .accepted])
  }
}

extension Events {
  var itemFaults: [String] {
    all.compactMap { if case .itemsUnavailable(let fault) = $0 { fault } else { nil } }
  }

  var itemRecoveries: Int {
    all.count { if case .itemsAvailable = $0 { true } else { false } }
  }
}
