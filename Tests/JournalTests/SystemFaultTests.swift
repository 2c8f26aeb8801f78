// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemCalls
import Testing
import Tracking
import Wire

@testable import Journal

/// Calls that fail outside SQLite, whose own calls are made to fail in `IOFaultTests`.
@Suite struct SystemFaultTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func failure(of rules: FailingCalls.Rule) -> JournalError? {
    FailingCalls.with(rules) {
      do throws(JournalError) {
        try ScanJournal(directory: directory.path, rules: Rules()) { _ in }.close()
        return nil
      } catch {
        return error
      }
    }
  }

  @Test func aJournalWithoutAnEventCounterDoesNotBlameTheDirectory() throws {
    let error = try #require(failure(of: .init("eventfd", .tooManyOpenFiles)))
    #expect(!error.description.contains("state directory"))
    #expect(error == .system(SystemCallError("eventfd", .tooManyOpenFiles)))
  }

  @Test(arguments: [
    ("open", Errno.noSpace), ("flock", .noLocks), ("fsync", .ioError),
  ])
  func aDirectoryThatCannotBeUsedSaysWhy(call: String, errno: Errno) {
    // The database of items is opened first, and a journal opens without it.
    let rule = FailingCalls.Rule(call, errno, times: .max)
    #expect(failure(of: rule) == .directory(directory.path, .init(call, errno)))
    #expect(failure(of: .init(call, errno, from: 99)) == nil)
  }

  @Test(arguments: ["open", "flock", "fsync", "pread", "pwrite"])
  func anInterruptedCallIsMadeAgain(call: String) {
    #expect(failure(of: .init(call, .interrupted, times: 5)) == nil)
  }

  @Test(arguments: [("pread", Errno.ioError), ("pwrite", .noSpace), ("fsync", .ioError)])
  func aLogThatCannotBeWrittenAgainKeepsTheJournalClosed(call: String, errno: Errno) throws {
    let log = directory.database + "-wal"
    try Data(repeating: 7, count: 100_000).write(to: URL(fileURLWithPath: log))
    let error = failure(of: .init(call, errno, below: log))
    #expect(error == .directory(directory.path, .init(call, errno)))
    #expect(JournalFiles.length(of: log) == 100_000)
  }

  @Test func aDamagedDatabaseThatCannotBeMovedStaysWhereItIs() throws {
    try Data(repeating: 7, count: 8192).write(to: URL(fileURLWithPath: directory.database))
    let error = failure(of: .init("rename", .readOnlyFileSystem, below: directory.database))
    #expect(error == .directory(directory.path, .init("rename", .readOnlyFileSystem)))
    #expect(JournalFiles.length(of: directory.database) == 8192)
  }

  @Test func aBackupThatCannotBeReadSaysWhy() throws {
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    try journal.record(3)
    let id = try journal.beginBackup().id
    while try journal.backupProgress(id).length == nil { usleep(1000) }
    #expect(throws: JournalError(.backupFailed, "Input/output error")) {
      try FailingCalls.with(.init("pread", .ioError)) { try journal.readBackup(id, at: 0) }
    }
    #expect(try !journal.readBackup(id, at: 0).isEmpty)
  }

  @Test(arguments: [
    ("pread", Errno.ioError), ("write", .noSpace), ("fsync", .ioError), ("fchown", .notPermitted),
    ("fchmod", .notPermitted), ("rename", .ioError),
  ])
  func aRestorationThatFailsLeavesTheJournalAsItWas(call: String, errno: Errno) throws {
    let file = directory.path + "/backup-file"
    let journal = try ScanJournal(in: directory)
    try journal.record(3)
    try journal.backUp(to: file)
    let uuid = journal.status.uuid
    journal.close()
    let backup = try BackupFile(verifying: file)
    expect(.directoryUnusable) {
      // The first fchmod is about the file `lock`, whose permissions may be others already.
      let number = call == "fchmod" ? 2 : 1
      return try FailingCalls.with(.init(call, errno, from: number)) {
        try backup.restore(to: directory.path)
      }
    }
    let again = try ScanJournal(in: directory)
    defer { again.close() }
    #expect(again.status.uuid == uuid)
  }
}
