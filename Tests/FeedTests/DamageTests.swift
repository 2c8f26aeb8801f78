// SPDX-License-Identifier: Apache-2.0

import Feed
import FeedClient
import Testing
import Wire

/// Damaged records are told, and everything goes on after them.
@Suite struct DamageTests {
  @Test func aFollowGoesOnAfterADamagedRecord() async throws {
    try await withService(MemoryJournal(records: 5)) { service in
      service.journal.damage(2, 3)
      var events = ScanClient(path: service.path).follow(after: .start).makeAsyncIterator()
      var came: [String] = []
      while came.count < 4, let event = try await events.next() { came.append(words(event)) }
      #expect(came == ["1", "record-damaged 2-3", "4", "5"])
    }
  }

  @Test func readEndsBeforeADamagedRecordAndBeginsAfterIt() async throws {
    try await withService(MemoryJournal(records: 7)) { service in
      service.journal.damage(1, 4, 7)
      let client = ScanClient(path: service.path)
      var answers: [String] = []
      var after: Int64 = 0
      while after < 7 {
        let batch = try await client.ask(Request.Read(after: .cursor(after)))
        let gap = batch.gap.map { "\($0.cause) \($0.from)-\($0.to), " } ?? ""
        answers.append("\(gap)\(batch.records.map(\.cursor)) \(batch.through)")
        #expect(batch.through > after)
        after = batch.through
      }
      #expect(
        answers == [
          "record-damaged 1-1, [2, 3] 3", "record-damaged 4-4, [5, 6] 6",
          "record-damaged 7-7, [] 7",
        ])
    }
  }

  @Test func traceListsDamagedRecordsBesideTheOthers() async throws {
    try await withService(MemoryJournal(records: 5)) { service in
      service.journal.damage(1, 4, 5)
      let answer = try await ScanClient(path: service.path).ask(Request.Trace(lot: "C202507"))
      #expect(answer.records.map(\.cursor) == [2, 3])
      #expect(
        answer.gaps == [
          Gap(from: 1, to: 1, cause: Gap.damage), Gap(from: 4, to: 5, cause: Gap.damage),
        ])
      #expect(answer.complete && answer.through == 5)
    }
  }

  private func words(_ event: FollowEvent) -> String {
    switch event {
    case .record(_, let encoded): "\(encoded.cursor)"
    case .gap(let gap): "\(gap.cause) \(gap.from)-\(gap.to)"
    default: "\(event)"
    }
  }
}
