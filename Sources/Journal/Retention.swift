// SPDX-License-Identifier: Apache-2.0

// Retention removes the oldest records, some hundred at a time between two groups of scans. It keeps
// every record that a named subscriber has not acknowledged, unless the journal exceeds the hard
// limit. Without limits, which is the default, nothing is ever removed.

import Wire

/// The limits up to which records are kept.
public struct RetentionLimits: Sendable, Equatable {
  /// The age in microseconds above which a record may be removed; nil: no limit.
  public var age: Int64?
  /// The size in bytes above which the oldest records may be removed; nil: no limit.
  public var size: Int64?
  /// The size in bytes above which the oldest records are removed even if a subscriber has not
  /// acknowledged them; nil: no limit.
  public var hardSize: Int64?

  /// No limits.
  public init() {}

  /// True if nothing is ever removed.
  public var isUnlimited: Bool { self == RetentionLimits() }
}

/// Records that retention has removed.
public struct Removal: Sendable, Equatable {
  /// The first and the last cursor.
  public let cursors: ClosedRange<Int64>
  /// The subscribers that had not acknowledged all of them.
  public let missedBy: [String]
}

/// The next step of retention.
struct RetentionStep {
  /// The most records in one step; each of them is some pages of the log.
  private static let most: Int64 = 200

  private let limits: RetentionLimits
  private let now: Int64?

  /// A step under `limits`.
  ///
  /// - Parameter now: the wall clock in microseconds; nil if it is unreliable, so that no record counts
  ///   as too old.
  init(_ limits: RetentionLimits, now: Int64?) {
    self.limits = limits
    self.now = now
  }

  /// The newest cursor to remove now; nil if there is none.
  func end(in database: Database, _ header: JournalHeader) throws(JournalError) -> Int64? {
    guard var wanted = try wanted(in: database, header) else { return nil }
    if !wanted.isForced, let acknowledged = try database.acknowledgedByAll {
      wanted.end = min(wanted.end, acknowledged)
    }
    return wanted.end >= header.oldest ? wanted.end : nil
  }

  /// The newest cursor to remove now that a subscriber has not acknowledged, and that is therefore kept;
  /// nil if there is none.
  func heldEnd(in database: Database, _ header: JournalHeader) throws(JournalError) -> Int64? {
    guard !limits.isUnlimited, let wanted = try wanted(in: database, header), !wanted.isForced,
      wanted.end >= header.oldest, let acknowledged = try database.acknowledgedByAll
    else { return nil }
    return acknowledged < wanted.end ? wanted.end : nil
  }

  /// The newest cursor that the limits have removed next, and whether the hard limit is the reason; nil if
  /// there are no records.
  private func wanted(
    in database: Database, _ header: JournalHeader
  ) throws(JournalError) -> (end: Int64, isForced: Bool)? {
    guard header.oldest <= header.cursor else { return nil }
    let size = try database.usedBytes
    let last = min(header.oldest + Self.most - 1, header.cursor)
    if let hard = limits.hardSize, size > hard { return (last, true) }
    var end = header.oldest - 1
    if let limit = limits.size, size > limit { end = last }
    if let age = limits.age, let now {
      end = max(end, try database.endOfRecords(before: now - age, from: header.oldest, to: last))
    }
    return (end, false)
  }
}

extension WriterConnection {
  /// Removes some of the oldest records if `limits` say so; durable when this returns.
  ///
  /// - Returns: the removed records; nil if there are none.
  func removeOldest(_ limits: RetentionLimits, now: Int64?) throws(JournalError) -> Removal? {
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
  /// Deletes the records up to a cursor, their seals, their resolutions and their hours. The last hash that
  /// goes is kept: the chain begins after it.
  func deleteRecords(through end: Int64) throws(JournalError) {
    try execute(
      """
      UPDATE journal SET oldest = \(end) + 1, open = open - (
        SELECT count(*) FROM record INDEXED BY record_exception
        WHERE verdict != 'accepted' AND cursor <= \(end)
          AND cursor NOT IN (SELECT cursor FROM resolution WHERE cursor <= \(end))),
        base_hash = iif(base < \(end), (SELECT hash FROM seal WHERE cursor = \(end)), base_hash),
        base = max(base, \(end))
      """)
    try requireOneChange()
    try execute(
      """
      DELETE FROM record WHERE cursor <= \(end);
      DELETE FROM seal WHERE cursor <= \(end);
      DELETE FROM resolution WHERE cursor <= \(end);
      DELETE FROM hour
      WHERE cursor < (SELECT max(cursor) FROM hour WHERE cursor <= \(end) + 1);
      """)
  }

  /// The size of the database in bytes, without its free pages.
  fileprivate var usedBytes: Int64 {
    get throws(JournalError) {
      let pages = try number("PRAGMA page_count") - number("PRAGMA freelist_count")
      return pages * (try number("PRAGMA page_size"))
    }
  }

  /// The cursor up to which every subscriber has acknowledged; nil if there is none.
  fileprivate var acknowledgedByAll: Int64? {
    get throws(JournalError) {
      try value("SELECT min(cursor) FROM subscriber").flatMap { Int64($0) }
    }
  }

  /// The last cursor before the first record that is not older than `time`.
  fileprivate func endOfRecords(
    before time: Int64, from first: Int64, to last: Int64
  ) throws(JournalError) -> Int64 {
    let find = try prepare(
      "SELECT min(cursor) FROM record WHERE cursor BETWEEN ? AND ? AND time >= ?")
    try find.bind(1, first)
    try find.bind(2, last)
    try find.bind(3, time)
    guard try find.step(), find.text(0) != nil else { return last }
    return find.integer(0) - 1
  }

  fileprivate func subscribers(behind cursor: Int64) throws(JournalError) -> [String] {
    let rows = try prepare("SELECT name FROM subscriber WHERE cursor < ? ORDER BY name")
    try rows.bind(1, cursor)
    var names: [String] = []
    while try rows.step() { if let name = rows.text(0) { names.append(name) } }
    return names
  }
}
