// SPDX-License-Identifier: Apache-2.0

import Feed
import Glibc
import Testing
import Wire

@Suite struct CrowdTests {
  @Test func twoHundredStalledSubscribersDelayNobody() async throws {
    try await withService { service in
      let stalled = try (0..<200).map { _ in try service.follower(after: "0") }
      let reader = try service.follower(after: "0")
      let count: Int64 = 2_000
      for cursor in 1...count {
        service.publish()
        #expect(try reader.line() == sampleLine(cursor))
      }
      // Far more than a socket's buffer was published: they have fallen behind, and catch up.
      for client in stalled.prefix(3) {
        #expect(try client.lines(Int(count)) == (1...count).map(sampleLine))
      }
    }
  }

  @Test func whoAsksMuchAndReadsNothingDelaysNobody() async throws {
    try await withService(MemoryJournal(records: 1_000)) { service in
      let greedy = try (0..<20).map { _ in try service.rawClient() }
      for client in greedy {
        try client.send(String(repeating: "{\"read\":{\"limit\":1000}}\n", count: 500))
      }
      for _ in 0..<50 {
        #expect(try service.answers(to: "{\"status\":{}}\n").count == 1)
      }
      let lines = try greedy[0].lines(20)
      #expect(lines.allSatisfy { $0 == lines[0] })
    }
  }

  @Test func oneConnectionTooManyIsToldSoAndOthersAreServed() async throws {
    var limits = FeedLimits()
    limits.connections = 3
    try await withService(limits: limits) { service in
      var clients = try (0..<3).map { _ in try service.rawClient() }
      let refused = try RawClient(path: service.path).linesToEnd()
      #expect(refused.map(errorCode) == ["quota-exceeded"])
      try clients[2].send("{\"status\":{}}\n")
      #expect(field("status", of: try clients[2].line()) != nil)
      clients.removeLast()
      #expect(
        try await settles { field("hello", of: try RawClient(path: service.path).line()) != nil })
    }
  }

  @Test func aCrowdThatWaitsToBeLetInKeepsNobodyOut() async throws {
    try await withService { service in
      let crowd = try service.journal.holding {
        try (0..<200).map { _ in
          try unixSocket(service.path) {
            _ = fcntl($0, F_SETFL, O_NONBLOCK)
            return connect($0, $1, $2)
          }
        }
      }
      crowd.forEach { close($0) }
      #expect(try service.answers(to: "{\"status\":{}}\n").count == 1)
    }
  }

  @Test func aProcessWithoutDescriptorsServesOnAndTakesClientsInLater() async {
    await #expect(processExitsWith: .success) {
      try await withService { service in
        let follower = try service.follower(after: "\"now\"")
        var hoard = Self.openAllDescriptors()
        // For the client's end, unless another thread was quicker; none is left for the server's.
        var client: RawClient?
        while client == nil, !hoard.isEmpty {
          close(hoard.removeLast())
          client = try? RawClient(path: service.path)
        }
        let waiting = try #require(client)
        #expect(waiting.isSilent(milliseconds: 300))
        let busy = clock()
        #expect(waiting.isSilent(milliseconds: 1_000))
        // A loop that tried to accept without pause would have used much of that second.
        #expect(Double(clock() - busy) / Double(CLOCKS_PER_SEC) < 0.5)
        service.publish()
        #expect(try follower.line() == sampleLine(1))
        for descriptor in hoard { close(descriptor) }
        #expect(field("hello", of: try waiting.line()) != nil)
      }
    }
  }

  /// Opens files until no more can be opened.
  private static func openAllDescriptors() -> [Int32] {
    var limit = rlimit(rlim_cur: 200, rlim_max: 200)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    var descriptors: [Int32] = []
    while case let descriptor = open("/dev/null", O_RDONLY), descriptor >= 0 {
      descriptors.append(descriptor)
    }
    return descriptors
  }
}
