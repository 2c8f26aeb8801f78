// SPDX-License-Identifier: Apache-2.0

// A disk that hangs under items.db holds up those who change items and recalls, and nobody else. The
// time limits here are an order of magnitude above what is needed: the code before never came back.

import Foundation
import SystemCalls
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct HangingItemsTests {
  private let directory: TemporaryDirectory
  private let events = Events()

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(.timeLimit(.minutes(1)))
  func whileAChangeHangsScansAreJudgedAndRecordedAndTheStatusIsThere() throws {
    let journal = try ScanJournal(in: directory, events: events)
    _ = try journal.itemDatabase.recall([.lot("L1", gtin: nil)], reason: "glass", by: alice)
    let disk = HangingItems(journal.itemDatabase)
    let told = DispatchSemaphore(value: 0)
    for _ in 0..<4 { journal.itemDatabase.items(limit: 10) { _ in told.signal() } }
    journal.append(lot("L1"))
    try events.wait { $0.recorded == 1 }
    #expect(try journal.records().map { $0.reasons.map(\.code) } == [["recalled"]])
    #expect(journal.status.itemsFault == nil)
    disk.release()
    for _ in 0..<4 { told.wait() }
    journal.close(within: nil)
  }

  @Test(.timeLimit(.minutes(1)))
  func aFileThatTheHangingThreadHasStillToMakeIsAFaultOfTheRecords() throws {
    let journal = try FailingCalls.with(.init("rename", .ioError, below: directory.items)) {
      try ScanJournal(in: directory, events: events)
    }
    let disk = HangingItems(journal.itemDatabase)
    journal.append(lot("L1"))
    try events.wait { $0.recorded == 1 }
    disk.release()
    _ = try journal.itemDatabase.items(limit: 1)
    journal.append(lot("L1"))
    journal.close(within: nil)
    #expect(
      try journal.records().map { $0.notes.map(\.code) } == [["items-unavailable"], []])
    #expect(journal.itemDatabase.status == ItemDatabaseStatus())
  }

  @Test(.timeLimit(.minutes(1)))
  func closingLeavesAHangingThreadBehindAndKeepsTheLockOfTheDirectory() throws {
    let journal = try ScanJournal(in: directory, events: events)
    let disk = HangingItems(journal.itemDatabase)
    journal.append(lot("L1"))
    let begin = SystemClock.monotonic.now
    journal.close(within: nil)
    #expect(SystemClock.monotonic.now - begin < 5_000_000)
    #expect(try journal.records().count == 1)
    expect(.inUse) { try StateDirectory(path: directory.path) }
    disk.release()
    #expect(journal.itemDatabase.close(within: 30_000))
  }

  @Test(.timeLimit(.minutes(1)))
  func closingDoesNotWaitForAWriterThatHangsInSomethingElseThanAScan() throws {
    let journal = try ScanJournal(in: directory, events: events)
    let gate = DispatchSemaphore(value: 0)
    journal.write({ _ throws(JournalError) in gate.wait() }) { _ in }
    journal.close(within: nil)
    expect(.inUse) { try StateDirectory(path: directory.path) }
    gate.signal()
  }

  @Test(.timeLimit(.minutes(1)))
  func closingWaitsForAWriterThatHangsAsLongAsAScanIsNotDurable() throws {
    let journal = try ScanJournal(in: directory, events: events)
    let gate = DispatchSemaphore(value: 0)
    journal.write({ _ throws(JournalError) in gate.wait() }) { _ in }
    journal.append(lot("L1"))
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 4 * Double(closingTime) / 1000)
      gate.signal()
    }
    journal.close(within: nil)
    #expect(try journal.records().count == 1)
    _ = try StateDirectory(path: directory.path)
  }

  @Test func aRequestThatHangsIsNamedAfterTwoSeconds() throws {
    let journal = try ScanJournal(in: directory, events: events)
    #expect(journal.itemDatabase.problem == nil)
    let disk = HangingItems(journal.itemDatabase)
    #expect(journal.itemDatabase.problem == nil)
    while journal.itemDatabase.problem == nil { usleep(50_000) }
    #expect(
      journal.itemDatabase.problem
        == "Items and recalls: a change has been waiting for the disk for 2 s.")
    disk.release()
    _ = try journal.itemDatabase.items(limit: 1)
    #expect(journal.itemDatabase.problem == nil)
    journal.close(within: nil)
  }

  @Test func afterTheEndRequestsAreRefused() throws {
    let journal = try ScanJournal(in: directory)
    journal.close(within: nil)
    expect(.itemsUnavailable) { try journal.itemDatabase.items(limit: 1) }
  }
}
