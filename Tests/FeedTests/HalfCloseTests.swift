// SPDX-License-Identifier: Apache-2.0

import Feed
import Testing
import Wire

@Suite struct HalfCloseTests {
  @Test func whatWasAskedIsAnsweredAndThenTheServerEndsToo() async throws {
    try await withService(MemoryJournal(records: 2)) { service in
      let requests = "{\"status\":{}}\n{\"read\":{}}\n{\"scanners\":{}}\n"
      let lines = try service.answers(to: requests)
      #expect(lines.count == 3)
      #expect(field("records", of: lines[1]) != nil)
    }
  }

  @Test func whoAsksNothingGetsTheGreeting() async throws {
    try await withService { service in
      let client = try RawClient(path: service.path)
      client.finishSending()
      #expect(try client.linesToEnd().count == 1)
    }
  }

  @Test func aReadThatWaitsIsStillAnswered() async throws {
    try await withService { service in
      let client = try service.rawClient()
      try client.send("{\"read\":{\"after\":\"now\",\"waitMilliseconds\":60000}}\n")
      client.finishSending()
      #expect(client.isSilent())
      service.publish()
      let lines = try client.linesToEnd()
      #expect(lines.count == 1)
      #expect(field("through", of: lines.first) == .integer(1))
    }
  }

  @Test func aFollowGoesOnUntilTheConnectionEnds() async throws {
    try await withService(MemoryJournal(records: 400)) { service in
      let client = try service.rawClient()
      try client.send("{\"follow\":{\"after\":0}}\n{\"status\":{}}\n")
      client.finishSending()
      let lines = try client.lines(402)
      #expect(lines.filter { $0.hasPrefix("{\"record\"") } == (1...400).map(sampleLine))
      for cursor in Int64(401)...420 {
        service.publish()
        #expect(try client.line() == sampleLine(cursor))
      }
    }
  }

  @Test func aLongAnswerArrivesWholeThoughNothingMoreCanBeAsked() async throws {
    try await withService(MemoryJournal(records: 1_000)) { service in
      let client = try service.rawClient()
      for _ in 0..<20 { try client.send("{\"read\":{\"limit\":1000}}\n") }
      client.finishSending()
      let lines = try client.linesToEnd()
      #expect(lines.count == 20)
      #expect(lines.allSatisfy { $0 == lines[0] })
    }
  }

  @Test func whoHasHalfClosedAndGoesAwayFreesItsPlace() async throws {
    var limits = FeedLimits()
    limits.connections = 1
    try await withService(limits: limits) { service in
      for _ in 0..<10 {
        var client: RawClient?
        // The server learns of the one before a moment later.
        let isIn = try await settles {
          client = try RawClient(path: service.path)
          return field("hello", of: try client?.line()) != nil
        }
        #expect(isIn)
        try client?.send("{\"follow\":{\"after\":0}}\n")
        client?.finishSending()
        #expect(field("following", of: try client?.line()) != nil)
        client = nil
      }
    }
  }
}
