// SPDX-License-Identifier: Apache-2.0

import Feed
import FeedClient
import Foundation
import Testing
import Wire

/// The limits as a client meets them; the tests' own user is an administrator, who may use everything.
@Suite struct AccountTests {
  @Test func aConnectionThatAsksNothingIsClosed() async throws {
    var limits = FeedLimits()
    limits.idleTime = .milliseconds(50)
    try await withService(limits: limits) { service in
      let follower = try service.follower(after: "0")
      let asker = try service.rawClient()
      try asker.send("{\"status\":{}}\n")
      _ = try asker.line()
      let idle = try service.rawClient()
      #expect(errorCode(try idle.line()) == "idle")
      #expect(try idle.line() == nil)
      let half = try service.rawClient()
      try half.send("{\"status\":")
      #expect(errorCode(try half.line()) == "idle")
      try asker.send("{\"status\":{}}\n")
      #expect(field("status", of: try asker.line()) != nil)
      service.publish()
      #expect(try follower.line() == sampleLine(1))
    }
  }

  @Test func requestsThatAreNotReadToTheirEndAreCharged() async throws {
    var limits = FeedLimits()
    limits.bytes = 200_000
    try await withService(limits: limits) { service in
      let half = Array(repeating: UInt8(ascii: "x"), count: 60_000)
      let held = try (0..<3).map { _ in
        let client = try service.rawClient()
        try client.send(half)
        return client
      }
      let list = try await clients(of: service) { $0.bytes >= 180_000 }
      #expect(list?.connections == 4)
      let refused = try service.rawClient()
      try refused.send(half)
      #expect(errorCode(try refused.line()) == "quota-exceeded")
      // A short request is answered all the same.
      let answers = try service.answers(to: "{\"status\":{}}\n")
      #expect(answers.map { field("status", of: $0) != nil } == [true])
      for client in held { client.finishSending() }
      #expect(try await clients(of: service) { $0.bytes < 60_000 } != nil)
    }
  }

  @Test func anAnswerThatIsNotReadIsHeldPieceByPiece() async throws {
    try await withService(MemoryJournal(records: 2_000)) { service in
      let client = try service.rawClient()
      try client.send("{\"read\":{\"after\":0,\"limit\":1000}}\n")
      let list = try await clients(of: service) { $0.requests == 2 && $0.bytes > 4_096 }
      #expect((list?.bytes ?? .max) < 40_000)
      guard case .array(let records)? = field("records", of: try client.line()) else {
        Issue.record("no records")
        return
      }
      #expect(records.count > 300)
      for (index, record) in records.enumerated() {
        #expect(record["cursor"]?.integer == Int64(index + 1))
      }
    }
  }

  @Test func aJournalThatIsReplacedInMidAnswerEndsTheAnswerWell() async throws {
    try await withService(MemoryJournal(records: 2_000)) { service in
      let client = try service.rawClient()
      try client.send("{\"id\":7,\"read\":{\"after\":0,\"limit\":1000}}\n")
      _ = try await clients(of: service) { $0.requests == 2 && $0.bytes > 4_096 }
      service.journal.replace()
      let line = try client.line()
      guard case .array(let records)? = field("records", of: line) else {
        Issue.record("no records")
        return
      }
      #expect(field("id", of: line) == .integer(7))
      #expect(records.count < 300)
      #expect(field("through", of: line) == .integer(Int64(records.count)))
    }
  }

  @Test func requestsThatWaitInTheKernelAreCharged() async throws {
    var limits = FeedLimits()
    limits.bytes = 500_000
    try await withService(MemoryJournal(records: 10), limits: limits) { service in
      let request = "{\"read\":{\"limit\":1}}\n"
      let patient = try service.rawClient()
      try patient.send(String(repeating: request, count: 5_000))
      #expect(try await clients(of: service) { $0.bytes > 212_992 } != nil)
      let flooding = try service.rawClient()
      #expect(throws: RawClient.Failure.self) {
        while true { try flooding.send(String(repeating: request, count: 1_000)) }
      }
      var got: [String] = []
      while got.count < 5_000, let line = try patient.line() { got.append(line) }
      #expect(got.count == 5_000, "\(got.last ?? "")")
      #expect(try await clients(of: service) { $0.bytes < 100_000 } != nil)
    }
  }

  @Test func statusNamesAFeedThatStandsStill() async throws {
    let gate = Gate()
    let journal = MemoryJournal(records: 5) { _ in gate.wait() }
    try await withService(journal) { service in
      let follower = try service.follower(after: "0")
      let reader = try service.rawClient()
      try reader.send("{\"read\":{\"after\":0}}\n")
      #expect(
        try await settles {
          let problems = try service.client().ask(.status).problems
          return problems.count == 2 && problems.allSatisfy { $0.contains("waited for the disk") }
        })
      gate.open()
      #expect(try follower.line() == sampleLine(1))
      #expect(try reader.line() != nil)
      #expect(try service.client().ask(.status).problems == [])
    }
  }

  @Test func whatClientsHoldIsForAdministrators() async throws {
    try await withService { service in
      let follower = try service.follower(after: "0")
      let list = try service.client().ask(.clients)
      #expect(list.clients.map(\.uid) == [geteuid()])
      #expect(list.clients.first?.connections == 2)
      #expect(list.clients.first?.followers == 1)
      #expect(list.connections == FeedLimits().connections)
      withExtendedLifetime(follower) {}
    }
  }

  /// The holdings of the tests' user, once they are as wanted.
  private func clients(
    of service: Service, _ isWanted: (ClientInfo) -> Bool
  ) async throws -> ClientInfo? {
    var last: ClientInfo?
    let hasSettled = try await settles {
      last = try service.client().ask(.clients).clients.first
      return last.map(isWanted) ?? false
    }
    return hasSettled ? last : nil
  }
}
