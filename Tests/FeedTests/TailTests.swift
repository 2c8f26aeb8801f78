// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Feed

@Suite struct TailTests {
  @Test func anEmptyTailHasNoPage() {
    #expect(cursors(Tail(), after: 0) == nil)
  }

  @Test func itHasTheRecordsAfterACursorIfItHasAllOfThem() {
    var tail = Tail()
    tail.append(records(5...9), of: "j")
    #expect(cursors(tail, after: 3) == nil)
    #expect(cursors(tail, after: 4) == [5, 6, 7, 8, 9])
    #expect(cursors(tail, after: 8) == [9])
    #expect(cursors(tail, after: 9) == nil)
    #expect(cursors(tail, after: 4, of: "k") == nil)
  }

  @Test func recordsThatDoNotContinueItBeginItAnew() {
    var tail = Tail()
    tail.append(records(1...3), of: "j")
    tail.append(records(5...6), of: "j")
    #expect(cursors(tail, after: 3) == nil)
    #expect(cursors(tail, after: 4) == [5, 6])
    tail.append(records(2...2) + records(4...4), of: "j")
    #expect(cursors(tail, after: 1) == nil)
    #expect(cursors(tail, after: 3) == [4])
  }

  @Test func recordsOfAnotherJournalBeginItAnew() {
    var tail = Tail()
    tail.append(records(1...3), of: "j")
    tail.append(records(4...4), of: "k")
    #expect(cursors(tail, after: 0) == nil)
    #expect(cursors(tail, after: 3) == nil)
    #expect(cursors(tail, after: 3, of: "k") == [4])
  }

  @Test func itKeepsTheNewest256() {
    var tail = Tail()
    for cursor in Int64(1)...1_000 { tail.append(records(cursor...cursor), of: "j") }
    #expect(cursors(tail, after: 743) == nil)
    #expect(cursors(tail, after: 744) == Array(745...1_000))
    tail.append(records(1_001...2_000), of: "j")
    #expect(cursors(tail, after: 1_743) == nil)
    #expect(cursors(tail, after: 1_744) == Array(1_745...2_000))
  }

  @Test func itKeepsNoMoreThan256KiB() {
    var tail = Tail()
    let long = [UInt8](repeating: 0x20, count: 100_000)
    for cursor in Int64(1)...5 {
      tail.append([EncodedRecord(sampleRecord(cursor), body: long)], of: "j")
    }
    #expect(cursors(tail, after: 2) == nil)
    #expect(cursors(tail, after: 3) == [4, 5])
    let longer = EncodedRecord(sampleRecord(6), body: long + long + long)
    tail.append([longer], of: "j")
    #expect(cursors(tail, after: 5) == nil)
    tail.append(records(7...7), of: "j")
    #expect(cursors(tail, after: 6) == [7])
  }

  @Test func aFilterPassesOverRecordsAndALimitStopsBeforeTheNext() {
    var tail = Tail()
    tail.append(records(1...10), of: "j")
    var filter = RecordFilter()
    filter.stations = ["odd"]
    let all = tail.page(after: 2, of: "j", filter: filter, limit: 100)
    #expect(all?.records.map(\.cursor) == [3, 5, 7, 9])
    #expect(all?.through == 10)
    let some = tail.page(after: 2, of: "j", filter: filter, limit: 2)
    #expect(some?.records.map(\.cursor) == [3, 5])
    #expect(some?.through == 5)
  }

  private func records(_ cursors: ClosedRange<Int64>) -> [EncodedRecord] {
    cursors.map { cursor in
      let record = sampleRecord(cursor)
      return EncodedRecord(record, body: record.body)
    }
  }

  private func cursors(_ tail: Tail, after cursor: Int64, of journal: String = "j") -> [Int64]? {
    tail.page(after: cursor, of: journal, filter: RecordFilter(), limit: 1_000)?
      .records.map(\.cursor)
  }
}
