// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Tracking
import Wire

/// A read-only connection to items and recalls, with the queries of judging.
final class ItemQueries {
  /// The most recalls that one record names; one is enough to stop it.
  private static let mostRecalls = 8

  private let database: Database
  private let findItem: Statement
  private let findLot: Statement
  private let findSerial: Statement
  private let findGTIN: Statement

  /// Opens an item database of the present schema.
  ///
  /// - Parameter isDamaged: true if the file is known to be damaged, so that its kind is not asked for:
  ///   what can still be read of it holds.
  init(path: String, isDamaged: Bool = false) throws(JournalError) {
    database = try Database(
      path: path, flags: SQLITE_OPEN_READONLY, errorCode: .itemsUnavailable,
      busyTimeout: itemBusyTimeout)
    try database.execute("PRAGMA query_only = ON")
    if !isDamaged { try Self.requirePresentSchema(of: database) }
    try database.limitCache()
    findItem = try database.prepare("SELECT \(judgedItemColumns) FROM item WHERE gtin = ?")
    findLot = try database.prepare(recallSQL("lot"))
    findSerial = try database.prepare(recallSQL("serial"))
    findGTIN = try database.prepare(
      """
      SELECT \(judgedRecallColumns) FROM recall INDEXED BY recall_gtin
      WHERE lifted IS NULL AND lot IS NULL AND serial IS NULL AND gtin = ?
      """)
  }

  private static func requirePresentSchema(of database: Database) throws(JournalError) {
    guard case .ours(let version) = try database.identity(as: .items) else {
      throw database.damage("the file is not an item database any more")
    }
    guard version == Schema.items.version else {
      throw database.error("the file has still to be brought to the present schema")
    }
  }

  /// Begins a read transaction.
  func begin() throws(JournalError) { try database.execute("BEGIN") }

  /// Ends the read transaction.
  func end() throws(JournalError) { try database.execute("COMMIT") }

  /// The item of a GTIN, without its name.
  func item(_ gtin: String) throws(JournalError) -> Item? {
    defer { findItem.reset() }
    try findItem.bind(1, gtin)
    return try findItem.step() ? try findItem.item(name: nil) : nil
  }

  /// The recalls in force for a subject.
  func recalls(of subject: Subject) throws(JournalError) -> [Recall] {
    var recalls: [Recall] = []
    if let gtin = subject.gtin {
      try findGTIN.bind(1, gtin)
      try read(findGTIN, into: &recalls)
    }
    for (statement, value) in [(findLot, subject.lot), (findSerial, subject.serial)] {
      guard let value else { continue }
      try statement.bind(1, value)
      try statement.bind(2, subject.gtin)
      try read(statement, into: &recalls)
    }
    return recalls
  }

  private func read(_ statement: Statement, into recalls: inout [Recall]) throws(JournalError) {
    defer { statement.reset() }
    while recalls.count < Self.mostRecalls, try statement.step() {
      recalls.append(try statement.recall())
    }
  }
}

/// SQL for the recalls of a lot or serial of every GTIN, and of this one.
private func recallSQL(_ key: String) -> String {
  let select = """
    SELECT \(judgedRecallColumns) FROM recall INDEXED BY recall_\(key)
    WHERE lifted IS NULL AND \(key) = ?1 AND gtin
    """
  return "\(select) IS NULL UNION ALL \(select) = ?2"
}
