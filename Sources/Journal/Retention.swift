// SPDX-License-Identifier: Apache-2.0

// Retention removes the oldest records, some hundred at a time between two groups of scans, and never
// what a named subscriber has not acknowledged, unless the journal has grown beyond the hard limit.
// Without limits, which is the default, nothing is ever removed.

import Wire

/// How long records are kept.
public struct RetentionLimits: Sendable, Equatable {
  /// Records that are older may be removed, in microseconds; nil keeps them however old they are.
  public var age: Int64?
  /// While records take more bytes, the oldest may be removed; nil: however many.
  public var size: Int64?
  /// While records take more bytes, the oldest are removed though a subscriber waits for them.
  public var hardSize: Int64?

  /// No limits.
  public init() {}

  /// Whether nothing is ever removed.
  public var isUnlimited: Bool { self == RetentionLimits() }
}

/// Records that retention has removed.
public struct Removal: Sendable, Equatable {
  /// The first and the last cursor.
  public let cursors: ClosedRange<Int64>
  /// The subscribers that had not acknowledged all of them.
  public let missedBy: [String]
}

/// What retention may remove next.
struct RetentionStep {
  /// The most records in one step: each of them is some pages of the log.
  private static let most: Int64 = 200

  private let limits: RetentionLimits
  private let now: Int64?

  /// - Parameter now: the wall clock in microseconds; nil where it is not to be relied on, so that
  ///   nothing is too old.
  init(_ limits: RetentionLimits, now: Int64?) {
    self.limits = limits
    self.now = now
  }

  /// The newest cursor to be removed now; nil if all may stay.
  func end(in database: Database, _ header: JournalHeader) throws(SQLiteError) -> Int64? {
    guard header.oldest <= header.cursor else { return nil }
    let size = try database.usedBytes
    let last = min(header.oldest + Self.most - 1, header.cursor)
    if let hard = limits.hardSize, size > hard { return last }
    var end = header.oldest - 1
    if let limit = limits.size, size > limit { end = last }
    if let age = limits.age, let now {
      end = max(end, try database.endOfRecords(before: now - age, from: header.oldest, to: last))
    }
    if let acknowledged = try database.acknowledgedByAll { end = min(end, acknowledged) }
    return end >= header.oldest ? end : nil
  }
}

extension WriterConnection {
  /// Removes some of the oldest records if `limits` say so; durable when this returns.
  ///
  /// - Returns: what was removed; nil if nothing is to be removed just now.
  func removeOldest(_ limits: RetentionLimits, now: Int64?) throws(SQLiteError) -> Removal? {
    guard !limits.isUnlimited else { return nil }
    guard let end = try RetentionStep(limits, now: now).end(in: database, header) else {
      return nil
    }
    let removal = Removal(
      cursors: header.oldest...end, missedBy: try database.subscribers(behind: end))
    try remove(through: end)
    return removal
  }
}

extension Database {
  /// Deletes the records up to a cursor, and what stands beside them.
  func deleteRecords(through end: Int64) throws(SQLiteError) {
    try execute(
      """
      UPDATE journal SET oldest = \(end) + 1, open = open - (
        SELECT count(*) FROM record INDEXED BY record_exception
        WHERE verdict != 'accepted' AND cursor <= \(end)
          AND cursor NOT IN (SELECT cursor FROM resolution WHERE cursor <= \(end)));
      DELETE FROM record WHERE cursor <= \(end);
      DELETE FROM resolution WHERE cursor <= \(end);
      DELETE FROM hour
      WHERE cursor < (SELECT max(cursor) FROM hour WHERE cursor <= \(end) + 1);
      """)
  }

  /// What the database holds, in bytes, without the pages that are free.
  fileprivate var usedBytes: Int64 {
    get throws(SQLiteError) {
      func number(_ pragma: String) throws(SQLiteError) -> Int64 {
        Int64(try value("PRAGMA \(pragma)") ?? "") ?? 0
      }
      return (try number("page_count") - number("freelist_count")) * (try number("page_size"))
    }
  }

  /// The cursor up to which every subscriber has acknowledged; nil if there is none.
  fileprivate var acknowledgedByAll: Int64? {
    get throws(SQLiteError) {
      try value("SELECT min(cursor) FROM subscriber").flatMap { Int64($0) }
    }
  }

  /// The last of the cursors before the first record that is not older than `time`.
  fileprivate func endOfRecords(
    before time: Int64, from first: Int64, to last: Int64
  ) throws(SQLiteError) -> Int64 {
    let find = try prepare(
      "SELECT min(cursor) FROM record WHERE cursor BETWEEN ? AND ? AND time >= ?")
    try find.bind(1, first)
    try find.bind(2, last)
    try find.bind(3, time)
    guard try find.step(), find.text(0) != nil else { return last }
    return find.integer(0) - 1
  }

  fileprivate func subscribers(behind cursor: Int64) throws(SQLiteError) -> [String] {
    let rows = try prepare("SELECT name FROM subscriber WHERE cursor < ? ORDER BY name")
    try rows.bind(1, cursor)
    var names: [String] = []
    while try rows.step() { if let name = rows.text(0) { names.append(name) } }
    return names
  }
}
