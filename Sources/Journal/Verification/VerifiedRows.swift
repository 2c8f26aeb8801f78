// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// A record with what its seal says.
struct VerifiedRow {
  /// The state of a checksum or of a hash.
  enum State: Equatable {
    case right
    case wrong
    /// There is none, and there need not be one; or the hash before it is not known.
    case none
  }

  let cursor: Int64
  let sum: State
  let link: State
  let hash: [UInt8]?
}

/// The bounds of a journal and of its chain.
struct VerifiedBounds {
  var journal = ""
  var oldest: Int64 = 1
  var head: Int64 = 0
  /// The cursor after which the chain begins.
  var base: Int64 = 0
  /// The hash of that record; nil if it is not known.
  var baseHash: [UInt8]?
}

/// The queries of the verification.
struct VerifiedRows {
  private let database: Database
  /// Before that version there are no seals.
  private let isSealed: Bool
  private let page: Statement
  private let place: Statement

  /// Prepares the queries for a journal of a schema version.
  init(_ database: Database, schema: Int) throws(JournalError) {
    self.database = database
    isSealed = schema >= Schema.firstWithSeals
    page = try database.prepare(isSealed ? sealedSQL : unsealedSQL)
    place = try database.prepare("SELECT 1 FROM record WHERE cursor = ?")
  }

  /// The row of the journal.
  func bounds() throws(JournalError) -> VerifiedBounds {
    let row = try database.prepare(
      isSealed
        ? "SELECT uuid, head, oldest, base, base_hash FROM journal WHERE id = 1"
        : "SELECT uuid, head, (SELECT min(cursor) FROM record) FROM journal WHERE id = 1")
    guard try row.step(), let journal = row.text(0) else {
      throw database.damage("the row of the table journal is missing")
    }
    var bounds = VerifiedBounds(
      journal: journal, oldest: row.integer(2), head: row.integer(1), base: row.integer(1))
    guard isSealed else {
      if row.isNull(2) { bounds.oldest = bounds.head + 1 }
      return bounds
    }
    bounds.base = row.integer(3)
    bounds.baseHash = row.isNull(4) ? nil : row.bytes(4)
    guard bounds.head >= 0, bounds.head < .max, (1...bounds.head + 1).contains(bounds.oldest) else {
      throw database.damage(
        "the journal has records from \(bounds.oldest) to \(bounds.head), which cannot be")
    }
    return bounds
  }

  /// Calls `body` with at most `limit` records after a cursor and up to another one. The page of that
  /// cursor, which may be damaged, is not read.
  func read(
    after cursor: Int64, through end: Int64, limit: Int64, _ bounds: VerifiedBounds,
    _ body: (VerifiedRow) throws(JournalError) -> Void
  ) throws(JournalError) {
    defer { page.reset() }
    for (index, value) in [cursor + 1, end, limit].enumerated() {
      try page.bind(Int32(index + 1), value)
    }
    while try page.step() { try body(row(bounds)) }
  }

  /// True if a record is found under its cursor. In a damaged tree a page may have records that no other
  /// reader finds.
  func isFound(_ cursor: Int64) throws(JournalError) -> Bool {
    defer { place.reset() }
    try place.bind(1, cursor)
    return try place.step()
  }

  private func row(_ bounds: VerifiedBounds) -> VerifiedRow {
    let cursor = page.integer(0)
    guard isSealed else { return VerifiedRow(cursor: cursor, sum: .none, link: .none, hash: nil) }
    let hash = page.isNull(3) ? nil : page.bytes(3)
    var link = VerifiedRow.State.none
    if cursor > bounds.base {
      if hash == nil { link = .wrong }
      if let hash, !page.isNull(4) { link = hash == page.bytes(4) ? .right : .wrong }
    }
    let sum: VerifiedRow.State = page.integer(1) == 0 ? .wrong : page.isNull(2) ? .none : .right
    return VerifiedRow(cursor: cursor, sum: sum, link: link, hash: hash)
  }

  /// The hash of a record, and true if the hash in the row of the journal is that of its newest record; nil
  /// where there are no hashes.
  func end(of cursor: Int64) throws(JournalError) -> (hash: String, isJournalHash: Bool)? {
    guard isSealed else { return nil }
    let row = try database.prepare(
      """
      SELECT
        CASE WHEN ?1 > base THEN (SELECT seal.hash FROM seal WHERE cursor = ?1)
          WHEN ?1 = base THEN base_hash END,
        hash IS (CASE WHEN head > base THEN (SELECT seal.hash FROM seal WHERE cursor = head)
          ELSE base_hash END)
      FROM journal WHERE id = 1
      """)
    try row.bind(1, cursor)
    guard try row.step() else { return nil }
    return (hexadecimal(row.bytes(0)), row.integer(1) == 1)
  }
}

/// Each record, its seal, and the hash that it should have.
private let sealedSQL = """
  SELECT record.cursor, \(recordIsSound), seal.sum, seal.hash,
    CASE WHEN coalesce(before.hash, base_hash) IS NOT NULL
      THEN record_hash(coalesce(before.hash, base_hash), \(sealedColumns)) END
  FROM record
  LEFT JOIN seal ON seal.cursor = record.cursor
  LEFT JOIN seal AS before ON before.cursor = record.cursor - 1
  LEFT JOIN journal ON journal.id = 1 AND journal.base = record.cursor - 1
  WHERE record.cursor >= ?1 AND record.cursor <= ?2
  ORDER BY record.cursor LIMIT ?3
  """

private let unsealedSQL = """
  SELECT cursor, length(body) FROM record WHERE cursor >= ?1 AND cursor <= ?2 ORDER BY cursor LIMIT ?3
  """
