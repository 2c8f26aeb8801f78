// SPDX-License-Identifier: Apache-2.0

import Feed
import Glibc
import Journal
import SystemCalls
import Testing
import Wire

@testable import Scanners
@testable import Service

@Suite struct JournalFeedTests {
  private let gtin = "09506000134352"

  @Test func theStatusCountsTheRecordsOfEachVerdict() throws {
    let journal = try FeedOfAJournal()
    journal.record(["]C101\(gtin)21S1", "]C10109506000134359"])
    let status = try journal.answer(to: .status)
    #expect(status.head == 2)
    #expect(status.records == VerdictCounts(accepted: 1, rejected: 1))
    #expect(status.openExceptions == 1)
    #expect(status.journal == journal.feed.journalID)
    #expect(status.stateDirectory == journal.directory.path)
    #expect(status.socket == "/socket")
    #expect(status.problems == [])
    #expect(journal.feed.bounds().head == 2)
  }

  @Test func aPageAndATraceHaveTheRecords() throws {
    let journal = try FeedOfAJournal()
    journal.record(["]C101\(gtin)21S1", "]C101\(gtin)21S2"])
    let page = try journal.feed.page(
      after: 0, filter: RecordFilter(), limits: PageLimits(records: 10))
    #expect(page.records.map(\.cursor) == [1, 2])
    let trace = try journal.feed.trace(
      Request.Trace(serial: "S2"), after: 0, limits: PageLimits(records: 10))
    #expect(try trace.records.map { try $0.record.subject.serial } == ["S2"])
  }

  @Test func itemsAreSetListedAndRemoved() throws {
    let journal = try FeedOfAJournal()
    let item = ItemFields(
      gtin: gtin, name: "Hand cream", policy: "lot", checks: ["expired": "reject"])
    let set = try journal.carryOut(Request.SetItems(items: [item]))
    #expect(set == ItemsSet(complete: true, added: 1, changed: 0, unchanged: 0))
    let list = try journal.answer(to: .items())
    #expect(list.items.map(\.fields) == [item] && list.complete)
    #expect(list.items.first?.changed.author == Author(uid: 0, name: "root"))
    #expect(try journal.answer(to: .items(gtin: gtin)) == list)
    #expect(try journal.carryOut(Request.RemoveItem(gtin: gtin)).removed)
    #expect(try !journal.carryOut(Request.RemoveItem(gtin: gtin)).removed)
    #expect(try journal.answer(to: .items()).items == [])
  }

  @Test func aBatchIsSetWithItsLastPart() throws {
    let journal = try FeedOfAJournal()
    let item = ItemFields(gtin: gtin, policy: "any")
    let first = Request.SetItems(items: [item], batch: "b", part: 0, more: true)
    #expect(try journal.carryOut(first) == ItemsSet(complete: false))
    let last = Request.SetItems(items: [], batch: "b", part: 1, more: false)
    #expect(try journal.carryOut(last).added == 1)
  }

  @Test func aBatchEndsWithItsConnection() throws {
    let journal = try FeedOfAJournal()
    let item = ItemFields(gtin: gtin, policy: "any")
    let first = Request.SetItems(items: [item], batch: "b", part: 0, more: true)
    _ = try journal.carryOut(first, on: 7)
    journal.feed.ended(Peer(uid: 0, isAdministrator: true, connection: 8))
    let second = Request.SetItems(items: [item], batch: "b", part: 1, more: true)
    #expect(try journal.carryOut(second, on: 7) == ItemsSet(complete: false))
    journal.feed.ended(Peer(uid: 0, isAdministrator: true, connection: 7))
    let last = Request.SetItems(items: [], batch: "b", part: 2)
    #expect(code { try journal.carryOut(last, on: 7) } == .batchLost)
  }

  @Test func recallsAreAddedListedAndLifted() throws {
    let journal = try FeedOfAJournal()
    let added = try journal.carryOut(
      Request.AddRecall(gtin: gtin, lot: "L", reason: "glass found"))
    #expect(added.number == 1 && added.lot == "L" && added.lifted == nil)
    #expect(try journal.answer(to: .recalls(inForce: true)).recalls == [added])
    let lifted = try journal.carryOut(Request.LiftRecall(number: 1))
    #expect(lifted.lifted != nil)
    #expect(try journal.answer(to: .recalls(inForce: true)).recalls == [])
    #expect(try journal.answer(to: .recalls()).recalls == [lifted])
  }

  @Test func exceptionsAreListedAndResolved() throws {
    let journal = try FeedOfAJournal()
    journal.record(["]C10109506000134359", "]C101\(gtin)21S1", "]C10109506000134358"])
    let open = try journal.answer(to: Request.Exceptions())
    #expect(open.exceptions.map(\.record.cursor) == [1, 3])
    #expect(open.open == 2 && open.complete && open.through == 3)
    let resolved = try journal.carryOut(Request.Resolve(cursors: [3, 1, 3], note: "again"))
    #expect(resolved.cursors == [1, 3] && resolved.resolved.note == "again")
    let all = try journal.answer(to: Request.Exceptions(state: .all))
    #expect(all.exceptions.map(\.resolved) == [resolved.resolved, resolved.resolved])
    #expect(all.open == 0)
  }

  @Test func subscribersAcknowledgeAndAreForgotten() throws {
    let journal = try FeedOfAJournal()
    journal.record(["]C101\(gtin)21S1", "]C101\(gtin)21S2"])
    #expect(try journal.resume("wms") == 0)
    let place = try journal.carryOut(Request.Acknowledge(subscriber: "wms", cursor: 1))
    #expect(place == SubscriberPlace(subscriber: "wms", cursor: 1))
    let list = try journal.answer(to: .subscribers)
    #expect(list.head == 2)
    #expect(list.subscribers.map(\.name) == ["wms"])
    #expect(list.subscribers.map(\.lag) == [1])
    #expect(try journal.resume("wms") == 1)
    #expect(try journal.carryOut(Request.ForgetSubscriber(subscriber: "wms")).cursor == 1)
    #expect(try journal.answer(to: .subscribers).subscribers == [])
  }

  @Test func aSubscriberThatStaysAwayIsInTheStatusWithTheCure() throws {
    let journal = try FeedOfAJournal()
    journal.record(["]C101\(gtin)21S1", "]C101\(gtin)21S2"])
    #expect(try journal.resume("wms") == 0)
    #expect(try journal.answer(to: .status).overdueSubscribers == [])
    journal.journal.setSubscriberRules(SubscriberRules(absence: 1))
    var status = try journal.answer(to: .status)
    for _ in 0..<10_000 where status.overdueSubscribers.isEmpty {
      usleep(1000)
      status = try journal.answer(to: .status)
    }
    let overdue = try #require(status.overdueSubscribers.first)
    #expect(overdue.name == "wms" && overdue.user == "root" && overdue.lag == 2)
    #expect(!overdue.holdsRetention)
    let problem = try #require(status.problems.first)
    #expect(problem == overdue.sentence)
    #expect(
      problem.hasPrefix("The subscriber wms (user root) stays away: it has not acknowledged 2 "))
    #expect(problem.hasSuffix("scanctl subscribers forget wms"))
  }

  @Test func aDeviceThatCouldNotBeOpenedIsInTheStatus() throws {
    let journal = try FeedOfAJournal()
    let error = SystemCallError("open", on: "/dev/input/event3", .tooManyOpenFiles)
    journal.roster.show(
      Roster.View(ignored: [
        IgnoredDevice(properties: .init(node: "/dev/input/event3"), reason: .failed(error)),
        IgnoredDevice(properties: .init(node: "/dev/input/event4"), reason: .notAScanner),
      ]))
    #expect(
      try journal.answer(to: .status).problems == [
        "/dev/input/event3 is not read: open /dev/input/event3: Too many open files; it is tried "
          + "again."
      ])
  }

  @Test func aBackupIsMadeReadAndRemoved() throws {
    let journal = try FeedOfAJournal()
    journal.record(["]C101\(gtin)21S1"])
    var state = try journal.carryOut(Request.BeginBackup())
    while state.length == nil {
      state = try journal.carryOut(Request.BackupProgress(id: state.id))
    }
    let part = try journal.carryOut(Request.ReadBackup(id: state.id, offset: 0))
    #expect(part.bytes.starts(with: "SQLite format 3\0".utf8))
    #expect(try journal.carryOut(Request.EndBackup(id: state.id)).id == state.id)
    #expect(code { try journal.carryOut(Request.EndBackup(id: state.id)) } == .backupGone)
  }

  @Test func anErrorOfTheJournalHasItsCodeOnTheWire() throws {
    let journal = try FeedOfAJournal()
    journal.record(["]C101\(gtin)21S1", "]C10109506000134359"])
    _ = try journal.carryOut(Request.AddRecall(lot: "L", reason: "x"))
    _ = try journal.carryOut(Request.LiftRecall(number: 1))
    _ = try journal.carryOut(Request.Resolve(cursors: [2], note: "x"))
    #expect(code { try journal.carryOut(Request.LiftRecall(number: 7)) } == .noSuchRecall)
    #expect(code { try journal.carryOut(Request.LiftRecall(number: 1)) } == .alreadyLifted)
    #expect(code { try journal.carryOut(Request.AddRecall(reason: "x")) } == .badValue)
    #expect(code { try journal.carryOut(Request.AddRecall(lot: "L", reason: " ")) } == .badValue)
    let item = ItemFields(gtin: "1", policy: "any")
    #expect(code { try journal.carryOut(Request.SetItems(items: [item])) } == .badValue)
    #expect(code { try journal.carryOut(Request.BeginItemsAnew()) } == .itemsSound)
    #expect(
      code { try journal.carryOut(Request.Resolve(cursors: [1], note: "x")) } == .noException)
    #expect(
      code { try journal.carryOut(Request.Resolve(cursors: [2], note: "x")) } == .alreadyResolved)
    #expect(code { try journal.carryOut(Request.Resolve(cursors: [2], note: " ")) } == .badValue)
    let acknowledge = Request.Acknowledge(subscriber: "wms", cursor: 1)
    #expect(code { try journal.carryOut(acknowledge) } == .unknownSubscriber)
    _ = try journal.resume("wms")
    let ahead = Request.Acknowledge(subscriber: "wms", cursor: 9)
    #expect(code { try journal.carryOut(ahead) } == .cursorAhead)
    let other = Request.Acknowledge(subscriber: "wms", cursor: 1, journal: "another")
    #expect(code { try journal.carryOut(other) } == .journalChanged)
    let part = Request.SetItems(items: [], batch: "b", part: 3)
    #expect(code { try journal.carryOut(part) } == .batchLost)
  }

  private func code<T>(_ work: () throws -> T) -> RequestError.Code? {
    do {
      _ = try work()
      return nil
    } catch {
      return (error as? RequestError)?.code
    }
  }
}
