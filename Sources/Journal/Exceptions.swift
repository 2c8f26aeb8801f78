// SPDX-License-Identifier: Apache-2.0

// What was rejected or not read whole is a worklist: somebody has to look after it, and says what
// came of it. That is no part of the record, which never changes; it stands beside it.

import Synchronization
import Wire

/// What came of an exception.
public struct Resolution: Sendable, Equatable {
  /// When, and by whom.
  public let change: Change
  /// What they have to say of it.
  public let note: String

  /// The most bytes of a note.
  public static let longestNote = 1000
}

/// Some exceptions, oldest first.
public struct ExceptionPage: Sendable {
  /// The records.
  public var page: Page
  /// What came of them, one for each; nil where nobody has looked after it.
  public var resolutions: [Resolution?]
}

/// Why an exception cannot be resolved.
public enum ResolutionError: Error, Sendable, Equatable {
  /// There is no such record, or it was accepted.
  case noException(Int64)
  /// Somebody has looked after it already.
  case resolved(Int64, Resolution)
  /// A note that says nothing or is too long.
  case note(String)
  /// It cannot be written.
  case journal(JournalError)
}

extension ResolutionError: CustomStringConvertible {
  /// One sentence that says what is wrong; it holds what was given as it was given.
  public var description: String {
    switch self {
    case .noException(let cursor):
      "Record \(cursor) is no exception: there is none of that cursor, or it was accepted."
    case .resolved(let cursor, let resolution):
      "Record \(cursor) was resolved before, at \(resolution.change.time) by "
        + "\(resolution.change.author.name): \(resolution.note)"
    case .note(let note):
      note.isEmpty
        ? "A note is needed: what came of it."
        : "The note has \(note.utf8.count) bytes; \(Resolution.longestNote) are allowed."
    case .journal(let error): error.description
    }
  }
}

extension ScanJournal {
  /// Rejected and incomplete records after a cursor, oldest first.
  public func exceptions(_ request: Request.Exceptions) throws(SQLiteError) -> ExceptionPage {
    try reading { reader, head throws(SQLiteError) in
      try reader.exceptions(request, head: head)
    }
  }

  /// Says what came of exceptions: of all of them or, if there is an error, of none.
  ///
  /// - Parameter then: is told once it is durable, on the writer's thread.
  public func resolve(
    _ cursors: [Int64], note: String, by author: Author,
    then: @escaping @Sendable (Result<Resolution, ResolutionError>) -> Void
  ) {
    let isBlank = note.allSatisfy(\.isWhitespace)
    guard !isBlank, note.utf8.count <= Resolution.longestNote else {
      return then(.failure(.note(isBlank ? "" : note)))
    }
    let resolution = Resolution(change: Change(time: wallClock(), author: author), note: note)
    carryOut { database throws(SQLiteError) in
      try database.resolve(cursors, resolution)
    } then: { result in
      switch result {
      case .success(nil): then(.success(resolution))
      case .success(let refusal?): then(.failure(refusal))
      case .failure(let error): then(.failure(.journal(error)))
      }
    }
  }
}

extension Reader {
  func exceptions(_ request: Request.Exceptions, head: Int64) throws(SQLiteError) -> ExceptionPage {
    var query = RecordQuery(after: request.after, through: head)
    let filter = request.filter
    query.require(any: filter.verdicts.map(\.rawValue), of: "verdict")
    query.require(any: filter.gtins, of: "gtin")
    query.require(any: filter.lots, of: "lot")
    query.require(any: filter.serials, of: "serial")
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
    let page = try page(query, sql: sql, limit: request.limit, through: head) {
      resolutions.append($0.resolution())
    }
    return ExceptionPage(page: page, resolutions: resolutions)
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
  /// Notes what came of exceptions, all or none.
  ///
  /// - Returns: why it was not done; nil if it was.
  fileprivate func resolve(
    _ cursors: [Int64], _ resolution: Resolution
  ) throws(SQLiteError) -> ResolutionError? {
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
      guard try find.step() else { return .noException(cursor) }
      if let earlier = find.resolution() { return .resolved(cursor, earlier) }
    }
    let insert = try prepare("INSERT INTO resolution VALUES (?, ?, ?, ?, ?)")
    for cursor in wanted {
      try insert.bind(1, cursor)
      try insert.bind(2, resolution.change)
      try insert.bind(5, resolution.note)
      try insert.run()
    }
    try execute("UPDATE journal SET open = open - \(wanted.count) WHERE id = 1")
    return nil
  }
}
