// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct BackupTests {
  @Test func aBackupMadeWhileScansAreRecordedIsWhole() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    try journal.record(5000)
    _ = try journal.itemDatabase.recall([.lot("L1", gtin: nil)], reason: "glass", by: alice)
    let id = try journal.beginBackup().id
    var count: Int64 = 5000
    while try journal.backupProgress(id).length == nil {
      count += 1
      journal.append(scan(serial: "DURING\(count)"))
      usleep(200)
    }
    let length = try #require(try journal.backupProgress(id).length)
    let file = directory.path + "/fetched.db"
    try journal.fetch(id, to: file)
    #expect(JournalFiles.length(of: file) == length)
    try journal.endBackup(id)
    #expect(try !directory.files().contains { $0.hasPrefix("backup") })

    let copy = try Database(path: file, flags: SQLITE_OPEN_READONLY)
    #expect(try copy.value("PRAGMA integrity_check") == "ok")
    let head = try copy.readHeader()
    #expect(head.cursor >= 5000)
    #expect(try copy.value("SELECT count(*) FROM record") == String(head.cursor))
    #expect(try copy.value("SELECT lot FROM recall") == "L1")
    #expect(try copy.value("PRAGMA journal_mode") == "delete")
  }

  @Test func aBackupMadeWhileRecordsAreRemovedIsWhole() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    try journal.record(4000)
    let id = try journal.beginBackup().id
    var limits = RetentionLimits()
    limits.size = 1 << 20
    journal.setRetention(limits)
    while try journal.backupProgress(id).length == nil { usleep(500) }
    let file = directory.path + "/fetched.db"
    try journal.fetch(id, to: file)
    let backup = try BackupFile(verifying: file)
    #expect(backup.head == 4000)
    #expect(backup.oldest <= journal.status.oldest)
  }

  @Test func thereIsOneAtATimeAndWhatIsGoneIsSaidToBe() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    let id = try journal.beginBackup().id
    expect(.backupBusy) { try journal.beginBackup() }
    expect(.backupGone) { try journal.backupProgress("x") }
    expect(.backupGone) { try journal.readBackup("x", at: 0) }
    try journal.endBackup(id)
    expect(.backupGone) { try journal.endBackup(id) }
    _ = try journal.beginBackup()
  }

  @Test func whatAnEarlierProcessLeftIsRemoved() throws {
    let directory = try TemporaryDirectory()
    try Data("x".utf8).write(to: URL(fileURLWithPath: directory.path + "/backup.db"))
    let journal = try ScanJournal(in: directory)
    #expect(try !directory.files().contains("backup.db"))
    journal.close()
  }
}

extension ScanJournal {
  func fetch(_ id: String, to file: String) throws {
    var bytes: [UInt8] = []
    while true {
      let more = try readBackup(id, at: Int64(bytes.count))
      if more.isEmpty { break }
      bytes += more
    }
    try Data(bytes).write(to: URL(fileURLWithPath: file))
  }
}
