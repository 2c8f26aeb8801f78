// SPDX-License-Identifier: Apache-2.0

import Feed
import Testing
import Wire

@Suite struct AnswerTests {
  @Test func theFirstLineIntroducesTheServer() async throws {
    try await withService(MemoryJournal(records: 7)) { service in
      service.journal.retain(from: 3)
      let line = try RawClient(path: service.path).line()
      #expect(
        line
          == #"{"hello":{"protocol":1,"version":"1.2.3","host":"kiosk","#
          + #""journal":"11111111-1111-4111-8111-111111111111","oldest":3,"head":7}}"#)
    }
  }

  @Test func statusAndScannersAreTheSources() async throws {
    try await withService { service in
      try expect(
        service, "{\"status\":{}}\n{\"scanners\":{},\"id\":-2}\n",
        [statusLine, #"{"id":-2,"scanners":{"scanners":[],"ignored":[]}}"#])
    }
  }

  @Test func theEndOfEachConnectionThatHasAskedIsToldOnce() async throws {
    try await withService { service in
      _ = try service.rawClient()
      for _ in 0..<3 { _ = try service.answers(to: "{\"status\":{}}\n") }
      let deadline = ContinuousClock.now + .seconds(20)
      while service.journal.endedPeers.count < 3, ContinuousClock.now < deadline {
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(service.journal.endedPeers.count == 3)
      #expect(Set(service.journal.endedPeers.map(\.connection)).count == 3)
    }
  }

  @Test func aReadIsOneBatch() async throws {
    try await withService(MemoryJournal(records: 5)) { service in
      let some = try service.answers(to: "{\"id\":\"x\",\"read\":{\"after\":1,\"limit\":2}}\n")
      #expect(
        some == [
          "{\"id\":\"x\",\"records\":[\(object(2)),\(object(3))],\"through\":3,\"head\":5}"
        ])
      let rest = try service.answers(to: "{\"read\":{\"after\":4}}\n")
      #expect(rest == ["{\"records\":[\(object(5))],\"through\":5,\"head\":5}"])
      for after in ["5", "\"now\""] {
        let none = try service.answers(to: "{\"read\":{\"after\":\(after)}}\n")
        #expect(none == ["{\"records\":[],\"through\":5,\"head\":5}"])
      }
    }
  }

  @Test func aReadOfRecordsThatAreGoneSaysWhichAreMissing() async throws {
    try await withService(MemoryJournal(records: 5)) { service in
      service.journal.retain(from: 5)
      try expect(
        service, "{\"read\":{\"after\":1}}\n",
        [
          "{\"records\":[\(object(5))],\"through\":5,\"head\":5,"
            + "\"gap\":{\"from\":2,\"to\":4,\"cause\":\"retention\"}}"
        ])
    }
  }

  @Test func aReadWithAFilterSaysHowFarItHasLooked() async throws {
    var limits = FeedLimits()
    limits.throughSpan = 10
    try await withService(MemoryJournal(records: 25, scanLimit: 5), limits: limits) { service in
      let request = "{\"read\":{\"after\":1,\"stations\":[\"none\"]}}\n"
      try expect(
        service, request,
        [#"{"records":[],"through":11,"head":25}"#])
    }
  }

  @Test func aReadThatMayWaitLooksOnAndWaitsForAFirstRecord() async throws {
    try await withService(MemoryJournal(records: 25, scanLimit: 10)) { service in
      let client = try service.rawClient()
      try client.send(
        "{\"read\":{\"after\":1,\"stations\":[\"none\"],\"waitMilliseconds\":60000}}\n")
      #expect(client.isSilent())
      service.publish(3)
      #expect(client.isSilent())
      service.publish { $0.station = "none" }
      let line = try client.line()
      #expect(field("through", of: line) == .integer(29))
      #expect(line?.contains("\"cursor\":29,") == true)
    }
  }

  @Test func aReadThatHasWaitedInVainIsAnswered() async throws {
    try await withService(MemoryJournal(records: 2)) { service in
      let lines = try service.answers(
        to: "{\"id\":1,\"read\":{\"after\":\"now\",\"waitMilliseconds\":30}}\n")
      #expect(lines == [#"{"id":1,"records":[],"through":2,"head":2}"#])
    }
  }

  @Test func aReadThatWaitsIsToldWhenTheJournalIsReplaced() async throws {
    try await withService(MemoryJournal(records: 2)) { service in
      let client = try service.rawClient()
      try client.send("{\"read\":{\"after\":\"now\",\"waitMilliseconds\":60000}}\n")
      #expect(try await settles { service.journal.pageCount == 1 })
      service.journal.replace()
      service.server.announce()
      #expect(errorCode(try client.line()) == "journal-changed")
    }
  }

  @Test func aLongAnswerIsCutAndSaysWhereToGoOn() async throws {
    var limits = FeedLimits()
    limits.answerBytes = 2 * (sampleRecord(1).body.count + 40)
    try await withService(MemoryJournal(records: 5), limits: limits) { service in
      try expect(
        service, "{\"read\":{}}\n",
        ["{\"records\":[\(object(1)),\(object(2))],\"through\":2,\"head\":5}"])
      let trace = try service.answers(to: "{\"trace\":{\"lot\":\"C202507\"}}\n").first
      #expect(trace?.hasSuffix("],\"through\":2,\"head\":5,\"complete\":false}}") == true)
    }
  }

  @Test func aTraceSaysWhetherItIsComplete() async throws {
    try await withService(MemoryJournal(records: 5)) { service in
      try expect(
        service, "{\"trace\":{\"serial\":\"HD-3\"}}\n",
        ["{\"trace\":{\"records\":[\(object(3))],\"through\":5,\"head\":5,\"complete\":true}}"])
      try expect(
        service, "{\"trace\":{\"lot\":\"C202507\",\"limit\":1,\"after\":1}}\n",
        ["{\"trace\":{\"records\":[\(object(2))],\"through\":2,\"head\":5,\"complete\":false}}"])
    }
  }

  @Test(arguments: ["{\"read\":{}}", "{\"trace\":{\"lot\":\"x\"}}"])
  func aJournalThatCannotBeReadIsAnAnswer(request: String) async throws {
    try await withService(MemoryJournal(records: 1)) { service in
      service.journal.fail(with: RequestError(.journalUnreadable, "Input/output error."))
      try expect(
        service, request + "\n{\"status\":{}}\n",
        [
          #"{"error":{"code":"journal-unreadable","text":"Input/output error."}}"#,
          statusLine,
        ])
    }
  }

  @Test func requestsSentTogetherAreAnsweredInOrder() async throws {
    try await withService(MemoryJournal(records: 3)) { service in
      let requests = (0..<500).map { id in
        switch id % 4 {
        case 0: "{\"id\":\(id),\"status\":{}}\n"
        case 1: "{\"id\":\(id),\"read\":{}}\n"
        case 2: "{\"id\":\(id),\"read\":{\"after\":\"now\",\"waitMilliseconds\":1}}\n"
        default: "{\"id\":\(id),\"nonsense\":{}}\n"
        }
      }
      let lines = try service.answers(to: requests.joined())
      #expect(lines.map { field("id", of: $0) } == (0..<500).map { .integer($0) })
    }
  }

  private func expect(
    _ service: Service, _ requests: String, _ expected: [String],
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let answers = try service.answers(to: requests)
    #expect(answers == expected, sourceLocation: location)
  }

  private var statusLine: String {
    "{\"status\":\(String(decoding: sampleStatus.json, as: UTF8.self))}"
  }

  private func object(_ cursor: Int64) -> String {
    String(sampleLine(cursor).dropFirst(10).dropLast())
  }
}
