// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct ItemDamageTests {
  private let directory: TemporaryDirectory
  private let events = Events()

  /// Items for several pages, and recalls.
  init() throws {
    directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    let name = String(repeating: "n", count: Item.longestName)
    let items = try (100..<400).map { number in
      let digits = "95060001\(number)0"
      return try Item(gtin: digits + "\(GTINDigit.check(digits))", name: name, policy: .any)
    }
    try journal.itemDatabase.set(items + [Item(gtin: gtin, policy: .lot)], by: alice)
    _ = try journal.itemDatabase.recall([.lot("L1", gtin: nil)], reason: "glass", by: alice)
    journal.close()
  }

  /// The reasons and notes of a recalled lot, another lot and plain text, after a restart.
  private func codesAfterStarting() throws -> [[String]] {
    let journal = try ScanJournal(in: directory, events: events)
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
    let journal = try ScanJournal(in: directory)
    _ = try journal.itemDatabase.beginAnew()
    #expect(try journal.itemDatabase.recalls(limit: 10) == [])
    #expect(try journal.itemDatabase.items(limit: 10) == [])
    journal.close()
  }

  @Test func aFileThatWasTakenAwayIsNotChanged() throws {
    let journal = try ScanJournal(in: directory)
    try FileManager.default.moveItem(atPath: directory.items, toPath: directory.path + "/away")
    #expect(throws: JournalError.self) { try journal.itemDatabase.remove(gtin, by: alice) }
    try FileManager.default.moveItem(atPath: directory.path + "/away", toPath: directory.items)
    #expect(try journal.itemDatabase.remove(gtin, by: alice))
    journal.close()
  }

  @Test func whatCanStillBeReadOfADamagedFileHolds() throws {
    let page = try Database(path: directory.items, flags: 1).rootPage(of: "item")
    try garble(directory.items, page: page)
    #expect(
      try codesAfterStarting() == [["recalled", "items-unavailable"], ["items-unavailable"], []])
    let journal = try ScanJournal(in: directory)
    #expect(try journal.itemDatabase.recalls(limit: 10).count == 1)
    journal.close()
  }

  @Test func damageThatSomebodyMeetsWhoListsItemsIsKnownFromThenOn() throws {
    let journal = try ScanJournal(in: directory, events: events)
    let page = try Database(path: directory.items, flags: 1).rootPage(of: "item")
    try garble(directory.items, page: page)
    #expect(!journal.itemDatabase.status.isDamaged)
    #expect(throws: JournalError.self) { try journal.itemDatabase.items(limit: 1000) }
    #expect(journal.itemDatabase.status.isDamaged)
    #expect(events.itemFaults.count == 1)
    journal.close()
  }

  @Test func whatIsBegunAnewIsReadAtOnceAlsoWhereNoScanMetTheDamage() throws {
    let journal = try ScanJournal(in: directory, events: events)
    journal.append(lot("L2"))
    try events.wait { $0.recorded == 1 }
    let page = try Database(path: directory.items, flags: 1).rootPage(of: "item")
    try garble(directory.items, page: page)
    #expect(throws: JournalError.self) { try journal.itemDatabase.items(limit: 1000) }
    _ = try journal.itemDatabase.beginAnew()
    _ = try journal.itemDatabase.recall([.lot("L2", gtin: nil)], reason: "again", by: bob)
    journal.append(lot("L2"))
    journal.close()
    #expect(try journal.records().map(\.verdict) == [.accepted, .rejected])
  }

  @Test func anIndexThatLostARecallIsFoundAtTheStart() throws {
    do {
      let database = try Database(ofOthers: directory.items, flags: 2)
      try database.execute(
        """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, 'lot IS NOT NULL', 'lot IS NULL')
          WHERE name = 'recall_lot';
        """)
      try Database(path: directory.items, flags: 2).execute(
        "REINDEX recall_lot; PRAGMA wal_checkpoint(TRUNCATE)")
      try Database(ofOthers: directory.items, flags: 2).execute(
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
    let journal = try ScanJournal(in: directory)
    let status = journal.itemDatabase.status
    #expect(status.isDamaged)
    #expect(journal.status.itemsFault == status.fault)
    let refusal = JournalError.itemsUnavailable(status.fault ?? "")
    #expect(throws: refusal) { try journal.itemDatabase.set([], by: alice) }
    #expect(throws: refusal) { try journal.itemDatabase.remove(gtin, by: alice) }
    #expect(throws: refusal) { try journal.itemDatabase.recall([], reason: "R", by: alice) }
    #expect(throws: refusal) { try journal.itemDatabase.lift(1, by: alice) }
    journal.close()
  }

  @Test func onlyAnAdministratorBeginsAnewAndTheDamagedFileIsKept() throws {
    try garble(directory.items, page: 1)
    let damaged = try Data(contentsOf: URL(fileURLWithPath: directory.items))
    let journal = try ScanJournal(in: directory, events: events)
    journal.append(lot("L1"))
    try events.wait { $0.recorded == 1 }
    let aside = try journal.itemDatabase.beginAnew()
    #expect(try Data(contentsOf: URL(fileURLWithPath: aside.path)) == damaged)
    #expect(journal.itemDatabase.status == ItemDatabaseStatus())
    #expect(try journal.itemDatabase.recalls(limit: 10) == [])
    _ = try journal.itemDatabase.recall([.lot("L2", gtin: nil)], reason: "again", by: bob)
    journal.append(lot("L1"))
    journal.append(lot("L2"))
    journal.close()
    #expect(
      try journal.records().map { ($0.reasons + $0.notes).map(\.code) }
        == [["items-unavailable"], [], ["recalled"]])
    #expect(try codesAfterStarting() == [[], ["recalled"], []])
  }

  @Test func soundItemsAreNeverPutAside() throws {
    let journal = try ScanJournal(in: directory)
    expect(.itemsSound) { try journal.itemDatabase.beginAnew() }
    #expect(try journal.itemDatabase.recalls(limit: 10).count == 1)
    journal.close()
  }

  @Test func aFaultThatPassesIsSaidToHavePassed() throws {
    let journal = try ScanJournal(in: directory, events: events)
    let items = ItemReader(journal.itemDatabase)
    let connection = try WriterConnection(path: directory.path + "/other.db", now: 0)
    func codes() throws -> [[String]] {
      items.beginGroup()
      defer { items.endGroup() }
      return try connection.append([lot("L1")], rules: Rules(), items: items).map {
        ($0.decoded.reasons + $0.decoded.notes).map(\.code)
      }
    }
    journal.itemDatabase.condition.reportFailure(
      JournalError(.itemsUnavailable, "x: disk I/O error", sqliteCode: 10), generation: 0)
    #expect(journal.itemDatabase.status.fault == "x: disk I/O error")
    #expect(try codes() == [["recalled"]])
    #expect(journal.itemDatabase.status == ItemDatabaseStatus())
    #expect(events.itemFaults.count == 1)
    #expect(events.itemRecoveries == 1)
    journal.close()
  }

  @Test func whereTheFileIsRejectedByTheRulesNothingPasses() throws {
    try garble(directory.items, page: 1)
    var rules = Rules()
    rules.itemsUnavailable = .reject
    let journal = try ScanJournal(directory: directory.path, rules: rules) { _ in }
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
