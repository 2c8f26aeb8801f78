// SPDX-License-Identifier: Apache-2.0

// New records are sealed in the transaction that appends them. Records of a journal that was written by an
// earlier version have no sums at first; housekeeping adds them, the newest first, so that one cursor
// says which of them have none yet. They stay outside the chain of hashes, which begins with the first
// record after the migration: a hash that is made years later would prove nothing about those years.

/// The statement that seals records as they are appended.
struct SealingStatement {
  private let insertion: Statement

  /// Prepares the statement.
  init(_ database: Database) throws(JournalError) {
    insertion = try database.prepare(
      """
      INSERT INTO seal (cursor, sum, hash)
        SELECT cursor, record_sum(\(sealedColumns)), record_hash(?2, \(sealedColumns))
        FROM record WHERE cursor = ?1
      RETURNING hash
      """)
  }

  /// Seals the record of a cursor.
  ///
  /// - Parameter before: the hash of the record before it.
  /// - Returns: its hash.
  func seal(_ cursor: Int64, after before: [UInt8]) throws(JournalError) -> [UInt8] {
    defer { insertion.reset() }
    try insertion.bind(1, cursor)
    try insertion.bind(2, before)
    guard try insertion.step() else {
      throw insertion.database.error("record \(cursor) cannot be read back")
    }
    let hash = insertion.bytes(0)
    while try insertion.step() {}
    try insertion.database.requireOneChange()
    return hash
  }
}

extension WriterConnection {
  /// Adds the sums of some records that have none, the newest first; durable when this returns.
  ///
  /// - Parameter most: the most records in one step.
  func sumSome(_ most: Int64) throws(JournalError) {
    let end = header.unsummed
    let start = max(header.oldest - 1, end - most)
    try change { database throws(JournalError) in
      if start < end {
        // The pages before and behind, one of which may be damaged, are not read: a search for what is
        // greater than `start` would read that of `start`, and without a limit the next page follows.
        try database.execute(
          """
          INSERT INTO seal (cursor, sum)
            SELECT cursor, record_sum(\(sealedColumns)) FROM record
            WHERE cursor >= \(start + 1) AND cursor <= \(end) LIMIT \(end - start)
            ON CONFLICT DO NOTHING
          """)
      }
      try database.setUnsummed(start < header.oldest ? 0 : start)
    }
  }
}

extension Database {
  /// Throws if there is the seal of a record that is still to come: its place must be free.
  func requireNoSeal(after header: JournalHeader) throws(JournalError) {
    let last = try number("SELECT max(cursor) FROM seal")
    guard last <= header.cursor else {
      throw damage("there is a seal of the record \(last), which is still to come")
    }
  }

  fileprivate func setUnsummed(_ cursor: Int64) throws(JournalError) {
    try execute("UPDATE journal SET unsummed = \(cursor) WHERE id = 1")
    try requireOneChange()
  }
}

extension WriterConnection {
  /// Leaves the newest record that has no sum behind if it cannot be read; durable when this returns.
  ///
  /// - Returns: true if that was so.
  func passUnreadable() throws(JournalError) -> Bool {
    let cursor = header.unsummed
    do throws(JournalError) {
      _ = try database.value(
        "SELECT record_sum(\(sealedColumns)) FROM record WHERE cursor = \(cursor)")
      return false
    } catch {
      guard error.isDamage else { throw error }
    }
    try change { database throws(JournalError) in
      try database.setUnsummed(cursor - 1)
    }
    return true
  }
}

extension JournalHeader {
  /// The number of records that have no sum yet.
  var unsummedCount: Int64 { max(0, unsummed - oldest + 1) }
}
