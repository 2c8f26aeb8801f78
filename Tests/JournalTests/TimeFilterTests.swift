// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct TimeFilterTests {
  @Test func recordsOfATimeAreFoundAlsoWhereTheClockWasSetBack() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection(path: directory.database, now: 0)
    var random = SeededGenerator(seed: seed)
    var second: Int64 = 50_000
    var times: [Int64] = []
    for number in 0..<3000 {
      second += Int64.random(in: 0...400, using: &random)
      if Int.random(in: 0..<300, using: &random) == 0 { second -= 90_000 }
      times.append(second)
      try connection.append([scan(serial: "S\(number)", second: second)], rules: Rules())
    }
    let reader = try Reader(path: directory.database)
    for _ in 0..<60 {
      let span = (times.min() ?? 0) - 5000...(times.max() ?? 0) + 5000
      let bounds = [0, 0].map { _ in Int64.random(in: span, using: &random) }
      let since = Bool.random(using: &random) ? bounds.min() : nil
      let until = Bool.random(using: &random) ? bounds.max() : nil
      let wanted = times.enumerated().filter {
        since ?? .min <= $0.element && $0.element < until ?? .max
      }
      let found = try reader.cursors(since: since, until: until, head: connection.header.cursor)
      #expect(found == wanted.map { Int64($0.offset + 1) }, "seed \(seed)")
    }
  }

  @Test func whatIsOutsideIsNotEvenLookedAt() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection(path: directory.database, now: 0)
    for day in 0..<30 {
      let scans = (0..<1000).map { scan(serial: "\(day)-\($0)", second: Int64(day * 86_400)) }
      try connection.append(scans, rules: Rules())
    }
    let reader = try Reader(path: directory.database)
    var filter = RecordFilter()
    filter.since = scan(serial: "", second: 28 * 86_400).time
    filter.until = scan(serial: "", second: 28 * 86_400 + 10).time
    let first = try reader.page(
      after: 0, filter: filter, limits: PageLimits(records: 10), head: 30_000)
    #expect(first.records.first?.cursor == 28_001)
    let last = try reader.page(
      after: 28_990, filter: filter, limits: PageLimits(records: 100), head: 30_000)
    #expect(last.records.map(\.cursor) == Array(28_991...29_000))
    #expect(last.through == 29_000)
    #expect(
      try reader.page(after: 29_000, filter: filter, limits: PageLimits(records: 10), head: 30_000)
        .through == 30_000)
  }
}

extension Reader {
  fileprivate func cursors(since: Int64?, until: Int64?, head: Int64) throws -> [Int64] {
    var filter = RecordFilter()
    filter.since = since.map { scan(serial: "", second: $0).time }
    filter.until = until.map { scan(serial: "", second: $0).time }
    var cursors: [Int64] = []
    var after: Int64 = 0
    while after < head {
      let page = try page(
        after: after, filter: filter, limits: PageLimits(records: 100), head: head)
      cursors += page.records.map(\.cursor)
      after = page.through
    }
    return cursors
  }
}
