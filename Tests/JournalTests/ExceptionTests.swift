// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct ExceptionTests {
  @Test func whatIsNotAcceptedIsOpenUntilSomebodyResolvesIt() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    try journal.recordMixed()
    #expect(journal.status.openExceptions == 3)
    #expect(try journal.cursors(.init()) == [2, 3, 5])

    let resolved = try journal.resolve([3, 2, 3], note: "label printed again").get()
    #expect(resolved.change.author == alice)
    #expect(journal.status.openExceptions == 1)
    #expect(try journal.cursors(.init()) == [5])
    #expect(try journal.cursors(.init(state: .resolved)) == [2, 3])
    let all = try journal.exceptions(.init(state: .all))
    #expect(
      all.exceptions.map { $0.resolved?.note } == [
        "label printed again", "label printed again", nil,
      ])
    #expect(all.through == 5)
  }

  @Test func oneThatCannotBeResolvedLeavesAllAsTheyAre() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    try journal.recordMixed()
    #expect(journal.resolve([2, 1], note: "x").code == .noException)
    #expect(journal.resolve([2, 99], note: "x").code == .noException)
    #expect(journal.resolve([2], note: " ").code == .badValue)
    let long = String(repeating: "x", count: Resolution.longestNote + 1)
    #expect(journal.resolve([2], note: long).code == .badValue)
    #expect(journal.status.openExceptions == 3)
    _ = try journal.resolve([2], note: "first").get()
    let again = journal.resolve([2, 3], note: "second")
    #expect(again.code == .alreadyResolved)
    #expect("\(again)".contains("first"), "the error holds the earlier note")
    #expect(try journal.cursors(.init()) == [3, 5])
  }

  @Test func theyAreFoundPageByPageAndByWhatWasUnderstood() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    try journal.recordMixed()
    let first = try journal.exceptions(.init(limit: 2))
    #expect(first.exceptions.map(\.record.cursor) == [2, 3])
    #expect(try journal.cursors(.init(after: first.through)) == [5])
    var filter = RecordFilter()
    filter.lots = ["L1"]
    #expect(try journal.cursors(.init(filter: filter)) == [2])
    filter = RecordFilter()
    filter.verdicts = [.incomplete]
    #expect(try journal.cursors(.init(filter: filter)) == [3])
    filter = RecordFilter()
    filter.steps = ["shipping"]
    #expect(try journal.cursors(.init(filter: filter)) == [5])
  }

  @Test func theCountOfOpenOnesOutlivesTheDaemon() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    try journal.recordMixed()
    _ = try journal.resolve([2], note: "done").get()
    journal.close()
    let again = try ScanJournal(in: directory)
    defer { again.close() }
    #expect(again.status.openExceptions == 2)
    again.append(scan("]C10109506000134351"))
    try again.waitForHead(6)
    #expect(again.status.openExceptions == 3)
  }
}

extension ScanJournal {
  /// Accepted, rejected, incomplete, accepted, rejected.
  fileprivate func recordMixed() throws {
    append(scan(serial: "A"))
    append(scan("]C1010950600013435110L1"))
    var cut = scan("]C10109506")
    cut.cause = .overrun
    append(cut)
    append(scan(serial: "B"))
    append(scan("]C10109506000134351", step: "shipping"))
    try waitForHead(5)
  }

  fileprivate func cursors(_ request: Request.Exceptions) throws -> [Int64] {
    try exceptions(request).exceptions.map(\.record.cursor)
  }

  fileprivate func resolve(
    _ cursors: [Int64], note: String
  ) -> Result<Resolution, JournalError> {
    awaiting { resolve(cursors, note: note, by: alice, then: $0) }
  }
}
