// SPDX-License-Identifier: Apache-2.0

import Feed
import FeedClient
import Foundation
import Testing
import Wire

@Suite struct FollowSequenceTests {
  @Test func aQuestionIsAnsweredWithItsType() async throws {
    try await withService { service in
      let client = ScanClient(path: service.path)
      let status = try await client.ask(.status)
      #expect(status == sampleStatus)
      let error = await #expect(throws: FeedClientError.self) {
        try await client.ask(Request.Read(after: .cursor(9)))
      }
      guard case .server(let reason) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(reason.code == .cursorAhead)
    }
  }

  @Test func recordsGoOnAfterTheDaemonRestartsWithoutGapOrDouble() async throws {
    try await withTemporaryDirectory { directory in
      let journal = MemoryJournal(records: 3)
      let path = directory + "/scand.sock"
      var server = try start(journal, at: path)
      var events = ScanClient(path: path).follow(after: .start).makeAsyncIterator()
      var cursors: [Int64] = []
      for _ in 0..<4 {
        while Int64(cursors.count) < journal.bounds().head {
          if case .record(_, let encoded)? = try await events.next() {
            cursors.append(encoded.cursor)
          }
        }
        server.shutdown()
        for _ in 0..<5 { journal.append() }
        server = try start(journal, at: path)
      }
      server.shutdown()
      #expect(cursors == Array(1...Int64(cursors.count)))
      #expect(cursors.count == 18)
    }
  }

  @Test func anotherJournalIsSaidAndReadFromItsBeginning() async throws {
    try await withService(MemoryJournal(records: 2)) { service in
      var events = ScanClient(path: service.path).follow(after: .start).makeAsyncIterator()
      for cursor in Int64(1)...2 {
        let event = try await events.next()
        #expect(self.cursor(of: event) == cursor)
      }
      service.journal.replace()
      service.publish(1)
      let change = try await events.next()
      #expect(change == .journalChanged(to: service.journal.journalID))
      let first = try await events.next()
      #expect(cursor(of: first) == 1)
    }
  }

  @Test func recordsThatAreGoneAreAGap() async throws {
    try await withService(MemoryJournal(records: 5)) { service in
      service.journal.retain(from: 4)
      var events = ScanClient(path: service.path).follow(after: .cursor(1)).makeAsyncIterator()
      let gap = try await events.next()
      #expect(gap == .gap(Gap(from: 2, to: 3)))
      let record = try await events.next()
      #expect(cursor(of: record) == 4)
    }
  }

  @Test func aSubscriberThatHasNotAcknowledgedIsNotSentDoubles() async throws {
    try await withTemporaryDirectory { directory in
      let journal = MemoryJournal(records: 3)
      let path = directory + "/scand.sock"
      var server = try start(journal, at: path)
      let client = ScanClient(path: path)
      var events = client.follow(after: .start, subscriber: "wms").makeAsyncIterator()
      for cursor in Int64(1)...3 {
        let event = try await events.next()
        #expect(self.cursor(of: event) == cursor)
      }
      _ = try await client.ask(Request.Acknowledge(subscriber: "wms", cursor: 1))
      server.shutdown()
      journal.append()
      server = try start(journal, at: path)
      let event = try await events.next()
      #expect(cursor(of: event) == 4)
      server.shutdown()
    }
  }

  @Test func aSequenceEndsWhenItsTaskIsCancelled() async throws {
    try await withService { service in
      let task = Task {
        var events = ScanClient(path: service.path).follow(after: .now).makeAsyncIterator()
        return try await events.next()
      }
      try await Task.sleep(for: .milliseconds(100))
      task.cancel()
      let event = try await task.value
      #expect(event == nil)
    }
  }

  @Test func withoutADaemonTheFirstElementIsAnError() async {
    let path = "/nowhere/scand.sock"
    await #expect(throws: FeedClientError.noSocket(path)) {
      for try await _ in ScanClient(path: path).follow(after: .start) {}
    }
  }

  @Test func aRefusedRequestIsAnError() async throws {
    try await withService(MemoryJournal(records: 1)) { service in
      let error = await #expect(throws: FeedClientError.self) {
        for try await _ in ScanClient(path: service.path).follow(after: .cursor(7)) {}
      }
      guard case .server(let reason) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(reason.code == .cursorAhead)
    }
  }

  private func start(_ journal: MemoryJournal, at path: String) throws -> FeedServer {
    let server = FeedServer(source: journal, version: "1", host: "h")
    try server.start(path: path)
    return server
  }

  private func cursor(of event: FollowEvent?) -> Int64? {
    if case .record(_, let encoded)? = event { encoded.cursor } else { nil }
  }
}
