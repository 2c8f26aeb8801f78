// SPDX-License-Identifier: Apache-2.0

import Feed
import Testing
import Wire

@testable import FeedClient

@Suite struct FeedClientTests {
  @Test func everyKindOfLineIsUnderstood() async throws {
    try await withService(MemoryJournal(records: 3)) { service in
      service.journal.retain(from: 2)
      let client = try service.client()
      #expect(client.hello.version == "1.2.3" && client.hello.host == "kiosk")
      #expect(client.hello.oldest == 2 && client.hello.head == 3)
      #expect(try client.ask(.status) == .object(["state": .string("well")]))
      #expect(try client.ask(.scanners) == .array([]))
      let gap = Gap(from: 1, to: 1, cause: "retention")
      let records = [sampleRecord(2), sampleRecord(3)]
      let jsons = [2, 3].map { Array(sampleLine($0).utf8.dropFirst(10).dropLast()) }
      let batch = Batch(records: records, json: jsons, through: 3, head: 3, gap: gap)
      #expect(try client.ask(.read(.init(after: .cursor(0)))) == .records(batch))
      let trace = try client.ask(.trace(.init(serial: "HD-3")))
      guard case .trace(let answer) = trace else {
        throw RawClient.Failure(description: "\(trace)")
      }
      #expect(answer.records == [sampleRecord(3)] && answer.complete && answer.head == 3)
      try client.send(.follow(.init(after: .cursor(0))), id: .string("f\""))
      let answers = try (0..<4).map { _ in try #require(try client.next()) }
      #expect(answers.allSatisfy { $0.id == .string("f\"") })
      let following = Following(after: 0, journal: service.journal.journal)
      #expect(answers.map(\.message).prefix(2) == [.following(following), .gap(gap)])
      let json = Array(sampleLine(2).utf8.dropFirst(10).dropLast())
      #expect(answers[2].message == .record(sampleRecord(2), json: json))
    }
  }

  @Test func theServersErrorIsThrownWithItsCode() async throws {
    try await withService { service in
      let client = try service.client()
      let error = #expect(throws: FeedClientError.self) {
        try client.ask(.read(.init(after: .cursor(9))))
      }
      guard case .server(let reason) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(reason.code == "cursor-ahead")
      #expect(try client.ask(.status) == .object(["state": .string("well")]))
    }
  }

  @Test func theNastiestLabelsArriveUnchangedInSafeLines() async throws {
    let nasty = [
      Array((0...0x1F) as ClosedRange<UInt8>),
      Array("\u{7f}\u{80}\u{9f}\u{202e}\u{2066}\"\\🧀".utf8),
      Array("\"},{\"verdict\":\"accepted\"\r\n".utf8), [0xFF, 0xFE, 0x00], Array("\u{2028}".utf8),
    ]
    try await withService { service in
      let client = try service.client()
      try client.send(.follow(.init(after: .start)))
      _ = try client.next()
      for data in nasty {
        service.publish { $0.data = data }
        let line = try #require(try client.nextLine())
        #expect(String(decoding: line, as: UTF8.self).unicodeScalars.allSatisfy(isSafe))
        guard case .record(let record, _) = try Answer(parsing: line).message else {
          Issue.record("no record")
          continue
        }
        #expect(record.data == data)
      }
    }
  }

  @Test func thereIsAnAnswerAfterTheClientHasFinishedSending() async throws {
    try await withService { service in
      let client = try service.client()
      try client.send(.ask(.status))
      client.finishSending()
      #expect(try client.next()?.message == .other(["status": .object(["state": .string("well")])]))
      #expect(try client.next() == nil)
    }
  }

  @Test func timeRunsOutAndTheNextLineStillComes() async throws {
    try await withService { service in
      let client = try service.client()
      try client.send(.follow(.init(after: .now)))
      _ = try client.next()
      #expect(throws: FeedClientError.timeout) { try client.next(timeout: .milliseconds(20)) }
      #expect(throws: FeedClientError.timeout) { try client.next(timeout: .zero) }
      service.publish()
      guard case .record(let record, _) = try client.next()?.message else {
        Issue.record("no record")
        return
      }
      #expect(record == sampleRecord(1))
    }
  }

  @Test func oneConnectionTooManyIsRefusedWithTheReason() async throws {
    var limits = FeedLimits()
    limits.connections = 0
    try await withService(limits: limits) { service in
      let error = #expect(throws: FeedClientError.self) { try service.client() }
      guard case .refused(let reason) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(reason.code == "too-many-connections")
    }
  }

  private func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
