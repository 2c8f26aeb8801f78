// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

let alice = Author(uid: 1000, name: "alice")
let bob = Author(uid: 1001, name: "bob")
let otherGTIN = "09506000134369"

@Suite struct ItemDatabaseTests {
  private let directory: TemporaryDirectory
  private let state: StateDirectory

  init() throws {
    directory = try TemporaryDirectory()
    state = try StateDirectory(path: directory.path)
  }

  private func open() throws(JournalError) -> ItemDatabase { try ItemDatabase(in: state) { _ in } }

  @Test func anItemIsThereAfterReopeningWithWhoChangedItLast() throws {
    var checks = Checks()
    checks.expired = .reject
    checks.recalled = .note
    let item = try Item(gtin: gtin, name: "hand cream", policy: .lot, checks: checks)
    let before = wallClock()
    try open().set([item], by: alice)
    let entry = try #require(try open().item(gtin))
    #expect(entry.item == item)
    #expect(entry.changed.author == alice)
    #expect(entry.changed.time >= before && entry.changed.time <= wallClock())
  }

  @Test func aChangedItemHasANewLastChangeAndAnUnchangedOneDoesNot() throws {
    let itemDatabase = try open()
    let item = try Item(gtin: gtin, policy: .lot)
    #expect(try itemDatabase.set([item], by: alice) == ItemChanges(added: 1))
    #expect(try itemDatabase.set([item], by: bob) == ItemChanges(unchanged: 1))
    #expect(try itemDatabase.item(gtin)?.changed.author == alice)
    let renamed = try Item(gtin: gtin, name: "cream", policy: .lot)
    #expect(try itemDatabase.set([renamed], by: bob) == ItemChanges(changed: 1))
    #expect(try itemDatabase.item(gtin)?.changed.author == bob)
    #expect(try itemDatabase.remove(gtin, by: alice))
    #expect(try !itemDatabase.remove(gtin, by: alice))
    #expect(try itemDatabase.item(gtin) == nil)
  }

  @Test func anImportIsAllOrNothing() throws {
    let itemDatabase = try open()
    try itemDatabase.set([Item(gtin: gtin, name: "before", policy: .any)], by: alice)
    let database = try Database(path: directory.items, flags: 2)
    try database.execute(
      """
      CREATE TRIGGER full BEFORE INSERT ON item WHEN new.gtin = '\(otherGTIN)'
      BEGIN SELECT RAISE(ABORT, 'no more'); END
      """)
    let items = [
      try Item(gtin: gtin, name: "after", policy: .lot), try Item(gtin: otherGTIN, policy: .lot),
    ]
    #expect(throws: JournalError.self) { try itemDatabase.set(items, by: bob) }
    #expect(try itemDatabase.items(limit: 10).map(\.item.name) == ["before"])
    try database.execute("DROP TRIGGER full")
    #expect(try itemDatabase.set(items, by: bob) == ItemChanges(added: 1, changed: 1))
  }

  @Test(arguments: [1, 3, 7, 100]) func pagesOfAnySizeGiveEveryItemOnceByItsGTIN(
    limit: Int
  ) throws {
    let itemDatabase = try open()
    let items = try (10..<30).reversed().map { number in
      let digits = "95060001\(number)00"
      return try Item(gtin: digits + "\(GTINDigit.check(digits))", policy: .serial)
    }
    try itemDatabase.set(items, by: alice)
    var all: [Item] = []
    while true {
      let page = try itemDatabase.items(after: all.last?.gtin ?? "", limit: limit)
      if page.isEmpty { break }
      all += page.map(\.item)
    }
    #expect(all == items.reversed())
  }

  @Test func aRecallStaysInTheHistoryWithWhoAddedAndWhoLiftedIt() throws {
    let scopes: [RecallScope] = [
      .gtin(gtin), .lot("L", gtin: nil), .lot("L", gtin: gtin), .serial("S", gtin: nil),
      .serial("S", gtin: gtin),
    ]
    let added = try open().recall(scopes, reason: "glass", by: alice)
    #expect(added.map(\.number) == [1, 2, 3, 4, 5])
    let lifted = try open().lift(2, by: bob)
    #expect(lifted.lifted?.author == bob)
    let itemDatabase = try open()
    let all = try itemDatabase.recalls(limit: 10)
    #expect(
      try all.map { try RecallScope(gtin: $0.gtin, lot: $0.lot, serial: $0.serial) } == scopes)
    #expect(all.allSatisfy { $0.reason == "glass" && $0.added == added[0].added })
    #expect(all[0].added.author == alice)
    #expect(all[1] == lifted)
    #expect(
      try itemDatabase.recalls(limit: 10, onlyInForce: true).map(\.number) == [1, 3, 4, 5])
    #expect(try itemDatabase.recalls(after: 2, limit: 2).map(\.number) == [3, 4])
  }

  @Test func aRecallIsLiftedOnceAndOneThatNeverWasNotAtAll() throws {
    let itemDatabase = try open()
    _ = try itemDatabase.recall([.gtin(gtin)], reason: "glass", by: alice)
    let lifted = try itemDatabase.lift(1, by: alice)
    expect(.alreadyLifted) { try itemDatabase.lift(1, by: bob) }
    expect(.noSuchRecall) { try itemDatabase.lift(2, by: bob) }
    #expect(try itemDatabase.recalls(limit: 10) == [lifted])
  }

  @Test func noRecallCanBeDeletedFromTheFile() throws {
    _ = try open().recall([.gtin(gtin)], reason: "glass", by: alice)
    let database = try Database(ofOthers: directory.items, flags: SQLITE_OPEN_READWRITE)
    #expect(throws: JournalError.self) { try database.execute("DELETE FROM recall") }
    #expect(try open().recalls(limit: 10).count == 1)
  }

  @Test func theSettingsThatDurabilityHangsOnAreOn() throws {
    let itemDatabase = try open()
    let database = try Database(path: directory.items, flags: 2)
    #expect(try database.value("PRAGMA journal_mode") == "wal")
    #expect(try database.value("PRAGMA auto_vacuum") == "2")
    #expect(try database.value("PRAGMA application_id") == "\(Schema.items.applicationID)")
    #expect(Schema.items.applicationID != Schema.journal.applicationID)
    #expect(try database.value("PRAGMA user_version") == "\(Schema.items.version)")
    try itemDatabase.set([Item(gtin: gtin, policy: .lot)], by: alice)
    itemDatabase.close()
    #expect(try directory.files().contains("items.db-wal"))
    #expect(try !directory.files().contains("items.db.new"))
    let copy = directory.path + "/copy.db"
    try FileManager.default.copyItem(atPath: directory.items, toPath: copy)
    #expect(try Database(path: copy, flags: 1).value("SELECT gtin FROM item") == gtin)
  }

  @Test func aDraftThatAPowerCutLeftBehindIsNoItemsFile() throws {
    try Data("half".utf8).write(to: URL(fileURLWithPath: directory.items + ".new"))
    let itemDatabase = try open()
    #expect(itemDatabase.status == ItemDatabaseStatus())
    #expect(try !directory.files().contains("items.db.new"))
  }

  @Test func newerItemsAreRefusedAndNotTouched() throws {
    try open().close()
    try Database(path: directory.items, flags: 2).execute(
      "CREATE TABLE more (x); PRAGMA user_version = 99")
    let before = try Data(contentsOf: URL(fileURLWithPath: directory.items))
    expect(.newerSchema) { try open() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: directory.items)) == before)
  }

  @Test func anotherProgramsDatabaseIsRefusedAndNotTouched() throws {
    try Database(path: directory.items, flags: 6).execute("CREATE TABLE theirs (x)")
    let before = try Data(contentsOf: URL(fileURLWithPath: directory.items))
    expect(.foreignDatabase) { try open() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: directory.items)) == before)
  }

  @Test func aJournalInThePlaceOfTheItemsIsRefused() throws {
    _ = try WriterConnection(path: directory.items, now: 0)
    expect(.foreignDatabase) { try open() }
  }
}

/// The check digit of 12 digits.
enum GTINDigit {
  static func check(_ digits: String) -> Int {
    let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, digit in
      sum + (Int(digit.element) - 48) * (digit.offset.isMultiple(of: 2) ? 3 : 1)
    }
    return (10 - sum % 10) % 10
  }
}
