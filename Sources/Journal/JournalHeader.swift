// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Wire

/// What the one row of the table `journal` says.
///
/// The newest cursor has a row of its own: after all records are deleted SQLite would begin to
/// count rows at 1 again.
struct JournalHeader: Sendable, Equatable {
  /// The journal's uuid.
  var uuid = ""
  /// The newest cursor ever given.
  var cursor: Int64 = 0
  /// The wall clock of the newest record, in microseconds.
  var time: Int64 = 0
  /// How many records there ever were of each verdict.
  var counts = VerdictCounts()
  /// The oldest record that is still there, or is still to come.
  var oldest: Int64 = 1
  /// How many rejected and incomplete records nobody has looked after.
  var open: Int64 = 0

  /// The hour of `time` since 1970.
  var hour: Int64 { time / 3_600_000_000 }

  /// Counts one more record.
  mutating func add(_ record: Record) {
    cursor += 1
    time = record.time.microseconds
    counts.add(record.verdict)
    if record.verdict != .accepted { open += 1 }
  }
}

/// How many records there are of each verdict.
public struct VerdictCounts: Sendable, Equatable {
  /// Read whole and good.
  public var accepted: Int64 = 0
  /// Read whole, but wrong.
  public var rejected: Int64 = 0
  /// Not read whole.
  public var incomplete: Int64 = 0

  mutating func add(_ verdict: Verdict) {
    switch verdict {
    case .accepted: accepted += 1
    case .rejected: rejected += 1
    case .incomplete: incomplete += 1
    }
  }
}

extension Database {
  /// The row of the table `journal`.
  func readHeader() throws(SQLiteError) -> JournalHeader {
    let row = try prepare(
      """
      SELECT uuid, head, time, accepted, rejected, incomplete, oldest, open FROM journal
      WHERE id = 1
      """)
    guard try row.step(), let uuid = row.text(0) else {
      throw SQLiteError(extendedCode: SQLITE_CORRUPT, message: "the journal's head is missing")
    }
    return JournalHeader(
      uuid: uuid, cursor: row.integer(1), time: row.integer(2),
      counts: VerdictCounts(
        accepted: row.integer(3), rejected: row.integer(4), incomplete: row.integer(5)),
      oldest: row.integer(6), open: row.integer(7))
  }

  /// The row of a fresh journal.
  func createHeader(uuid: String, now: Int64) throws(SQLiteError) {
    let insert = try prepare(
      """
      INSERT INTO journal (id, uuid, created, head, time, accepted, rejected, incomplete)
      VALUES (1, ?, ?, 0, 0, 0, 0, 0)
      """)
    try insert.bind(1, uuid)
    try insert.bind(2, now)
    try insert.run()
  }
}
