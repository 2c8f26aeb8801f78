// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct FaultTests {
  @Test func damageThatIsMetWhileRecordingIsSetAsideAndTheScansGoIntoANewJournal() throws {
    let directory = try TemporaryDirectory()
    // A sound head, and a table of records that is damaged.
    let before = try ScanJournal(in: directory)
    for number in 0..<2000 { before.append(scan(serial: "S\(number)")) }
    before.close()
    let database = try Database(path: directory.database, flags: 1)
    try garble(directory.database, page: database.rootPage(of: "record"))

    let events = Events()
    let after = try ScanJournal(in: directory, events: events)
    after.append(scan(serial: "NEW"))
    after.close()
    #expect(events.setAside != nil)
    #expect(try after.records().map(\.subject.serial) == ["NEW"])
    #expect(after.status.uuid != before.status.uuid)
  }

  @Test func whileTheDiskFailsNothingIsPublishedAndEverythingIsRecordedWhenTheFaultEnds() throws {
    let directory = try TemporaryDirectory()
    let events = Events()
    let journal = try ScanJournal(in: directory, events: events)
    journal.append(scan(serial: "A"))
    try events.wait { $0.recorded == 1 }
    // Another connection that holds the write lock is a disk that does not take our data.
    let other = try Database(path: directory.database, flags: 2)
    try other.execute("BEGIN IMMEDIATE")
    for number in 0..<10 { journal.append(scan(serial: "B\(number)")) }
    try events.wait { $0.hasFault }
    #expect(journal.status.notDurable == 10)
    #expect(journal.status.fault != nil)
    #expect(events.recorded == 1)
    let attempts = journal.status.attempts
    try events.wait { _ in journal.status.attempts > attempts }
    try other.execute("ROLLBACK")
    try events.wait { $0.recorded == 11 }
    journal.close()
    #expect(journal.status.notDurable == 0)
    #expect(journal.status.fault == nil)
    #expect(try journal.records().map(\.cursor) == (1...11).map { Int64($0) })
  }

  @Test func aDaemonThatMustEndWhileTheDiskFailsSaysHowManyScansAreLost() throws {
    let directory = try TemporaryDirectory()
    let events = Events()
    let journal = try ScanJournal(in: directory, events: events)
    let other = try Database(path: directory.database, flags: 2)
    try other.execute("BEGIN IMMEDIATE")
    for number in 0..<3 { journal.append(scan(serial: "C\(number)")) }
    journal.close()
    try other.execute("ROLLBACK")
    #expect(events.lost == 3)
  }
}

extension Events {
  /// The number of records that were reported as durable.
  var recorded: Int {
    all.reduce(0) { sum, event in
      if case .recorded(let records, _) = event { sum + records.count } else { sum }
    }
  }

  var hasFault: Bool {
    all.contains { if case .fault = $0 { true } else { false } }
  }

  var lost: Int {
    all.reduce(0) { sum, event in if case .lost(let count) = event { sum + count } else { sum } }
  }

  /// Waits until the events satisfy `condition`.
  func wait(_ condition: (Events) -> Bool) throws {
    let deadline = Date().addingTimeInterval(60)
    while !condition(self) {
      try #require(Date() < deadline, "waited too long")
      usleep(2000)
    }
  }
}
