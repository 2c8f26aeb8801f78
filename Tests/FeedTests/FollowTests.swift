// SPDX-License-Identifier: Apache-2.0

import Feed
import Foundation
import Testing
import Wire

@Suite struct FollowTests {
  private let following =
    #"{"following":{"after":%,"journal":"11111111-1111-4111-8111-111111111111"}}"#

  @Test(arguments: [("\"now\"", 3), ("\"start\"", 0), ("0", 0), ("1", 1), ("3", 3)])
  func aFollowBeginsWhereItWasAsked(after: String, cursor: Int64) async throws {
    try await withService(MemoryJournal(records: 3)) { service in
      let client = try service.rawClient()
      try client.send("{\"follow\":{\"after\":\(after)}}\n")
      #expect(
        try client.lines(1) == [following.replacingOccurrences(of: "%", with: "\(cursor)")])
      service.publish()
      #expect(try client.lines(4 - Int(cursor)) == (cursor + 1...4).map(sampleLine))
      #expect(client.isSilent())
    }
  }

  @Test func recordsComeAsTheyAreRecorded() async throws {
    try await withService { service in
      let client = try service.follower(after: "\"now\"")
      for cursor in Int64(1)...50 {
        service.publish()
        #expect(try client.line() == sampleLine(cursor))
      }
    }
  }

  @Test func aRecordReplayedIsByteForByteTheOneThatWasLive() async throws {
    try await withService { service in
      let live = try service.follower(after: "\"now\"")
      service.publish { $0.data = Array("\u{1b}\u{202e}\"\u{0}🧀".utf8) }
      service.publish { $0.data = [0xFF, 0x00, 0xC3] }
      let replayed = try service.follower(after: "\"start\"")
      let lines = try live.lines(2)
      #expect(try replayed.lines(2) == lines)
      let read = try service.answers(to: "{\"read\":{}}\n")
      let objects = lines.map { $0.dropFirst(10).dropLast() }.joined(separator: ",")
      #expect(read == ["{\"records\":[\(objects)],\"through\":2,\"head\":2}"])
    }
  }

  @Test func whatIsAnnouncedWithoutItsRecordsIsReadFromTheSource() async throws {
    try await withService { service in
      let client = try service.follower(after: "\"now\"")
      for cursor in Int64(1)...20 {
        service.journal.append()
        service.server.announce()
        #expect(try client.line() == sampleLine(cursor))
      }
    }
  }

  @Test func announcedRecordsReachAFollowerAtTheHeadWithoutARead() async throws {
    try await withService(MemoryJournal(records: 10)) { service in
      let client = try service.follower(after: "\"now\"")
      // After the answer the server has seen that there is nothing to read.
      try client.send("{\"status\":{}}\n")
      _ = try client.lines(1)
      let before = service.journal.pageCount
      service.publish(20)
      #expect(try client.lines(20) == (11...30).map(sampleLine))
      #expect(service.journal.pageCount == before)
    }
  }

  @Test func aLongJournalIsSentWholeAndThenWhatIsNew() async throws {
    try await withService(MemoryJournal(records: 3_000)) { service in
      let client = try service.follower(after: "0")
      #expect(try client.lines(3_000) == (1...3_000).map(sampleLine))
      service.publish(2)
      #expect(try client.lines(2) == [sampleLine(3_001), sampleLine(3_002)])
    }
  }

  @Test func aRecordLongerThanAPageIsSent() async throws {
    var limits = FeedLimits()
    limits.pageBytes = 1_000
    try await withService(limits: limits) { service in
      let text = String(repeating: "x", count: 300_000)
      for _ in 0..<3 { service.journal.append { $0.data = Array(text.utf8) } }
      let client = try service.follower(after: "0")
      for _ in 0..<3 {
        #expect(try #require(try client.line()).contains(text))
      }
    }
  }

  @Test func aFilterLetsThroughWhatItNames() async throws {
    try await withService(MemoryJournal(records: 10)) { service in
      let odd = try service.follower(after: "0", ",\"stations\":[\"odd\"]")
      let bad = try service.follower(after: "0", ",\"verdicts\":[\"rejected\",\"incomplete\"]")
      service.publish(10)
      service.publish { $0.verdict = .incomplete }
      #expect(try odd.lines(11).map(cursor) == Array(stride(from: 1, through: 21, by: 2)))
      #expect(try bad.lines(1).map(cursor) == [21])
      #expect(odd.isSilent() && bad.isSilent())
    }
  }

  @Test func theIdStandsInEveryLineOfTheFollow() async throws {
    var limits = FeedLimits()
    limits.throughInterval = .milliseconds(50)
    try await withService(MemoryJournal(records: 3), limits: limits) { service in
      service.journal.retain(from: 3)
      let client = try service.rawClient()
      try client.send("{\"id\":\"a\\u001b\",\"follow\":{\"after\":0}}\n")
      let lines = try client.lines(4)
      #expect(lines.allSatisfy { $0.hasPrefix("{\"id\":\"a\\u001b\",") })
      #expect(field("following", of: lines[0]) != nil)
      #expect(field("gap", of: lines[1]) != nil)
      #expect(cursor(lines[2]) == 3)
      #expect(field("through", of: lines[3]) == .integer(3))
    }
  }

  @Test func asLongAsNothingComesTheFollowerIsToldHowFarItIs() async throws {
    var limits = FeedLimits()
    limits.throughInterval = .milliseconds(20)
    try await withService(MemoryJournal(records: 5), limits: limits) { service in
      let client = try service.follower(after: "\"now\"")
      #expect(try client.lines(2) == ["{\"through\":5}", "{\"through\":5}"])
      service.publish()
      var line = try client.line()
      while line == "{\"through\":5}" { line = try client.line() }
      #expect(line == sampleLine(6))
      #expect(try client.line() == "{\"through\":6}")
    }
  }

  @Test func afterManyRecordsPassedOverTheFollowerIsToldHowFarItIs() async throws {
    var limits = FeedLimits()
    limits.throughSpan = 100
    let journal = MemoryJournal(records: 350, scanLimit: 40)
    try await withService(journal, limits: limits) { service in
      let client = try service.follower(after: "0", ",\"stations\":[\"none\"]")
      #expect(
        try client.lines(3) == ["{\"through\":120}", "{\"through\":240}", "{\"through\":350}"])
      service.publish { $0.station = "none" }
      #expect(cursor(try client.line()) == 351)
    }
  }

  private func cursor(_ line: String?) -> Int64? {
    guard case .object(let record) = field("record", of: line),
      case .integer(let cursor) = record["cursor"]
    else { return nil }
    return cursor
  }
}
