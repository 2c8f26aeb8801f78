// SPDX-License-Identifier: Apache-2.0

// Reading connections never write and never checkpoint; the writing connection alone does both. Each
// query is one short statement, because a long read transaction would let the log grow without bound.
// Long answers are read page by page.

import CSQLite
import Wire

/// A read-only connection. One thread at a time uses it, which the compiler cannot check.
final class Reader: @unchecked Sendable {
  /// The most rows read for one page, however few of them match.
  private static let scanLimit = 10_000
  /// The most records of one serial whose cursors are sorted for a page.
  private static let sortedSerials = 500
  /// The most ranges of damaged records in one page.
  private static let gapLimit = 64
  /// The number of rows after which the clock is asked.
  private static let clockInterval = 8

  private let database: Database
  private var statements: [String: Statement] = [:]

  init(path: String) throws(JournalError) {
    database = try Database(path: path, flags: SQLITE_OPEN_READONLY, errorCode: .unreadable)
    try database.limitCache()
    try database.execute("PRAGMA query_only = ON")
    try database.addSealFunctions()
  }

  func page(
    after: Int64, filter: RecordFilter, limits: PageLimits, head: Int64
  ) throws(JournalError) -> RecordPage {
    guard let range = try range(after: after, through: head, of: filter) else {
      return RecordPage(through: head)
    }
    var query = RecordQuery(after: range.after, through: range.through)
    query.require(.serial, any: filter.serials)
    query.require(.lot, any: filter.lots)
    query.require(.gtin, any: filter.gtins)
    // The GTIN, lot or serial of a record that is not accepted may be wrong.
    if filter.namesGoods { query.require("verdict = 'accepted'") }
    query.require(any: filter.verdicts.map(\.rawValue).sorted(), of: "verdict")
    query.require(placeAndTimeOf: filter)
    try avoidSorting(&query)
    return try page(
      query, sql: query.sql(), limits: limits, through: range.through,
      isDense: query.readsAll)
  }

  func trace(
    _ request: Request.Trace, after: Int64, limits: PageLimits, head: Int64
  ) throws(JournalError) -> RecordPage {
    var query = RecordQuery(after: after, through: head)
    query.require(.serial, request.serial)
    query.require(.sscc, request.sscc)
    query.require(.lot, request.lot)
    query.require(.gtin, request.gtin)
    try avoidSorting(&query)
    return try page(query, sql: query.sql(), limits: limits, through: head, isDense: query.readsAll)
  }

  /// The first records that match `query`, within `limits`; those that are damaged are gaps.
  ///
  /// - Parameters:
  ///   - isDense: true if the query reads every record of its range, so that a missing one is seen.
  ///   - visit: is called with the statement at each matching row.
  func page(
    _ query: RecordQuery, sql: String, limits: PageLimits, through last: Int64, isDense: Bool,
    visit: (Statement) -> Void = { _ in }
  ) throws(JournalError) -> RecordPage {
    let statement = try prepared(sql)
    defer { statement.reset() }
    try query.bind(to: statement, limit: Self.scanLimit)
    var page = RecordPage(through: last)
    let isDense = isDense && query.start < last
    var expected = query.start &+ 1
    var bytes = 0
    let end = limits.time.map { ContinuousClock.now + $0 }
    while try statement.step() {
      page.looked += 1
      let cursor = statement.integer(0)
      // A damaged tree gives records twice, or of another range; a client would begin there again.
      guard cursor >= expected, cursor <= last else {
        throw database.damage("the records are not in the order of their cursors")
      }
      if isDense { try noteMissing(from: expected, before: cursor, in: &page) }
      expected = cursor &+ 1
      if statement.isNumber(1) {
        page.add(Gap(from: cursor, to: cursor, cause: Gap.damage))
      } else if !statement.isNull(1) {
        let body = statement.bytes(1)
        page.records.append(EncodedRecord(cursor: cursor, body: body))
        visit(statement)
        bytes += body.count
      }
      let isTimeToAsk = page.looked % Self.clockInterval == 0
      if page.looked == Self.scanLimit || page.records.count == limits.records
        || page.gaps.count == Self.gapLimit || bytes >= limits.bytes
        || isTimeToAsk && end.map({ $0 <= .now }) ?? false
      {
        page.through = cursor
        return page
      }
    }
    if isDense { try noteMissing(from: expected, before: last &+ 1, in: &page) }
    return page
  }

  /// Adds records that should be there and are not. Retention may have removed them after the caller learnt
  /// the bounds of the journal.
  private func noteMissing(
    from first: Int64, before next: Int64, in page: inout RecordPage
  ) throws(JournalError) {
    guard first < next else { return }
    let header = try prepared("SELECT oldest FROM journal WHERE id = 1")
    defer { header.reset() }
    let oldest = try header.step() ? header.integer(0) : first
    if first < oldest { page.add(Gap(from: first, to: min(oldest, next) - 1)) }
    if oldest < next {
      page.add(Gap(from: max(first, oldest), to: next - 1, cause: Gap.damage))
    }
  }

  /// Walks through all records for a serial that very many have, because their cursors would have to be sorted
  /// for each page: one step of SQLite that no limit of time can end.
  private func avoidSorting(_ query: inout RecordQuery) throws(JournalError) {
    guard query.key == .serial, let serial = query.keyValue else { return }
    let count = try prepared(countSerialSQL)
    defer { count.reset() }
    try count.bind(1, serial)
    try count.bind(2, Int64(Self.sortedSerials + 1))
    if try count.step(), count.integer(0) > Self.sortedSerials { query.dropKey() }
  }

  /// A statement for `sql`, kept for the next time: the same few queries are made over and over.
  func prepared(_ sql: String) throws(JournalError) -> Statement {
    if let statement = statements[sql] { return statement }
    let statement = try database.prepare(sql)
    if statements.count >= 32 { statements.removeAll() }
    statements[sql] = statement
    return statement
  }

  /// The first range of cursors after `after` whose records can match the times of `filter`; nil if
  /// there is none up to `last`.
  private func range(
    after: Int64, through last: Int64, of filter: RecordFilter
  ) throws(JournalError) -> (after: Int64, through: Int64)? {
    guard filter.since != nil || filter.until != nil else { return (after, last) }
    let hours = try prepared(hourRangeSQL)
    defer { hours.reset() }
    try hours.bind(1, after)
    try hours.bind(2, last)
    try hours.bind(3, filter.since.map { $0.microseconds / 3_600_000_000 } ?? .min)
    try hours.bind(4, filter.until.map { $0.microseconds / 3_600_000_000 } ?? .max)
    guard try hours.step(), hours.integer(0) <= last else { return nil }
    // A damaged cursor may be the least number there is.
    return (max(after, max(hours.integer(0), 1) - 1), hours.integer(1))
  }
}

extension RecordFilter {
  fileprivate var namesGoods: Bool { !gtins.isEmpty || !lots.isEmpty || !serials.isEmpty }
}

/// The first range of cursors of hours between ?3 and ?4, from the hour of the cursor after ?1 on.
private let hourRangeSQL = """
  SELECT cursor, coalesce(
    (SELECT min(cursor) FROM hour AS next
     WHERE next.cursor > hour.cursor AND next.hour NOT BETWEEN ?3 AND ?4), ?2 + 1) - 1
  FROM hour
  WHERE cursor >= coalesce((SELECT max(cursor) FROM hour WHERE cursor <= ?1 + 1), 0)
    AND hour BETWEEN ?3 AND ?4
  ORDER BY cursor LIMIT 1
  """

private let countSerialSQL = """
  SELECT count(*) FROM (
    SELECT 1 FROM record INDEXED BY record_serial WHERE serial = ? LIMIT ?)
  """
