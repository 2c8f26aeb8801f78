// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct SubscriberTests {
  @Test func aSubscriberIsMadeOnceAndGoesOnWhereItAcknowledged() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    try journal.record(5)
    #expect(journal.resume("wms", by: .alice) == .success(0))
    #expect(journal.resume("late", after: 5, by: .alice) == .success(5))
    #expect(journal.acknowledge("wms", 3, by: .alice) == .success(3))
    #expect(journal.acknowledge("wms", 2, by: .alice) == .success(3))
    #expect(journal.resume("wms", after: 5, by: .alice) == .success(3))
    journal.close()

    let again = try ScanJournal(in: directory)
    defer { again.close() }
    #expect(again.resume("wms", by: .alice) == .success(3))
    #expect(try again.subscribers().map(\.name) == ["late", "wms"])
    #expect(try again.subscribers().map(\.cursor) == [5, 3])
  }

  @Test func aNameBelongsToItsUserAndToAdministrators() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    try journal.record(1)
    #expect(journal.resume("wms", by: .alice) == .success(0))
    #expect(journal.resume("wms", by: .bob).code == .foreignSubscriber)
    #expect(journal.acknowledge("wms", 1, by: .bob).code == .foreignSubscriber)
    #expect(journal.acknowledge("wms", 1, by: .root) == .success(1))
    #expect(journal.resume("wms", by: .root) == .success(1))
  }

  @Test func aUserHasFewNames() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    for number in 1...SubscriberUser.mostNames {
      #expect(journal.resume("s\(number)", by: .alice) == .success(0))
    }
    #expect(journal.resume("one-more", by: .alice).code == .tooManySubscribers)
    #expect(journal.resume("one-more", by: .bob) == .success(0))
    #expect(journal.forget("s1") == .success(0))
    #expect(journal.resume("again", by: .alice) == .success(0))
  }

  @Test func whatCannotBeAcknowledgedIsRefused() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    try journal.record(2)
    #expect(journal.acknowledge("wms", 1, by: .alice).code == .unknownSubscriber)
    #expect(journal.forget("wms").code == .unknownSubscriber)
    #expect(journal.resume("wms", by: .alice) == .success(0))
    #expect(journal.acknowledge("wms", 3, by: .alice).code == .cursorAhead)
    let uuid = journal.status.uuid
    #expect(journal.acknowledge("wms", 2, of: "x", by: .alice).code == .otherJournal)
    #expect(journal.acknowledge("wms", 2, of: uuid, by: .alice) == .success(2))
  }
}

extension ScanJournal {
  /// Records `count` serials and waits until they are there.
  func record(_ count: Int, second: Int64 = 0) throws {
    let first = status.head
    for number in 1...count { append(scan(serial: "S\(first + Int64(number))", second: second)) }
    try waitForHead(first + Int64(count))
  }

  func waitForHead(_ head: Int64) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while status.head < head {
      guard .now < deadline else { throw Timeout() }
      usleep(1000)
    }
  }

  func resume(
    _ name: String, after: Int64? = nil, by user: SubscriberUser
  ) -> Result<Int64, JournalError> {
    awaiting { resume(name, after: after, by: user, then: $0) }
  }

  func acknowledge(
    _ name: String, _ cursor: Int64, of uuid: String? = nil, by user: SubscriberUser
  ) -> Result<Int64, JournalError> {
    awaiting { acknowledge(name, cursor, of: uuid, by: user, then: $0) }
  }

  fileprivate func forget(_ name: String) -> Result<Int64, JournalError> {
    awaiting { forget(name, then: $0) }
  }
}

struct Timeout: Error {}

/// The outcome of `begin`.
func awaiting<T: Sendable>(_ begin: (@escaping @Sendable (T) -> Void) -> Void) -> T {
  let answer = PendingResult<T>()
  let done = DispatchSemaphore(value: 0)
  begin { outcome in
    answer.value.withLock { $0 = outcome }
    done.signal()
  }
  done.wait()
  return answer.value.withLock { $0! }
}

extension SubscriberUser {
  static let alice = SubscriberUser(uid: 1000, isAdministrator: false)
  static let bob = SubscriberUser(uid: 1001, isAdministrator: false)
  static let root = SubscriberUser(uid: 0, isAdministrator: true)
}
