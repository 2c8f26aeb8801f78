// SPDX-License-Identifier: Apache-2.0

// Rejected and incomplete records are a worklist: somebody looks after each of them and writes down
// its resolution. A record never changes, so resolutions are in a table of their own.

import Wire

/// Some exceptions, oldest first.
public struct ExceptionPage: Sendable {
  /// The exceptions.
  public var exceptions: [ExceptionInfo]
  /// The cursor up to which this page and the earlier ones hold every matching exception.
  public var through: Int64
  /// The exceptions among them that are damaged.
  public var gaps: [Gap] = []
}

extension JournalError {
  fileprivate static func noException(_ cursor: Int64) -> JournalError {
    JournalError(
      .noException,
      "Record \(cursor) is no exception: there is none of that cursor, or it was accepted.")
  }

  fileprivate static func alreadyResolved(_ cursor: Int64, _ earlier: Resolution) -> JournalError {
    JournalError(
      .alreadyResolved,
      "Record \(cursor) was resolved before, at \(earlier.change.time) by "
        + "\(earlier.change.author.name): \(earlier.note)")
  }

  fileprivate static func badNote(_ note: String) -> JournalError {
    JournalError(
      .badValue,
      note.allSatisfy(\.isWhitespace)
        ? "A note is needed that says what came of the exception."
        : "The note has \(note.utf8.count) bytes; \(Resolution.longestNote) are allowed.")
  }
}

extension ScanJournal {
  /// Rejected and incomplete records after a cursor, oldest first.
  public func exceptions(_ request: Request.Exceptions) throws(JournalError) -> ExceptionPage {
    let page = try reading { reader, head throws(JournalError) in
      try reader.exceptions(request, head: head)
    }
    note(page.gaps)
    return page
  }

  /// Resolves exceptions: all of them or, if there is an error, none.
  ///
  /// - Parameter then: is called on the writer's thread once the resolution is durable.
  public func resolve(
    _ cursors: [Int64], note: String, by author: Author,
    then: @escaping @Sendable (Result<Resolution, JournalError>) -> Void
  ) {
    guard !note.allSatisfy(\.isWhitespace), note.utf8.count <= Resolution.longestNote else {
      return then(.failure(.badNote(note)))
    }
    let resolution = Resolution(change: Change(time: wallClock(), author: author), note: note)
    write(
      { database throws(JournalError) in
        try database.resolve(cursors, resolution)
        return resolution
      }, then: then)
  }
}

extension Reader {
  /// The bytes of records after which a page of exceptions ends.
  private static let exceptionBytes = 1 << 14
  /// The time after which a page of exceptions ends, whatever has been found.
  private static let exceptionTime: Duration = .milliseconds(5)

  func exceptions(_ request: Request.Exceptions, head: Int64) throws(JournalError) -> ExceptionPage
  {
    var query = RecordQuery(after: request.after, through: head)
    let filter = request.filter
    query.require(any: filter.verdicts.map(\.rawValue).sorted(), of: "verdict")
    query.require(any: filter.gtins.sorted, of: "gtin")
    query.require(any: filter.lots.sorted, of: "lot")
    query.require(any: filter.serials.sorted, of: "serial")
    query.require(placeAndTimeOf: filter)
    switch request.state {
    case .open: query.require("note IS NULL")
    case .resolved: query.require("note IS NOT NULL")
    case .all: break
    }
    let sql = query.sql(
      more: ", resolution.time, uid, name, note",
      part: ("verdict != 'accepted'", "record_exception"),
      join: "LEFT JOIN resolution ON resolution.cursor = record.cursor")
    var resolutions: [Resolution?] = []
    let limits = PageLimits(
      records: request.limit, bytes: Self.exceptionBytes, time: Self.exceptionTime)
    let page = try page(query, sql: sql, limits: limits, through: head, isDense: false) {
      resolutions.append($0.resolution())
    }
    return ExceptionPage(
      exceptions: zip(page.records, resolutions).map { ExceptionInfo(record: $0, resolved: $1) },
      through: page.through, gaps: page.gaps)
  }
}

extension Statement {
  /// The resolution in the four columns from the third on.
  fileprivate func resolution() -> Resolution? {
    guard let change = change(2), let note = text(5) else { return nil }
    return Resolution(change: change, note: note)
  }
}

extension Database {
  /// Adds a resolution to each of the exceptions.
  fileprivate func resolve(_ cursors: [Int64], _ resolution: Resolution) throws(JournalError) {
    let find = try prepare(
      """
      SELECT record.cursor, verdict, resolution.time, uid, name, note
      FROM record LEFT JOIN resolution ON resolution.cursor = record.cursor
      WHERE record.cursor = ? AND verdict != 'accepted'
      """)
    let wanted = Set(cursors).sorted()
    for cursor in wanted {
      defer { find.reset() }
      try find.bind(1, cursor)
      guard try find.step() else { throw .noException(cursor) }
      if let earlier = find.resolution() { throw .alreadyResolved(cursor, earlier) }
    }
    let insert = try prepare("INSERT INTO resolution VALUES (?, ?, ?, ?, ?)")
    for cursor in wanted {
      try insert.bind(1, cursor)
      try insert.bind(2, resolution.change)
      try insert.bind(5, resolution.note)
      try insert.runOnOneRow()
    }
    try execute("UPDATE journal SET open = open - \(wanted.count) WHERE id = 1")
    try requireOneChange()
  }
}
