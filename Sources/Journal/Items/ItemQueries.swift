// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Tracking
import Wire

/// A read-only connection to items and recalls, and the questions that judging asks it.
final class ItemQueries {
  /// The most recalls that one record names; one is enough to stop it.
  private static let mostRecalls = 8

  private let database: Database
  private let findItem: Statement
  private let findLot: Statement
  private let findSerial: Statement
  private let findGTIN: Statement

  /// Opens a itemDatabase of the present schema.
  init(path: String) throws(SQLiteError) {
    database = try Database(path: path, flags: SQLITE_OPEN_READONLY, busyTimeout: itemBusyTimeout)
    try database.execute("PRAGMA query_only = ON")
    guard try database.identity(as: .items) == .ours(version: Schema.items.version) else {
      throw .damage("the file is not what it was")
    }
    findItem = try database.prepare("SELECT \(judgedItemColumns) FROM item WHERE gtin = ?")
    findLot = try database.prepare(recallSQL("lot"))
    findSerial = try database.prepare(recallSQL("serial"))
    findGTIN = try database.prepare(
      """
      SELECT \(judgedRecallColumns) FROM recall INDEXED BY recall_gtin
      WHERE lifted IS NULL AND lot IS NULL AND serial IS NULL AND gtin = ?
      """)
  }

  /// Begins a group: what is read is what is durable now.
  func begin() throws(SQLiteError) { try database.execute("BEGIN") }

  /// Ends the group.
  func end() throws(SQLiteError) { try database.execute("COMMIT") }

  /// How items of a GTIN are to be judged, without their name.
  func item(_ gtin: String) throws(SQLiteError) -> Item? {
    defer { findItem.reset() }
    try findItem.bind(1, gtin)
    return try findItem.step() ? try findItem.item(name: nil) : nil
  }

  /// The recalls in force that a subject falls under.
  func recalls(of subject: Subject) throws(SQLiteError) -> [Recall] {
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

  private func read(_ statement: Statement, into recalls: inout [Recall]) throws(SQLiteError) {
    defer { statement.reset() }
    while recalls.count < Self.mostRecalls, try statement.step() {
      recalls.append(try statement.recall())
    }
  }
}

/// Recalls of a lot or serial of every GTIN, and of this one.
private func recallSQL(_ key: String) -> String {
  let select = """
    SELECT \(judgedRecallColumns) FROM recall INDEXED BY recall_\(key)
    WHERE lifted IS NULL AND \(key) = ?1 AND gtin
    """
  return "\(select) IS NULL UNION ALL \(select) = ?2"
}
