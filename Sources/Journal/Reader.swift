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
  /// The most records looked at for one page when a filter passes over most of them.
  private static let scanLimit: Int64 = 10_000

  private let database: Database
  private var statements: [String: Statement] = [:]

  init(path: String) throws(SQLiteError) {
    database = try Database(path: path, flags: SQLITE_OPEN_READONLY)
    try database.execute("PRAGMA query_only = ON")
  }

  func page(
    after: Int64, limit: Int, filter: RecordFilter, head: Int64
  ) throws(SQLiteError) -> Page {
    var query = Query(limit: limit)
    // Without a filter `limit` bounds the work; with one the cursors looked at do.
    let last = filter.isEmpty ? head : min(head, after + Self.scanLimit)
    query.require("cursor > ? AND cursor <= ?", [.integer(after), .integer(last)])
    query.require(any: filter.verdicts.map(\.rawValue), of: "verdict")
    query.require(any: filter.stations, of: "station")
    query.require(any: filter.steps, of: "step")
    query.require(any: filter.gtins, of: "gtin")
    query.require(any: filter.lots, of: "lot")
    // What was merely understood of a record that is not accepted is nobody's GTIN or lot.
    if !filter.gtins.isEmpty || !filter.lots.isEmpty { query.require("verdict = 'accepted'", []) }
    return try run(query, through: last)
  }

  func trace(_ request: Request.Trace, head: Int64) throws(SQLiteError) -> Page {
    var query = Query(limit: request.limit)
    query.require("cursor > ? AND cursor <= ?", [.integer(request.after), .integer(head)])
    query.require(any: request.gtin, of: "gtin")
    query.require(any: request.lot, of: "lot")
    query.require(any: request.serial, of: "serial")
    query.require(any: request.sscc, of: "sscc")
    return try run(query, through: head)
  }

  private func run(_ query: Query, through last: Int64) throws(SQLiteError) -> Page {
    let statement = try prepared(query.sql)
    defer { statement.reset() }
    try query.bind(to: statement)
    var page = Page(through: last)
    var bytes = 0
    while try statement.step() {
      let entry = Page.Entry(cursor: statement.integer(0), body: statement.bytes(1))
      page.entries.append(entry)
      bytes += entry.body.count
      if page.entries.count == query.limit || bytes >= Self.byteLimit {
        page.through = entry.cursor
        break
      }
    }
    return page
  }

  /// Statements are kept: the same few questions are asked over and over.
  private func prepared(_ sql: String) throws(SQLiteError) -> Statement {
    if let statement = statements[sql] { return statement }
    let statement = try database.prepare(sql)
    if statements.count >= 32 { statements.removeAll() }
    statements[sql] = statement
    return statement
  }
}

/// A question for records, put together from conditions.
private struct Query {
  enum Value {
    case integer(Int64)
    case text(String)
  }

  let limit: Int
  private var conditions: [String] = []
  private var values: [Value] = []

  init(limit: Int) {
    self.limit = limit
  }

  var sql: String {
    "SELECT cursor, body FROM record WHERE \(conditions.joined(separator: " AND ")) ORDER BY cursor"
  }

  mutating func require(_ condition: String, _ values: [Value]) {
    conditions.append(condition)
    self.values += values
  }

  mutating func require(any choices: [String], of column: String) {
    guard !choices.isEmpty else { return }
    let places = choices.map { _ in "?" }.joined(separator: ", ")
    require("\(column) IN (\(places))", choices.map { .text($0) })
  }

  mutating func require(any choice: String?, of column: String) {
    if let choice { require(any: [choice], of: column) }
  }

  func bind(to statement: Statement) throws(SQLiteError) {
    for (index, value) in values.enumerated() {
      switch value {
      case .integer(let number): try statement.bind(Int32(index + 1), number)
      case .text(let text): try statement.bind(Int32(index + 1), text)
      }
    }
  }
}
