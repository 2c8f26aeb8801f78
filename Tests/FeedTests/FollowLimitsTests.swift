// SPDX-License-Identifier: Apache-2.0

import Feed
import Synchronization
import Testing
import Wire

/// A follow where the journal ends, or is replaced by another.
@Suite struct FollowLimitsTests {
  @Test func recordsThatAreGoneAreAGapBeforeTheFirstRecord() async throws {
    try await withService(MemoryJournal(records: 10)) { service in
      service.journal.retain(from: 8)
      let client = try service.follower(after: "5")
      #expect(
        try client.lines(4) == [#"{"gap":{"from":6,"to":7,"cause":"retention"}}"#]
          + (8...10).map(sampleLine))
    }
  }

  @Test func startMeansTheOldestRecordThereIsAndIsNoGap() async throws {
    try await withService(MemoryJournal(records: 10)) { service in
      service.journal.retain(from: 8)
      let client = try service.rawClient()
      try client.send("{\"follow\":{\"after\":\"start\"}}\n")
      let lines = try client.lines(4)
      #expect(lines[0].hasPrefix("{\"following\":{\"after\":7,"))
      #expect(lines[1...] == (8...10).map(sampleLine)[...])
    }
  }

  @Test func aJournalOfWhichEverythingIsGoneIsAllGap() async throws {
    try await withService(MemoryJournal(records: 10)) { service in
      service.journal.retain(from: 11)
      let client = try service.follower(after: "0")
      #expect(try client.lines(1) == [#"{"gap":{"from":1,"to":10,"cause":"retention"}}"#])
      service.publish()
      #expect(try client.line() == sampleLine(11))
    }
  }

  @Test func theOldestRecordThereIsIsNoGap() async throws {
    try await withService(MemoryJournal(records: 10)) { service in
      service.journal.retain(from: 8)
      let client = try service.follower(after: "7")
      #expect(try client.lines(3) == (8...10).map(sampleLine))
    }
  }

  @Test func recordsThatGoWhileAFollowerIsBehindAreAGapToo() async throws {
    // Each page read is followed by the removal of the record before and after its first one.
    let journal = MemoryJournal(records: 10) { $0.retain(from: $0.bounds().oldest + 1) }
    var limits = FeedLimits()
    limits.pageRecords = 1
    try await withService(journal, limits: limits) { service in
      let client = try service.follower(after: "0")
      #expect(try client.line() == #"{"gap":{"from":1,"to":1,"cause":"retention"}}"#)
      #expect(try client.line() == #"{"gap":{"from":2,"to":2,"cause":"retention"}}"#)
    }
  }

  @Test(arguments: ["follow", "read"])
  func aCursorBeyondTheHeadIsRefused(request: String) async throws {
    try await withService(MemoryJournal(records: 3)) { service in
      let lines = try service.answers(to: "{\"id\":1,\"\(request)\":{\"after\":4}}\n")
      #expect(lines.map(errorCode) == ["cursor-ahead"])
      #expect(field("id", of: lines.first) == .integer(1))
    }
  }

  @Test(arguments: ["follow", "read"])
  func aCursorOfAnotherJournalIsRefused(request: String) async throws {
    try await withService(MemoryJournal(records: 3)) { service in
      let lines = try service.answers(to: "{\"\(request)\":{\"after\":1,\"journal\":\"x\"}}\n")
      #expect(lines.map(errorCode) == ["journal-changed"])
    }
  }

  @Test func theRightJournalIsNamedInTheGreetingAndTaken() async throws {
    try await withService(MemoryJournal(records: 3)) { service in
      let journal = try service.client().hello.journal
      let client = try service.follower(after: "2", ",\"journal\":\"\(journal)\"")
      #expect(try client.line() == sampleLine(3))
    }
  }

  @Test(arguments: [true, false])
  func aFollowEndsWhenTheJournalIsReplaced(withRecords: Bool) async throws {
    try await withService(MemoryJournal(records: 3)) { service in
      let client = try service.follower(after: "\"now\"")
      service.journal.replace()
      if withRecords { service.publish() } else { service.server.announce() }
      #expect(try client.linesToEnd().map(errorCode) == ["journal-changed"])
      #expect(try service.client().hello.journal.hasPrefix("2222"))
    }
  }

  @Test func aFollowOfTheNewJournalGetsNothingOfTheOldOne() async throws {
    try await withService { service in
      service.publish(5)
      service.journal.replace()
      let client = try service.follower(after: "0")
      #expect(client.isSilent())
      service.publish()
      #expect(try client.line() == sampleLine(1))
    }
  }

  @Test func aFollowEndsWithTheReasonWhenTheJournalCannotBeRead() async throws {
    try await withService(MemoryJournal(records: 3)) { service in
      service.journal.fail(with: RequestError(.journalUnreadable, "Input/output error."))
      let client = try service.follower(after: "0")
      #expect(try client.linesToEnd().map(errorCode) == ["journal-unreadable"])
    }
  }

  @Test func oneConnectionFollowsOnce() async throws {
    try await withService { service in
      let client = try service.follower(after: "\"now\"")
      try client.send("{\"id\":2,\"follow\":{\"after\":0}}\n")
      let line = try client.line()
      #expect(errorCode(line) == "already-following")
      #expect(field("id", of: line) == .integer(2))
      service.publish()
      #expect(try client.line() == sampleLine(1))
    }
  }

  @Test func requestsAreAnsweredBesideAFollow() async throws {
    try await withService(MemoryJournal(records: 500)) { service in
      let client = try service.follower(after: "0")
      try client.send(String(repeating: "{\"id\":1,\"status\":{}}\n", count: 20))
      let lines = try client.lines(520)
      #expect(lines.filter { $0.hasPrefix("{\"record\"") } == (1...500).map(sampleLine))
      #expect(lines.filter { $0.hasPrefix("{\"id\":1,\"status\":{\"version\":") }.count == 20)
    }
  }

  @Test func followingGoesOnWhereItWasAfterTheServerBeginsAnew() async throws {
    let journal = MemoryJournal(records: 5)
    try await withService(journal) { service in
      let client = try service.follower(after: "0")
      #expect(try client.lines(5) == (1...5).map(sampleLine))
    }
    journal.append()
    try await withService(journal) { service in
      let client = try service.follower(after: "5", ",\"journal\":\"\(journal.journalID)\"")
      #expect(try client.line() == sampleLine(6))
      service.publish()
      #expect(try client.line() == sampleLine(7))
    }
  }
}
