// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct ReservedNameTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func aReservedNameIsForItsUserAndAdministratorsAlone() throws {
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    journal.setSubscriberRules(SubscriberRules(reservations: ["wms": 1000]))
    try journal.record(2)
    let refused = journal.resume("wms", by: .bob)
    #expect(refused.code == .foreignSubscriber)
    #expect(refused.sentence.contains("configuration reserves the subscriber \"wms\""))
    #expect(journal.acknowledge("wms", 1, by: .bob).code == .foreignSubscriber)
    #expect(journal.resume("wms", by: .alice) == .success(0))
    #expect(journal.acknowledge("wms", 1, by: .bob).code == .foreignSubscriber)
    #expect(journal.acknowledge("wms", 1, by: .root) == .success(1))
    #expect(journal.acknowledge("wms", 2, by: .alice) == .success(2))
  }

  @Test func aReservedNameThatAnAdministratorMakesBelongsToItsUser() throws {
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    journal.setSubscriberRules(SubscriberRules(reservations: ["wms": 1000]))
    #expect(journal.resume("wms", by: .root) == .success(0))
    #expect(try journal.subscribers().map(\.uid) == [1000])
  }

  @Test func aReservedNameCountsForNobodysLimit() throws {
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    journal.setSubscriberRules(SubscriberRules(reservations: ["wms": 1000]))
    for number in 1...SubscriberUser.mostNames {
      #expect(journal.resume("s\(number)", by: .alice) == .success(0))
    }
    #expect(journal.resume("wms", by: .alice) == .success(0))
  }

  @Test func aNameThatBelongsToAnotherGoesOverWithItsPlace() throws {
    let events = Events()
    let journal = try ScanJournal(in: directory, events: events)
    try journal.record(5)
    #expect(journal.resume("wms", by: .bob) == .success(0))
    #expect(journal.acknowledge("wms", 3, by: .bob) == .success(3))
    let before = try #require(try journal.subscribers().first)
    journal.setSubscriberRules(SubscriberRules(reservations: ["wms": 1000]))
    // The rule holds at once, also where the change of the owner is not written yet.
    #expect(journal.acknowledge("wms", 5, by: .bob).code == .foreignSubscriber)
    #expect(journal.resume("wms", by: .bob).code == .foreignSubscriber)
    #expect(journal.resume("wms", after: 5, by: .alice) == .success(3))
    try wait { events.handovers.count == 1 }
    #expect(
      events.handovers == [SubscriberHandover(name: "wms", from: 1001, to: 1000, cursor: 3)])
    let after = try #require(try journal.subscribers().first)
    #expect(after.uid == 1000 && after.cursor == 3 && after.created == before.created)
    journal.close()

    // It stays with its user when the reservation ends.
    let again = try ScanJournal(in: directory)
    defer { again.close() }
    #expect(again.resume("wms", by: .alice) == .success(3))
    #expect(again.resume("wms", by: .bob).code == .foreignSubscriber)
  }

  @Test func anotherReservationHoldsFromTheReloadOn() throws {
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    journal.setSubscriberRules(SubscriberRules(reservations: ["wms": 1000]))
    #expect(journal.resume("wms", by: .alice) == .success(0))
    journal.setSubscriberRules(SubscriberRules(reservations: ["wms": 1001]))
    #expect(journal.resume("wms", by: .alice).code == .foreignSubscriber)
    #expect(journal.resume("wms", by: .bob) == .success(0))
    try wait { try journal.subscribers().map(\.uid) == [1001] }
  }
}

@Suite struct OverdueSubscriberTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func aSubscriberThatHoldsRetentionBackIsNamedUntilItAcknowledges() throws {
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    try journal.record(900)
    #expect(journal.resume("wms", by: .alice) == .success(0))
    #expect(journal.acknowledge("wms", 10, by: .alice) == .success(10))
    #expect(journal.status.overdueSubscribers == [])
    var limits = RetentionLimits()
    limits.size = 200_000
    journal.setRetention(limits)
    try wait { !journal.status.overdueSubscribers.isEmpty }
    let overdue = journal.status.overdueSubscribers
    #expect(overdue.map(\.subscriber.name) == ["wms"])
    #expect(overdue.map(\.subscriber.cursor) == [10])
    #expect(overdue.map(\.holdsRetention) == [true])
    #expect(journal.acknowledge("wms", 900, by: .alice) == .success(900))
    try wait { journal.status.overdueSubscribers.isEmpty }
  }

  @Test func aSubscriberThatStaysAwayIsNamedAfterTheConfiguredTime() throws {
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    try journal.record(3)
    for name in ["wms", "done"] { #expect(journal.resume(name, by: .alice) == .success(0)) }
    #expect(journal.acknowledge("done", 3, by: .alice) == .success(3))
    journal.setSubscriberRules(SubscriberRules(absence: 3_600_000_000))
    #expect(journal.status.overdueSubscribers == [])
    journal.setSubscriberRules(SubscriberRules(absence: 1))
    try wait { !journal.status.overdueSubscribers.isEmpty }
    // Nothing waits for the one that has acknowledged everything: it may be connected and idle.
    #expect(journal.status.overdueSubscribers.map(\.subscriber.name) == ["wms"])
    #expect(journal.status.overdueSubscribers.map(\.holdsRetention) == [false])
    journal.setSubscriberRules(SubscriberRules(absence: nil))
    #expect(journal.status.overdueSubscribers == [])
  }

  @Test func onlyTheFirstFewAreNamed() throws {
    let connection = try WriterConnection(path: directory.database, now: 0)
    try connection.append([scan(serial: "A")], rules: Rules())
    for number in 1...100 {
      try connection.database.execute(
        "INSERT INTO subscriber VALUES ('s\(number)', 1000, 0, 0, \(1000 - number))")
    }
    let slow = try connection.slowSubscribers(RetentionLimits(), now: 0)
    #expect(slow.holding == [])
    #expect(slow.behind.map(\.name) == (81...100).reversed().map { "s\($0)" })
    #expect(slow.overdue(seenBefore: Timestamp(microseconds: 902)).count == 2)
  }
}

/// Waits until something holds.
private func wait(until holds: () throws -> Bool) throws {
  let deadline = ContinuousClock.now + .seconds(60)
  while try !holds() {
    guard .now < deadline else { throw Timeout() }
    usleep(1000)
  }
}

extension Events {
  fileprivate var handovers: [SubscriberHandover] {
    all.compactMap { event in
      if case .handedOver(let handover) = event { handover } else { nil }
    }
  }
}

extension Result where Failure == JournalError {
  /// The sentence of a failure; empty for a success.
  fileprivate var sentence: String {
    if case .failure(let error) = self { error.description } else { "" }
  }
}
