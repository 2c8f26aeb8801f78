// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

/// Whatever is in the place of a database: the daemon starts, and what it publishes is stored.
@Suite struct HostileJournalTests {
  private let events = Events()

  @Test(arguments: changes.keys.sorted()) func aJournalThatScandDidNotMakeIsSetAside(
    name: String
  ) throws {
    let directory = try QuietDirectory().directory
    try tamper(directory.database, changes[name] ?? "")
    let journal = try ScanJournal(in: directory, events: events)
    journal.append(scan(serial: "NEW"))
    journal.close()
    #expect(events.setAside != nil)
    #expect(events.recorded == 1)
    #expect(try journal.records().map(\.subject.serial) == ["NEW"])
  }

  @Test func statisticsForThePlannerAreNoReasonToSetAJournalAside() throws {
    let directory = try QuietDirectory().directory
    try tamper(directory.database, "ANALYZE")
    try tamper(directory.items, "ANALYZE")
    let journal = try ScanJournal(in: directory, events: events)
    journal.append(scan(serial: "NEW"))
    journal.close()
    #expect(events.setAside == nil && events.itemFaults == [])
    #expect(journal.status.head == QuietDirectory.records + 1)
  }

  @Test(arguments: [
    "CREATE TRIGGER t BEFORE UPDATE ON recall BEGIN SELECT RAISE(IGNORE); END",
    "CREATE VIEW v AS SELECT 1",
    "DROP TRIGGER recall_is_kept",
    "PRAGMA user_version = -1",
    "PRAGMA user_version = 3",
    "PRAGMA application_id = 7",
    "ALTER TABLE recall RENAME TO x; CREATE VIEW recall AS SELECT * FROM x WHERE lot != 'L1'",
  ]) func itemsThatScandDidNotMakeAreUnavailableAndTheirRecallsHold(sql: String) throws {
    let directory = try QuietDirectory().directory
    try tamper(directory.items, sql)
    let before = try contents(of: directory.items)
    let journal = try ScanJournal(in: directory, events: events)
    journal.append(scan("]C101\(gtin)10L1"))
    journal.close()
    let remarks = try #require(try journal.records().last).remarkCodes
    #expect(remarks.contains("items-unavailable"))
    #expect(remarks.contains("recalled") == !sql.contains("CREATE VIEW recall"))
    #expect(try contents(of: directory.items) == before)
    #expect(events.setAside == nil)
  }

  /// Triggers take no effect on the records, also those that come while the journal is in use.
  @Test func aTriggerThatIsAddedMeanwhileKeepsNoRecordOut() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory, events: events)
    journal.append(scan(serial: "A"))
    try journal.waitForHead(1)
    try tamper(
      directory.database,
      "CREATE TRIGGER t BEFORE INSERT ON record BEGIN SELECT RAISE(IGNORE); END")
    journal.append(scan(serial: "B"))
    try journal.waitForHead(2)
    journal.close()
    #expect(try journal.records().map(\.subject.serial) == ["A", "B"])
  }

  @Test func aJournalThatLosesItsHeadMeanwhileIsSetAside() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory, events: events)
    journal.append(scan(serial: "A"))
    try journal.waitForHead(1)
    try tamper(directory.database, "DELETE FROM journal")
    journal.append(scan(serial: "B"))
    try events.wait { $0.recorded == 2 }
    journal.close()
    #expect(events.setAside != nil)
    #expect(try journal.records().map(\.subject.serial) == ["B"])
  }

  /// It is a mistake of somebody, and no damage of the file.
  @Test func aPathThatCannotBeOpenedIsNotSetAside() throws {
    let directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: directory.database, withIntermediateDirectories: true)
    expect(.unwritable) { try ScanJournal(in: directory, events: events) }
    #expect(events.setAside == nil)
    #expect(try !directory.files().contains { $0.contains("damaged") })
  }

  @Test func everyVersionOfASchemaHasTablesOfItsOwn() throws {
    for schema in [Schema.journal, .items] {
      let shapes = try (1...schema.version).map { try schema.shape(of: $0) }
      for (number, shape) in shapes.enumerated() {
        #expect(try schema.version(of: shape) == number + 1)
      }
    }
  }
}

extension Record {
  /// The codes of the reasons and the notes.
  fileprivate var remarkCodes: [String] { (reasons + notes).map(\.code) }
}

private let changes = [
  "a trigger that ignores": """
  CREATE TRIGGER t BEFORE INSERT ON record BEGIN SELECT RAISE(IGNORE); END
  """,
  "a trigger that deletes": """
  CREATE TRIGGER t AFTER UPDATE ON journal BEGIN DELETE FROM record; END
  """,
  "an index that refuses": "CREATE UNIQUE INDEX u ON record (scanner) WHERE cursor > 24",
  "a view": "ALTER TABLE record RENAME TO x; CREATE VIEW record AS SELECT * FROM x",
  "no hours": "DROP TABLE hour",
  "nothing at all": "DELETE FROM sqlite_schema",
  "a negative version": "PRAGMA user_version = -1",
  "the least version": "PRAGMA user_version = \(Int32.min)",
  "version zero": "PRAGMA user_version = 0",
  "an earlier version": "PRAGMA user_version = 1",
  "a later version": "PRAGMA user_version = 77",
  "another program's id": "PRAGMA application_id = 7",
  "extreme cursors": "UPDATE journal SET head = 9223372036854775807, oldest = -1",
  "records beyond the newest": "UPDATE journal SET head = 9, accepted = 9, rejected = 0",
  "records before the oldest": "UPDATE journal SET oldest = 9",
  "counts without end": "UPDATE journal SET accepted = 9223372036854775807",
  "an hour to come": "INSERT INTO hour VALUES (25, 5)",
  "no seals": "DROP TABLE seal",
  "a seal to come": "INSERT INTO seal VALUES (25, 0, NULL)",
  "records without a sum to come": "UPDATE journal SET unsummed = 25",
  "a chain that begins later": "UPDATE journal SET base = 9223372036854775807",
  "a chain that begins earlier": "UPDATE journal SET base = -1",
  "half a hash": "UPDATE journal SET hash = substr(hash, 1, 16)",
  "no row": "DELETE FROM journal",
  "a row that is no text": "UPDATE journal SET uuid = CAST(zeroblob(1000000) AS TEXT)",
]
