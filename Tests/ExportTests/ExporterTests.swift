// SPDX-License-Identifier: Apache-2.0

import SystemCalls
import TerminalIO
import Testing
import Wire

@testable import Export
@testable import FeedClient

@Suite struct ExporterTests {
  /// A journal whose oldest record is `oldest`, read in pages of three, as the daemon answers.
  private struct Pages {
    var oldest: Int64 = 1
    var head: Int64

    var hello: Hello {
      Hello(protocol: 1, version: "1", host: "h", journal: "j", oldest: oldest, head: head)
    }

    /// More was scanned since the daemon introduced itself.
    func page(_ request: Request.Read) -> RecordBatch {
      #expect(request.journal == "j")
      var after: Int64 = oldest - 1
      if case .cursor(let cursor) = request.after { after = cursor }
      let gap = after < oldest - 1 ? Gap(from: after + 1, to: oldest - 1, cause: "retention") : nil
      let start = max(after, oldest - 1)
      let cursors = Array((start + 1)...(start + 3)).filter { $0 <= head + 2 }
      let records = cursors.map { cursor in
        var record = hairdryer()
        record.cursor = cursor
        return record
      }
      return RecordBatch(
        records: records.map { EncodedRecord($0, body: Array("{}".utf8)) },
        through: cursors.last ?? start, head: head + 2, gap: gap)
    }
  }

  /// The lines of an export of these records.
  private func lines(_ cursors: ClosedRange<Int>) -> String {
    cursors.map { "{\"cursor\":\($0),}\n" }.joined()
  }

  /// The export, and the bytes of each write.
  private func export(
    _ pages: Pages, after: Request.Start = .start, through: Int64? = nil
  ) throws -> (exporter: Exporter, chunks: [String]) {
    var exporter = try Exporter(
      Request.Read(after: after), through: through, hello: pages.hello)
    var chunks: [String] = []
    var encoder: any RecordEncoder = JSONLinesEncoder()
    try exporter.run(reading: pages.page, to: &encoder) { bytes in
      if !bytes.isEmpty { chunks.append(String(decoding: bytes, as: UTF8.self)) }
    } progress: { exporter in
      #expect(exporter.progress.done <= exporter.progress.all)
    }
    return (exporter, chunks)
  }

  @Test func itEndsWithTheNewestRecordThereWasAtTheBeginning() throws {
    let (exporter, chunks) = try export(Pages(head: 7))
    #expect(chunks == [lines(1...3), lines(4...6), lines(7...7)])
    #expect(exporter.written == 7)
    #expect(
      exporter.summary(.jsonl)
        == "7 records exported, through cursor 7. To go on: --after 7 --journal j")
  }

  @Test func itGoesOnWhereTheLastOneEnded() throws {
    let first = try export(Pages(head: 5)).chunks.joined()
    let second = try export(Pages(head: 9), after: .cursor(5)).chunks.joined()
    #expect(first + second == lines(1...9))
  }

  @Test func throughIsTheLastOne() throws {
    #expect(try export(Pages(head: 9), after: .cursor(2), through: 4).chunks == [lines(3...4)])
    #expect(try export(Pages(head: 4), through: 400).exporter.reached == 4)
  }

  @Test func anEmptyJournalAndNothingNewAreNoErrors() throws {
    for (pages, start) in [(Pages(head: 0), .start), (Pages(head: 6), Request.Start.cursor(6))] {
      let (exporter, chunks) = try export(pages, after: start)
      #expect(chunks.isEmpty)
      #expect(exporter.written == 0)
      #expect(exporter.reached == pages.head)
    }
  }

  @Test func recordsThatAreGoneAreNamed() throws {
    let (exporter, chunks) = try export(Pages(oldest: 5, head: 7), after: .cursor(2))
    #expect(chunks.joined() == lines(5...7))
    #expect(
      exporter.gapSentences == [
        "Records 3 to 4 are no longer in the journal (retention); they are missing in the export."
      ])
  }

  @Test func fromTheStartNothingIsMissing() throws {
    #expect(try export(Pages(oldest: 5, head: 7)).exporter.gaps.isEmpty)
  }

  @Test func whatIsGoneBehindTheEndIsNoGap() throws {
    let (exporter, chunks) = try export(Pages(oldest: 50, head: 60), after: .cursor(2), through: 9)
    #expect(chunks.isEmpty)
    #expect(exporter.gaps.map(\.to) == [9])
    #expect(exporter.reached == 9)
  }

  @Test func anotherJournalIsRefusedBeforeAnythingIsWritten() {
    let request = Request.Read(after: .cursor(3), journal: "old")
    #expect(throws: ExportError.journalChanged(asked: "old", now: "j")) {
      try Exporter(request, through: nil, hello: Pages(head: 9).hello)
    }
  }

  @Test func aServerThatDoesNotGetOnIsNotAskedForEver() throws {
    var exporter = try Exporter(
      Request.Read(after: .cursor(3)), through: nil, hello: Pages(head: 9).hello)
    var encoder: any RecordEncoder = JSONLinesEncoder()
    var asked = 0
    #expect(throws: ExportError.self) {
      try exporter.run(
        reading: { _ in
          asked += 1
          return RecordBatch(records: [], through: 3, head: 9)
        }, to: &encoder, { _ in }, progress: { _ in })
    }
    #expect(asked == 1)
  }

  @Test func whatCouldNotBeWrittenIsNotCounted() throws {
    var exporter = try Exporter(
      Request.Read(after: .start), through: nil, hello: Pages(head: 9).hello)
    var encoder: any RecordEncoder = JSONLinesEncoder()
    var chunks = 0
    #expect(throws: ExportError.output(.cannotWrite("f", .noSpace))) {
      try exporter.run(
        reading: Pages(head: 9).page, to: &encoder,
        { _ throws(OutputError) in
          chunks += 1
          if chunks == 2 { throw .cannotWrite("f", .noSpace) }
        }, progress: { _ in })
    }
    #expect(exporter.written == 3)
    #expect(exporter.reached == 3)
  }

  @Test func whatTheFormatHasNoPlaceForIsSaid() throws {
    var exporter = try Exporter(
      Request.Read(after: .start), through: nil, hello: Pages(head: 3).hello)
    var encoder: any RecordEncoder = EPCISEncoder(created: Timestamp(microseconds: 0)) { _ in 0 }
    var batch = Pages(head: 1).page(Request.Read(after: .start, journal: "j"))
    var record = try batch.records[1].record
    record.subject.identity = nil
    batch.records[1] = EncodedRecord(record, body: record.body)
    try exporter.run(reading: { _ in batch }, to: &encoder, { _ in }, progress: { _ in })
    #expect(
      exporter.summary(.epcis)
        == "2 events exported, through cursor 3. 1 accepted scan named no object and had no place "
        + "there. To go on: --after 3 --journal j")
  }
}
