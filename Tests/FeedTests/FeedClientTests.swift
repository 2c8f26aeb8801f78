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
      #expect(try client.ask(.status) == sampleStatus)
      #expect(try client.ask(.scanners) == ScannerList(scanners: [], ignored: []))
      let gap = Gap(from: 1, to: 1)
      let batch = try client.ask(Request.Read(after: .cursor(0)))
      #expect(try batch.records.map { try $0.record } == [sampleRecord(2), sampleRecord(3)])
      let jsons = [2, 3].map { Array(sampleLine($0).utf8.dropFirst(10).dropLast()) }
      #expect(batch.records.map(\.json) == jsons)
      #expect(batch.through == 3 && batch.head == 3 && batch.gap == gap)
      let trace = try client.ask(Request.Trace(serial: "HD-3"))
      #expect(try trace.records.map { try $0.record } == [sampleRecord(3)])
      #expect(trace.complete && trace.head == 3)
      try client.send(Request.Follow(after: .cursor(0)), id: .string("f\""))
      let answers = try (0..<4).map { _ in try #require(try client.next()) }
      #expect(answers.allSatisfy { $0.id == .string("f\"") })
      let following = Following(after: 0, journal: service.journal.journalID)
      #expect(answers.map(\.message).prefix(2) == [.following(following), .gap(gap)])
      #expect(answers[2].message == .record(batch.records[0]))
    }
  }

  @Test func theServersErrorIsThrownWithItsCode() async throws {
    try await withService { service in
      let client = try service.client()
      let error = #expect(throws: FeedClientError.self) {
        try client.ask(Request.Read(after: .cursor(9)))
      }
      guard case .server(let reason) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(reason.code == .cursorAhead)
      #expect(try client.ask(.status) == sampleStatus)
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
      try client.send(Request.Follow(after: .start))
      _ = try client.next()
      for data in nasty {
        service.publish { $0.data = data }
        let line = try #require(try client.nextLine())
        #expect(String(decoding: line, as: UTF8.self).unicodeScalars.allSatisfy(isSafe))
        guard case .record(let record) = try ServerLine(parsing: line).message else {
          Issue.record("no record")
          continue
        }
        #expect(try record.record.data == data)
      }
    }
  }

  @Test func thereIsAnAnswerAfterTheClientHasFinishedSending() async throws {
    try await withService { service in
      let client = try service.client()
      try client.send(Request.Status())
      client.finishSending()
      #expect(
        try Request.Status.answer(in: try #require(try client.nextLine())).get() == sampleStatus)
      #expect(try client.next() == nil)
    }
  }

  @Test func timeRunsOutAndTheNextLineStillComes() async throws {
    try await withService { service in
      let client = try service.client()
      try client.send(Request.Follow(after: .now))
      _ = try client.next()
      #expect(throws: FeedClientError.timeout) { try client.next(timeout: .milliseconds(20)) }
      #expect(throws: FeedClientError.timeout) { try client.next(timeout: .zero) }
      service.publish()
      guard case .record(let record) = try client.next()?.message else {
        Issue.record("no record")
        return
      }
      #expect(try record.record == sampleRecord(1))
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
      #expect(reason.code == .quotaExceeded)
    }
  }

  private func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
