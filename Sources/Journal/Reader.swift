// SPDX-License-Identifier: Apache-2.0

// Reading connections never write and never checkpoint (one connection alone does both), and each
// question is one short statement: a long-lived read transaction would let the WAL grow without
// bound. Long answers are asked for page by page.

import CSQLite
import Wire

/// Some records, oldest first.
public struct Page: Sendable {
  /// A record's cursor and its JSON without the cursor.
  public struct Entry: Sendable {
    /// The record's number in the journal.
    public let cursor: Int64
    /// What `Record.body` was when the record was made.
    public let body: [UInt8]
  }

  /// The records.
  public var entries: [Entry] = []
  /// Every record up to here that was asked for is in `entries` or in an earlier page.
  public var through: Int64
}

/// A read-only connection. It is handed from thread to thread and never shared, which the compiler
/// cannot see.
final class Reader: @unchecked Sendable {
  /// The most bytes of records in one page.
  private static let byteLimit = 1 << 18
  /// The most records looked at for one page when most of them are passed over.
  private static let scanLimit = 10_000

  private let database: Database
  private var statements: [String: Statement] = [:]

  init(path: String) throws(SQLiteError) {
    database = try Database(path: path, flags: SQLITE_OPEN_READONLY)
    try database.execute("PRAGMA query_only = ON")
  }

  func page(
    after: Int64, limit: Int, filter: RecordFilter, head: Int64
  ) throws(SQLiteError) -> Page {
    guard let range = try range(after: after, through: head, of: filter) else {
      return Page(through: head)
    }
    var query = RecordQuery(after: range.after, through: range.through)
    query.require(.serial, any: filter.serials)
    query.require(.lot, any: filter.lots)
    query.require(.gtin, any: filter.gtins)
    // What was merely understood of a record that is not accepted is nobody's GTIN, lot or serial.
    if filter.namesGoods { query.require("verdict = 'accepted'") }
    query.require(any: filter.verdicts.map(\.rawValue), of: "verdict")
    query.require(placeAndTimeOf: filter)
    return try page(query, sql: query.sql(), limit: limit, through: range.through)
  }

  func trace(_ request: Request.Trace, head: Int64) throws(SQLiteError) -> Page {
    var query = RecordQuery(after: request.after, through: head)
    query.require(.serial, request.serial)
    query.require(.sscc, request.sscc)
    query.require(.lot, request.lot)
    query.require(.gtin, request.gtin)
    return try page(query, sql: query.sql(), limit: request.limit, through: head)
  }

  /// The records that `query` asks for, `limit` at most.
  ///
  /// - Parameter visit: is called for each row that is wanted, which it may look at.
  func page(
    _ query: RecordQuery, sql: String, limit: Int, through last: Int64,
    visit: (Statement) -> Void = { _ in }
  ) throws(SQLiteError) -> Page {
    let statement = try prepared(sql)
    defer { statement.reset() }
    try query.bind(to: statement, limit: Self.scanLimit)
    var page = Page(through: last)
    var looked = 0
    var bytes = 0
    while try statement.step() {
      looked += 1
      let cursor = statement.integer(0)
      let body = statement.bytes(1)
      if looked == Self.scanLimit { page.through = cursor }
      if body.isEmpty { continue }
      page.entries.append(Page.Entry(cursor: cursor, body: body))
      visit(statement)
      bytes += body.count
      if page.entries.count == limit || bytes >= Self.byteLimit {
        page.through = cursor
        break
      }
    }
    return page
  }

  /// Statements are kept: the same few questions are asked over and over.
  func prepared(_ sql: String) throws(SQLiteError) -> Statement {
    if let statement = statements[sql] { return statement }
    let statement = try database.prepare(sql)
    if statements.count >= 32 { statements.removeAll() }
    statements[sql] = statement
    return statement
  }

  /// The first stretch of cursors behind `after` whose records can be of the time that `filter` asks
  /// for; nil if there is none up to `last`.
  private func range(
    after: Int64, through last: Int64, of filter: RecordFilter
  ) throws(SQLiteError) -> (after: Int64, through: Int64)? {
    guard filter.since != nil || filter.until != nil else { return (after, last) }
    let hours = try prepared(hourRangeSQL)
    defer { hours.reset() }
    try hours.bind(1, after)
    try hours.bind(2, last)
    try hours.bind(3, filter.since.map { $0.microseconds / 3_600_000_000 } ?? .min)
    try hours.bind(4, filter.until.map { $0.microseconds / 3_600_000_000 } ?? .max)
    guard try hours.step(), hours.integer(0) <= last else { return nil }
    return (max(after, hours.integer(0) - 1), hours.integer(1))
  }
}

extension RecordFilter {
  fileprivate var namesGoods: Bool { !gtins.isEmpty || !lots.isEmpty || !serials.isEmpty }
}

/// From the hour that the cursor behind ?1 belongs to on, the first one between ?3 and ?4, up to the
/// next one that is not.
private let hourRangeSQL = """
  SELECT cursor, coalesce(
    (SELECT min(cursor) FROM hour AS next
     WHERE next.cursor > hour.cursor AND next.hour NOT BETWEEN ?3 AND ?4), ?2 + 1) - 1
  FROM hour
  WHERE cursor >= coalesce((SELECT max(cursor) FROM hour WHERE cursor <= ?1 + 1), 0)
    AND hour BETWEEN ?3 AND ?4
  ORDER BY cursor LIMIT 1
  """
