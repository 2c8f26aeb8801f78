// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing
import Wire

@testable import Feed

@Suite struct StreamTests {
  private let stream = MemoryStream()
  private let journal = MemoryJournal()

  init() {
    journal.stream.withLock { [stream] in $0 = stream }
  }

  @Test func linesComeAfterTheAnswerAsTheyAreThere() async throws {
    try await withService(journal) { service in
      stream.say("{\"events\":[]}\n")
      let client = try service.rawClient()
      try client.send("{\"id\":7,\"keys\":{\"scanner\":\"usb-1\"}}\n")
      let answer = try client.line()
      #expect(field("id", of: answer) == .integer(7))
      #expect(field("keys", of: answer) != nil)
      #expect(try client.line() == "{\"events\":[]}")
      #expect(try await holds { stream.isWaitedFor })
      stream.say("{\"lost\":{}}\n{\"events\":[]}\n")
      #expect(try client.lines(2) == ["{\"lost\":{}}", "{\"events\":[]}"])
    }
  }

  @Test func theConnectionGoesOnBesideTheStreamAndAfterIt() async throws {
    try await withService(journal) { service in
      let client = try service.rawClient()
      try client.send("{\"keys\":{\"scanner\":\"usb-1\"}}\n{\"status\":{}}\n")
      _ = try client.line()
      #expect(field("status", of: try client.line()) != nil)
      try client.send("{\"keys\":{\"scanner\":\"usb-1\"}}\n")
      #expect(errorCode(try client.line()) == "already-following")
      stream.say(.last(Array("{\"ended\":{}}\n".utf8)))
      #expect(try client.line() == "{\"ended\":{}}")
      try client.send("{\"keys\":{\"scanner\":\"usb-2\"}}\n")
      #expect(field("keys", of: try client.line()) != nil)
    }
  }

  @Test func aClientThatHasClosedItsWritingSideGetsTheStreamToItsEnd() async throws {
    try await withService(journal) { service in
      let client = try service.rawClient()
      try client.send("{\"keys\":{\"scanner\":\"usb-1\"}}\n")
      client.finishSending()
      _ = try client.line()
      #expect(try await holds { stream.isWaitedFor })
      stream.say(.last(Array("{\"ended\":{}}\n".utf8)))
      #expect(try client.linesToEnd() == ["{\"ended\":{}}"])
    }
  }

  /// One piece is on its way; no more is fetched, and nobody else waits.
  @Test func aClientThatDoesNotReadIsSentNoMore() async throws {
    try await withService(journal) { service in
      let client = try service.rawClient()
      try client.send("{\"keys\":{\"scanner\":\"usb-1\"}}\n")
      _ = try client.line()
      let line = String(repeating: "x", count: 15_999) + "\n"
      for _ in 0..<100 { stream.say(line) }
      try await Task.sleep(for: .milliseconds(200))
      #expect(stream.asked < 20)
      let other = try service.follower(after: "0")
      service.publish()
      #expect(try other.line() == sampleLine(1))
      #expect(try client.lines(100) == Array(repeating: String(line.dropLast()), count: 100))
    }
  }

  @Test func nothingKeepsAStreamWhoseClientIsGone() async throws {
    weak let gone: MemoryStream?
    do {
      let stream = MemoryStream()
      gone = stream
      journal.stream.withLock { $0 = stream }
    }
    try await withService(journal) { service in
      var client: RawClient? = try service.rawClient()
      try client?.send("{\"keys\":{\"scanner\":\"usb-1\"}}\n")
      _ = try client?.line()
      #expect(try await holds { gone?.isWaitedFor ?? false })
      journal.stream.withLock { $0 = nil }
      client = nil
      #expect(try await holds { gone == nil })
    }
  }

  @Test func theMemoryOfAStreamIsChargedUntilItEnds() async throws {
    try await withService(journal) { service in
      let client = try service.rawClient()
      try client.send("{\"keys\":{\"scanner\":\"usb-1\"}}\n")
      _ = try client.line()
      #expect(try service.client().ask(.clients).clients.first?.bytes ?? 0 >= 100_000)
      stream.say(.last(Array("{\"ended\":{}}\n".utf8)))
      _ = try client.line()
      #expect(
        try await holds {
          (try? service.client().ask(.clients).clients.first?.bytes ?? 0).map { $0 < 100_000 }
            ?? false
        })
    }
  }

  @Test(arguments: ["{\"keys\":{\"scanner\":\"usb-1\"}}", "{\"clients\":{}}"])
  func whoIsNoAdministratorIsRefused(request: String) {
    let lanes = Lanes()
    defer { lanes.close() }
    let handler = RequestHandler(source: journal, limits: FeedLimits(), lanes: lanes)
    let answer = Mutex("")
    handler.handle(Array(request.utf8), from: Peer(uid: 1001, isAdministrator: false)) { outcome in
      guard case .answer(let line) = outcome else { return }
      answer.withLock { $0 = String(decoding: line, as: UTF8.self) }
    }
    #expect(errorCode(answer.withLock { $0 }) == "not-allowed")
    #expect(stream.asked == 0)
  }

  /// Waits until something holds; false if it does not within some seconds.
  private func holds(_ condition: () -> Bool) async throws -> Bool {
    for _ in 0..<500 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
    return condition()
  }
}
