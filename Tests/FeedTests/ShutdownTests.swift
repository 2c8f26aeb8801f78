// SPDX-License-Identifier: Apache-2.0

import Feed
import Foundation
import Testing
import Wire

@Suite struct ShutdownTests {
  @Test func whatWasAskedIsAnsweredBeforeTheEnd() async throws {
    try await withService(MemoryJournal(records: 3)) { service in
      let waiting = try service.rawClient()
      try waiting.send("{\"read\":{\"after\":\"now\",\"waitMilliseconds\":60000}}\n")
      #expect(try await settles { service.journal.pageCount == 1 })
      service.server.shutdown()
      #expect(try waiting.linesToEnd() == [#"{"records":[],"through":3,"head":3}"#])
    }
  }

  @Test func whoHasJustComeIsAnsweredOnce() async throws {
    var limits = FeedLimits()
    limits.shutdownTime = .seconds(60)
    try await withService(MemoryJournal(records: 3), limits: limits) { service in
      let client = try service.rawClient()
      // A thread of its own: a task might begin only when the server has lost its patience.
      let ending = Gate()
      Thread.detachNewThread {
        service.server.shutdown()
        ending.open()
      }
      usleep(200_000)
      try client.send("{\"read\":{\"after\":3}}\n{\"status\":{}}\n")
      #expect(try client.linesToEnd().first == #"{"records":[],"through":3,"head":3}"#)
      ending.wait()
    }
  }

  @Test func followersGetWhatIsRecordedBeforeTheEnd() async throws {
    var limits = FeedLimits()
    limits.shutdownTime = .seconds(60)
    try await withService(limits: limits) { service in
      let followers = try (0..<20).map { _ in try service.follower(after: "0") }
      for _ in 0..<40 { service.journal.append() }
      service.server.shutdown()
      for follower in followers {
        #expect(try follower.linesToEnd() == (1...40).map(sampleLine))
      }
    }
  }

  @Test func whoDoesNotReadCannotHoldItUp() async throws {
    try await withService(MemoryJournal(records: 3_000)) { service in
      let stalled = try (0..<20).map { _ in try service.follower(after: "0") }
      service.server.shutdown()
      #expect(try stalled[0].line() == sampleLine(1))
    }
  }

  @Test func whoIsBeingReadPastDoesNotHoldItUp() async throws {
    var limits = FeedLimits()
    limits.shutdownTime = .seconds(60)
    try await withService(limits: limits) { service in
      let client = try service.rawClient()
      try client.send([UInt8](repeating: 0x20, count: 65_537))
      #expect(errorCode(try client.line()) == "too-long")
      service.server.shutdown()
      #expect(try client.line() == nil)
    }
  }

  @Test func aSourceThatBlocksCannotHoldItUp() async throws {
    let lock = Gate()
    try await withService(MemoryJournal(records: 3) { _ in lock.wait() }) { service in
      let client = try service.follower(after: "0")
      #expect(try await settles { service.journal.pageCount == 1 })
      service.server.shutdown()
      #expect(try client.linesToEnd() == [])
      lock.open()
    }
  }

  @Test func afterTheEndAnnouncementsAndASecondEndAreNothing() async throws {
    try await withService { service in
      service.server.shutdown()
      service.publish()
      service.server.announce()
      service.server.shutdown()
      #expect(throws: (any Error).self) { try service.client() }
    }
  }

  @Test func aServerThatNeverListenedEndsToo() async {
    let server = FeedServer(source: MemoryJournal(), version: "1", host: "h")
    server.announce()
    server.shutdown()
    server.announce()
  }
}
