// SPDX-License-Identifier: Apache-2.0

// A restoration that failed or was killed: the old state holds until it is decided, the new one afterwards.

import Foundation
import SystemCalls
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct UnfinishedRestorationTests {
  private let directory: TemporaryDirectory
  private let events = Events()
  private let uuid: String

  private var backup: String { directory.path + "-backup" }
  private var marker: String { directory.path + "/restoring" }

  /// A journal with two recalls, and a backup of it when it had one.
  init() throws {
    directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    try journal.record(3)
    _ = try journal.itemDatabase.recall([.lot("L1", gtin: nil)], reason: "glass", by: alice)
    try journal.backUp(to: directory.path + "-backup")
    _ = try journal.itemDatabase.recall([.lot("L2", gtin: nil)], reason: "glass", by: alice)
    try journal.record(2)
    uuid = journal.status.uuid
    journal.close()
  }

  private func write(_ text: String, to file: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
  }

  private func settled() -> [SettledRestoration] {
    events.all.compactMap { if case .restoration(let settled) = $0 { settled } else { nil } }
  }

  /// Starts, expects the old or the new state, and nothing that is left of a restoration.
  private func expectWhole(_ comment: Comment = "") throws -> (
    isNew: Bool, events: [SettledRestoration]
  ) {
    let journal = try ScanJournal(in: directory, events: events)
    defer { journal.close() }
    let isNew = journal.status.uuid != uuid
    #expect(journal.status.head == (isNew ? 3 : 5), comment)
    #expect(try journal.itemDatabase.recalls(limit: 9).count == (isNew ? 1 : 2), comment)
    #expect(journal.status.itemsFault == nil, comment)
    let left = try directory.files().filter { $0.contains("restored") || $0.hasPrefix("restoring") }
    #expect(left == [], comment)
    return (isNew, settled())
  }

  /// Makes what a restoration makes before it decides.
  private func makeDrafts() throws {
    let other = try TemporaryDirectory()
    let journal = try ScanJournal(in: other)
    try journal.record(3)
    _ = try journal.itemDatabase.recall([.lot("L1", gtin: nil)], reason: "glass", by: alice)
    journal.close()
    for name in ["journal.db", "items.db"] {
      try FileManager.default.copyItem(
        atPath: other.path + "/" + name, toPath: directory.path + "/\(name).restored")
    }
  }

  @Test func draftsWithoutADecisionAreRemovedAtTheNextStart() throws {
    defer { try? FileManager.default.removeItem(atPath: backup) }
    try makeDrafts()
    try write("half", to: directory.path + "/items.db.restored-journal")
    try write(".before-restore-2026", to: marker + ".new")
    let outcome = try expectWhole()
    #expect(!outcome.isNew && outcome.events == [.undone])
  }

  @Test(arguments: [".before-restore-20261123T080600Z\n", "", "../../x\n"])
  func aDecidedOneIsFinishedAtTheNextStart(text: String) throws {
    defer { try? FileManager.default.removeItem(atPath: backup) }
    try makeDrafts()
    try write(text, to: marker)
    let outcome = try expectWhole()
    guard outcome.isNew, case .finished(let aside)? = outcome.events.first else {
      Issue.record("\(outcome)")
      return
    }
    #expect(aside.count == 2 && aside.allSatisfy(Files.exist))
    #expect(text.count < 10 || aside[0].hasSuffix("/journal.db.before-restore-20261123T080600Z"))
    #expect(try expectWhole().events.count == 1, "there is nothing more to finish")
  }

  @Test func recallsThatAreGoneAreNeverAnEmptyList() throws {
    defer { try? FileManager.default.removeItem(atPath: backup) }
    try makeDrafts()
    try write(".before-restore-20261123T080600Z\n", to: marker)
    for name in ["items.db", "items.db-wal", "items.db-shm", "items.db.restored"] {
      try? FileManager.default.removeItem(atPath: directory.path + "/" + name)
    }
    let journal = try ScanJournal(in: directory)
    #expect(journal.status.itemsFault?.contains("the file is empty") == true)
    journal.close()
  }

  /// Every call of the project's own on the directory fails once, one after the other. The calls of
  /// SQLite are tried by the tests that kill the program.
  @Test(arguments: [
    "open", "fchown", "fchmod", "write", "fsync", "rename", "unlink", "stat", "flock",
  ])
  func anErrorAnywhereLeavesTheOldStateOrTheNewOne(call: String) throws {
    defer { try? FileManager.default.removeItem(atPath: backup) }
    let source = try BackupSource(verifying: backup)
    let before = try TemporaryDirectory()
    try FileManager.default.removeItem(atPath: before.path)
    try FileManager.default.copyItem(atPath: directory.path, toPath: before.path)
    var number = 1
    while number < 40 {
      let failure = JournalFailure()
      FailingCalls.with(.init(call, .ioError, from: number, below: directory.path)) {
        failure.error = Self.error { () throws(JournalError) in
          _ = try source.restore(to: directory.path)
        }
      }
      let isNew = try expectWhole("\(call) \(number)").isNew
      if failure.error == nil {
        #expect(isNew, "\(call) \(number)")
        break
      }
      #expect(!isNew || failure.error?.description.contains("is decided") == true)
      try FileManager.default.removeItem(atPath: directory.path)
      try FileManager.default.copyItem(atPath: before.path, toPath: directory.path)
      number += 1
    }
    #expect(number < 40)
  }

  private final class JournalFailure { var error: JournalError? }

  private static func error(_ body: () throws(JournalError) -> Void) -> JournalError? {
    do throws(JournalError) {
      try body()
      return nil
    } catch {
      return error
    }
  }
}
