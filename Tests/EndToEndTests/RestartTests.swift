// SPDX-License-Identifier: Apache-2.0

// A recorded scan stays recorded, however the daemon ends, and no record is ever a scan that was
// not typed whole.

import FeedClient
import Foundation
import Testing
import Wire

@Suite(.serialized) struct RestartTests {
  let testbed: Testbed
  let daemon: Daemon

  init() throws {
    testbed = try Testbed()
    daemon = try Daemon(in: testbed)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    try testbed("type dock {Enter}")
  }

  @Test func killedInTheMiddleOfAScanASubscriberResumesWithoutLossAndNoScanIsCut() throws {
    var typed: [String] = []
    var seen: [Record] = []
    for round in 0..<8 {
      var subscriber = try Subscriber(to: daemon, after: .cursor(Int64(seen.count)))
      for number in 0..<3 {
        try testbed("scan dock \(label(serial: "K\(round)-\(number)"))")
        typed.append(label(serial: "K\(round)-\(number)", separator: "\u{1D}"))
      }
      try testbed("type dock \(label(serial: "CUT").prefix(5 + 6 * round))")
      // umockdev does not take it well when a program is killed within a read.
      try testbed("await dock read")
      // In each round more records are still on their way to the subscriber.
      while seen.count < round { seen.append(try subscriber.next()) }
      daemon.end(by: SIGKILL)
      try daemon.start()
      try testbed("await dock grab")
      try testbed("type dock rest{Enter}")
      var again = try Subscriber(to: daemon, after: .cursor(Int64(seen.count)))
      let head = try #require(Int64(try daemon.sql("SELECT head FROM journal")))
      while seen.count < head { seen.append(try again.next()) }
    }
    #expect(seen.map(\.cursor) == (1...seen.count).map { Int64($0) })
    let whole = seen.filter { $0.verdict == .accepted }.map(\.text)
    #expect(Set(whole).isSubset(of: typed), "only what was typed whole is a scan")
    #expect(whole == typed.filter { whole.contains($0) }, "in the order of typing, none twice")
    #expect(try daemon.sql("PRAGMA integrity_check") == "ok")
  }

  @Test func whatASubscriberHasSeenIsThereAfterAKill() throws {
    var subscriber = try Subscriber(to: daemon)
    for number in 0..<50 { try testbed("scan dock \(label(serial: "P\(number)"))") }
    var seen: [Record] = []
    while seen.count < 25 { seen.append(try subscriber.next()) }
    daemon.end(by: SIGKILL)
    try daemon.start()
    var again = try Subscriber(to: daemon)
    #expect(try again.next(25) == seen)
  }

  @Test func aSequenceOfRecordsGoesOnAcrossKillsWithoutGapsAndWithoutDoubles() async throws {
    var events = ScanClient(path: daemon.socket).follow(after: .start).makeAsyncIterator()
    var seen: [Record] = []
    for round in 0..<3 {
      try testbed("scan dock \(label(serial: "F\(round)"))")
      repeat {
        if case .record(let record, _) = try await events.next() { seen.append(record) }
      } while seen.last?.subject.serial != "F\(round)"
      daemon.end(by: SIGKILL)
      try daemon.start()
      try testbed("await dock grab")
      try testbed("type dock {Enter}")
    }
    #expect(seen.compactMap(\.cursor) == (1...seen.count).map { Int64($0) })
    #expect(
      seen.filter { $0.verdict == .accepted }.compactMap(\.subject.serial) == ["F0", "F1", "F2"])
  }

  @Test func sigtermEndsCleanlyWithStatus0AndEverythingRecorded() throws {
    for number in 0..<20 { try testbed("scan dock \(label(serial: "T\(number)"))") }
    try testbed("await dock read")
    #expect(daemon.end() == 0)
    #expect(try daemon.sql("SELECT count(*) FROM record WHERE verdict = 'accepted'") == "20")
    #expect(!FileManager.default.fileExists(atPath: daemon.socket))
  }

  @Test func aSubscriberThatNeverReadsHarmsNobody() throws {
    var stalled: [Subscriber] = []
    for _ in 0..<20 { stalled.append(try Subscriber(to: daemon)) }
    var reading = try Subscriber(to: daemon)
    try testbed("pace dock 100")
    for number in 0..<200 { try testbed("scan dock \(label(serial: "S\(number)"))") }
    #expect(try reading.next(200).compactMap(\.subject.serial) == (0..<200).map { "S\($0)" })
    withExtendedLifetime(stalled) {}
  }

  @Test func sighupReadsTheConfigurationAgainWithoutLosingTheScanInProgress() throws {
    var subscriber = try Subscriber(to: daemon)
    try testbed("type dock ]C1010950600013435210LOT")
    try testbed("await dock read")
    daemon.send(SIGHUP)
    try testbed("type dock -7{Enter}")
    let record = try subscriber.next()
    #expect(record.verdict == .accepted)
    #expect(record.subject.lot == "LOT-7")
  }
}
