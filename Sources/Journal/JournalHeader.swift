// SPDX-License-Identifier: Apache-2.0

import Wire

/// The one row of the table `journal`.
///
/// It holds the newest cursor because SQLite would count rows from 1 again after all records are
/// deleted.
struct JournalHeader: Sendable, Equatable {
  /// The journal's uuid.
  var uuid = ""
  /// The newest cursor ever given.
  var cursor: Int64 = 0
  /// The wall clock of the newest record, in microseconds.
  var time: Int64 = 0
  /// The number of records of each verdict since the journal began.
  var counts = VerdictCounts()
  /// The oldest cursor that is kept; `cursor + 1` if there is none.
  var oldest: Int64 = 1
  /// The number of rejected and incomplete records without a resolution.
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

/// The number of records of each verdict.
public struct VerdictCounts: Sendable, Equatable {
  /// Scans that were read whole and are valid.
  public var accepted: Int64 = 0
  /// Scans that were read whole and are invalid.
  public var rejected: Int64 = 0
  /// Scans that were not read whole.
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
  func readHeader() throws(JournalError) -> JournalHeader {
    let row = try prepare(
      """
      SELECT uuid, head, time, accepted, rejected, incomplete, oldest, open FROM journal
      WHERE id = 1
      """)
    guard try row.step(), let uuid = row.text(0) else {
      throw damage("the row of the table journal is missing")
    }
    return JournalHeader(
      uuid: uuid, cursor: row.integer(1), time: row.integer(2),
      counts: VerdictCounts(
        accepted: row.integer(3), rejected: row.integer(4), incomplete: row.integer(5)),
      oldest: row.integer(6), open: row.integer(7))
  }
}

extension JournalHeader {
  /// SQL that inserts the row of a new journal.
  static func insertSQL(uuid: String, now: Int64) -> String {
    """
    INSERT INTO journal (id, uuid, created, head, time, accepted, rejected, incomplete)
    VALUES (1, '\(uuid)', \(now), 0, 0, 0, 0, 0)
    """
  }
}
