// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct RestoreTests {
  @Test func aRestoredJournalIsTheBackupUnderAnotherUUID() throws {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/backup-file"
    let journal = try ScanJournal(in: directory)
    try journal.record(20)
    try journal.itemDatabase.set(
      [try Item(gtin: gtin, name: "Hairdryer", policy: .serial)], by: alice)
    let recall = try journal.itemDatabase.recall(
      [.lot("L1", gtin: nil)], reason: "glass", by: alice)
    try journal.backUp(to: file)
    let before = try journal.records()
    try journal.record(5)
    let uuid = journal.status.uuid
    journal.close()

    let backup = try BackupFile(verifying: file)
    #expect(backup.journal == uuid)
    #expect(backup.head == 20 && backup.oldest == 1 && backup.items == 1 && backup.recalls == 1)
    let restoration = try backup.restore(to: directory.path)
    #expect(restoration.journal != uuid)
    #expect(restoration.setAside.count == 2)

    let again = try ScanJournal(in: directory)
    defer { again.close() }
    #expect(again.status.uuid == restoration.journal)
    #expect(try again.records() == before)
    #expect(try again.itemDatabase.recalls(limit: 9) == recall)
    #expect(try again.itemDatabase.item(gtin)?.item.name == "Hairdryer")
    try again.record(1)
    #expect(again.status.head == 21)
    let old = try Database(path: restoration.setAside[0], flags: SQLITE_OPEN_READONLY)
    #expect(try old.readHeader().cursor == 25)
  }

  @Test func namedSubscribersOfTheOtherJournalAreNotInIt() throws {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/backup-file"
    let journal = try ScanJournal(in: directory)
    try journal.record(3)
    let user = SubscriberUser(uid: 1, isAdministrator: false)
    _ = awaiting { journal.resume("wms", after: 3, by: user, then: $0) }
    try journal.backUp(to: file)
    journal.close()
    _ = try BackupFile(verifying: file).restore(to: directory.path)
    let again = try ScanJournal(in: directory)
    defer { again.close() }
    #expect(try again.subscribers() == [])
  }

  @Test func nothingIsTouchedWhileADaemonRuns() throws {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/backup-file"
    let journal = try ScanJournal(in: directory)
    try journal.record(3)
    try journal.backUp(to: file)
    let files = try directory.files()
    let backup = try BackupFile(verifying: file)
    expect(.inUse) { try backup.restore(to: directory.path) }
    #expect(try directory.files() == files)
    journal.close()
  }

  @Test func aBackupCanBeRestoredWhereThereWasNothing() throws {
    let directory = try TemporaryDirectory()
    let other = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    try journal.record(3)
    try journal.backUp(to: directory.path + "/backup-file")
    journal.close()
    let backup = try BackupFile(verifying: directory.path + "/backup-file")
    #expect(try backup.restore(to: other.path + "/new").setAside == [])
    let again = try ScanJournal(directory: other.path + "/new", rules: Rules()) { _ in }
    #expect(again.status.head == 3)
    again.close()
  }

  @Test(arguments: ["text", "empty", "cut", "garbled", "foreign", "journal", "newer", "records"])
  func whatIsNoSoundBackupIsRefused(kind: String) throws {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/backup-file"
    let journal = try ScanJournal(in: directory)
    try journal.record(500)
    try journal.backUp(to: file)
    journal.close()
    switch kind {
    case "text": try Data("not a database, but long enough to be one".utf8).write(to: url(file))
    case "empty": try Data().write(to: url(file))
    case "cut": try FileHandle(forUpdating: url(file)).truncate(atOffset: 40_960)
    case "garbled": try garble(file, page: 9)
    case "foreign":
      try FileManager.default.removeItem(atPath: file)
      try change(file, "CREATE TABLE x (y)")
    case "journal": try FileManager.default.copyItem(atPath: directory.database, toPath: file + "2")
    case "newer": try change(file, "PRAGMA user_version = 999")
    default: try change(file, "DELETE FROM record WHERE cursor = 7")
    }
    let path = kind == "journal" ? file + "2" : file
    expect(.unsoundBackup) { try BackupFile(verifying: path) }
  }
}

private func url(_ path: String) -> URL { URL(fileURLWithPath: path) }

private func change(_ path: String, _ sql: String) throws {
  try Database(path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE).execute(sql)
}

extension ScanJournal {
  /// Makes a backup and fetches it.
  func backUp(to file: String) throws {
    let id = try beginBackup().id
    while try backupProgress(id).length == nil { usleep(1000) }
    try fetch(id, to: file)
    try endBackup(id)
  }
}

extension BackupFile {
  /// Verifies the file again and restores it.
  func restore(to directory: String) throws(JournalError) -> Restoration {
    try BackupSource(verifying: path).restore(to: directory)
  }
}
