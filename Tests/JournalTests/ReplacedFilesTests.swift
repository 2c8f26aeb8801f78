// SPDX-License-Identifier: Apache-2.0

// Somebody may remove or replace the journal's files, whether they are in use or not. In every case a
// published record is on the disk, and the journal that is written is the one in the directory.

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct ReplacedFilesTests {
  private let directory: TemporaryDirectory
  private let events = Events()
  private let files = FileManager.default

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func whenTheDatabaseIsRemovedANewJournalBeginsAndSaysSo() throws {
    let journal = try journalOf(3)
    let uuid = journal.status.uuid
    try files.removeItem(atPath: directory.database)
    try record("NEW", in: journal)
    #expect(journal.status.uuid != uuid)
    #expect(journal.status.head == 1)
    let aside = try #require(events.setAside)
    #expect(files.fileExists(atPath: aside.path + "-wal"))
    #expect(try journal.records().map(\.subject.serial) == ["NEW"])
    try expectReopened(journal, serials: ["NEW"])
  }

  @Test func whenABackupIsMovedIntoItsPlaceThatIsTheJournal() throws {
    let before = try journalOf(2)
    before.close()
    try files.copyItem(atPath: directory.database, toPath: directory.path + "/backup")
    let journal = try ScanJournal(in: directory, events: events)
    try record("GONE", in: journal)
    _ = try journal.records()
    #expect(rename(directory.path + "/backup", directory.database) == 0)
    try record("NEW", in: journal)
    #expect(events.setAside != nil)
    #expect(try journal.records().map(\.subject.serial) == ["S0", "S1", "NEW"])
    try expectReopened(journal, serials: ["S0", "S1", "NEW"])
  }

  @Test func whenOnlyTheLogIsRemovedNothingIsLost() throws {
    let journal = try journalOf(3)
    try files.removeItem(atPath: directory.database + "-wal")
    try record("NEW", in: journal)
    #expect(events.setAside == nil)
    // As after a kill: what is in the directory is all there is.
    let copy = try TemporaryDirectory()
    for name in ["/journal.db", "/journal.db-wal"] {
      try files.copyItem(atPath: directory.path + name, toPath: copy.path + name)
    }
    let again = try ScanJournal(in: copy)
    #expect(try again.records().map(\.subject.serial) == ["S0", "S1", "S2", "NEW"])
    again.close()
    journal.close()
  }

  @Test(arguments: [true, false]) func aLogWhoseDatabaseIsEmptyOrGoneIsSetAsideAndNotDeleted(
    isGone: Bool
  ) throws {
    let journal = try journalOf(3)
    let log = try Data(contentsOf: URL(fileURLWithPath: directory.database + "-wal"))
    // As after a kill: nothing is checkpointed.
    let copy = try TemporaryDirectory()
    try log.write(to: URL(fileURLWithPath: copy.database + "-wal"))
    if !isGone { try Data().write(to: URL(fileURLWithPath: copy.database)) }
    journal.close()
    let after = try ScanJournal(in: copy, events: events)
    try record("NEW", in: after)
    after.close()
    let aside = try #require(events.setAside)
    #expect(try Data(contentsOf: URL(fileURLWithPath: aside.path + "-wal")) == log)
  }

  private func journalOf(_ count: Int) throws -> ScanJournal {
    let journal = try ScanJournal(in: directory, events: events)
    for number in 0..<count { journal.append(scan(serial: "S\(number)")) }
    try events.wait { $0.recorded == count }
    return journal
  }

  private func record(_ serial: String, in journal: ScanJournal) throws {
    let recorded = events.recorded
    journal.append(scan(serial: serial))
    try events.wait { $0.recorded == recorded + 1 }
  }

  private func expectReopened(_ journal: ScanJournal, serials: [String]) throws {
    journal.close()
    let again = try ScanJournal(in: directory, events: events)
    defer { again.close() }
    #expect(again.status.uuid == journal.status.uuid)
    #expect(try again.records().map(\.subject.serial) == serials)
  }
}
