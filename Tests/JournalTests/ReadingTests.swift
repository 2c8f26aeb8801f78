// SPDX-License-Identifier: Apache-2.0

import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct ReadingTests {
  let directory: TemporaryDirectory
  let journal: ScanJournal

  init() throws {
    directory = try TemporaryDirectory()
    journal = try ScanJournal(in: directory)
    for number in 1...60 {
      let step = number % 3 == 0 ? "shipping" : "packing"
      journal.append(
        number % 2 == 0
          ? scan(serial: "S\(number)", step: step)
          : scan("]C101\(gtin)10LOT-\(number % 5)", step: step))
    }
    journal.close()
  }

  @Test(arguments: [1, 7, 60, 100]) func pagesOfAnySizeGiveEveryRecordOnce(limit: Int) throws {
    var cursors: [Int64] = []
    var after: Int64 = 0
    while after < 60 {
      let page = try journal.page(
        after: after, filter: RecordFilter(), limits: PageLimits(records: limit))
      cursors += page.records.map(\.cursor)
      #expect(page.through > after)
      after = page.through
    }
    #expect(cursors == (1...60).map { Int64($0) })
  }

  @Test func aFilterPassesOverRecordsAndSaysHowFarItLooked() throws {
    var filter = RecordFilter()
    filter.steps = ["shipping"]
    filter.lots = ["LOT-3", "LOT-1"]
    let page = try journal.page(after: 0, filter: filter, limits: PageLimits(records: 100))
    #expect(page.records.map(\.cursor) == [3, 21, 33, 51])
    #expect(page.through == 60)
  }

  @Test func aFilterThatMatchesNothingStillGoesOn() throws {
    var filter = RecordFilter()
    filter.stations = ["nowhere"]
    let page = try journal.page(after: 10, filter: filter, limits: PageLimits(records: 100))
    #expect(page.records.isEmpty)
    #expect(page.through == 60)
  }

  @Test func aTraceFindsTheRecordsOfASerialALotAndAGTIN() throws {
    #expect(try cursors(Request.Trace(serial: "S10")) == [10])
    #expect(try cursors(Request.Trace(lot: "LOT-3")) == [3, 13, 23, 33, 43, 53])
    #expect(try cursors(Request.Trace(gtin: gtin, limit: 1000)) == (1...60).map { Int64($0) })
    #expect(try cursors(Request.Trace(gtin: gtin, serial: "S11")) == [])
    #expect(try cursors(Request.Trace(lot: "LOT-3", after: 33)) == [43, 53])
  }

  @Test func aTraceIsAnsweredFromAnIndex() throws {
    let database = try Database(path: directory.database, flags: 1)
    for key in ["gtin", "lot", "serial", "sscc"] {
      let plan = try #require(
        try database.explain(
          "SELECT cursor, body FROM record WHERE cursor > 0 AND cursor <= 60 AND \(key) IN ('x') "
            + "ORDER BY cursor"))
      #expect(plan.contains("USING INDEX record_\(key)"), "\(plan)")
    }
  }

  @Test func theRecordsOfAFrequentSerialComeInOrderPageByPage() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    for number in 1...1_400 {
      journal.append(
        scan(serial: number % 2 == 0 ? "often" : "rare\(number)", step: "\(number % 7)"))
    }
    journal.close()
    let request = Request.Trace(serial: "often")
    var found: [Int64] = []
    var after: Int64 = 0
    while after < 1_400 {
      // No time at all: each page ends where the clock is asked first.
      let page = try journal.trace(
        request, after: after, limits: PageLimits(records: 1_000, time: .zero))
      #expect(page.looked < 20)
      found += page.records.map(\.cursor)
      after = page.through
    }
    #expect(found == (1...700).map { Int64(2 * $0) })
    #expect(
      try journal.trace(Request.Trace(serial: "rare77"), after: 0, limits: PageLimits(records: 9))
        .records.map(\.cursor) == [77])
  }

  private func cursors(_ request: Request.Trace) throws -> [Int64] {
    try journal.trace(request, after: request.after, limits: PageLimits(records: request.limit))
      .records.map(\.cursor)
  }
}

extension Database {
  /// The first line of EXPLAIN QUERY PLAN.
  fileprivate func explain(_ sql: String) throws -> String? {
    let statement = try prepare("EXPLAIN QUERY PLAN " + sql)
    return try statement.step() ? statement.text(3) : nil
  }
}
