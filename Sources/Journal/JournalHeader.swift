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
  /// The newest cursor whose record may lack a checksum; 0 if none does.
  var unsummed: Int64 = 0
  /// The cursor after which the chain of hashes begins.
  var chainBase: Int64 = 0
  /// The hash of the newest record; empty before the first one of the chain.
  var hash: [UInt8] = []

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

extension VerdictCounts {
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
    let row = try rowOfJournal(earliestColumns + ", unsummed, base, hash")
    var header = row.earliestHeader
    header.unsummed = row.integer(8)
    header.chainBase = row.integer(9)
    header.hash = row.bytes(10)
    guard header.isPossible else { throw damage(impossibleHeader) }
    return header
  }

  /// The row of the table `journal`, as far as every schema version that has backups knows it.
  func readEarliestHeader() throws(JournalError) -> JournalHeader {
    let header = try rowOfJournal(earliestColumns).earliestHeader
    guard header.isPossible else { throw damage(impossibleHeader) }
    return header
  }

  private func rowOfJournal(_ columns: String) throws(JournalError) -> Statement {
    let row = try prepare("SELECT \(columns) FROM journal WHERE id = 1")
    guard try row.step() else { throw damage("the row of the table journal is missing") }
    return row
  }

  /// Throws unless the table of records begins and ends where the header says: the next cursor must be
  /// free. An end is found with one seek.
  func requireRecords(of header: JournalHeader) throws(JournalError) {
    let row = try prepare(
      """
      SELECT (SELECT min(cursor) FROM record), (SELECT max(cursor) FROM record),
        (SELECT max(cursor) FROM hour)
      """)
    guard try row.step() else { throw damage("there is no answer") }
    let isEmpty = row.text(0) == nil
    let (first, last) = (isEmpty ? header.oldest : row.integer(0), row.integer(1))
    guard first == header.oldest, isEmpty ? first == header.cursor + 1 : last == header.cursor
    else {
      throw damage(
        "it says that it has the records \(header.oldest) to \(header.cursor), and has "
          + (isEmpty ? "none" : "\(first) to \(last)"))
    }
    guard row.integer(2) <= header.cursor else {
      throw damage("an hour begins at the record \(row.integer(2)), which is still to come")
    }
  }
}

extension JournalHeader {
  /// The largest cursor of a sound journal: every program reads such numbers exactly.
  private static let largest: Int64 = 1 << 53
  /// The most bytes of a uuid.
  private static let longestUUID = 64

  /// True if a journal may have this row. Sums and differences of its numbers do not overflow then.
  fileprivate var isPossible: Bool {
    (0...Self.largest).contains(cursor) && (1...cursor + 1).contains(oldest)
      && [counts.accepted, counts.rejected, counts.incomplete]
        .allSatisfy((0...Self.largest).contains)
      && open.magnitude <= Self.largest.magnitude
      && (1...Self.longestUUID).contains(uuid.utf8.count)
      && [unsummed, chainBase].allSatisfy((0...cursor).contains)
      && [0, RecordHash.length].contains(hash.count)
  }
}

private let earliestColumns = "uuid, head, time, accepted, rejected, incomplete, oldest, open"
private let impossibleHeader = "the row of the table journal cannot be"

extension Statement {
  /// The header in a row of `earliestColumns`.
  fileprivate var earliestHeader: JournalHeader {
    JournalHeader(
      uuid: text(0) ?? "", cursor: integer(1), time: integer(2),
      counts: VerdictCounts(
        accepted: integer(3), rejected: integer(4), incomplete: integer(5)),
      oldest: integer(6), open: integer(7))
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
