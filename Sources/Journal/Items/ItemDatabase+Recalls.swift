// SPDX-License-Identifier: Apache-2.0

import Tracking
import Wire

extension ItemDatabase {
  /// Recalls goods for one reason: all of them or, when this throws, none. What is recalled twice
  /// has two recalls, and is free only when both are lifted.
  ///
  /// - Parameters:
  ///   - scopes: which goods.
  ///   - reason: why; `Recall.check(reason:)` says whether it will do.
  public func recall(
    _ scopes: [RecallScope], reason: String, by author: Author
  ) throws(ItemDatabaseError) -> [RecallEntry] {
    try change { connection throws(ItemDatabaseError) in
      let added = Change(time: wallClock(), author: author)
      var entries: [RecallEntry] = []
      try connection.transaction { database throws(SQLiteError) in
        let insert = try database.prepare(addRecallSQL)
        for scope in scopes {
          let number = try insert.add(scope, reason: reason, added)
          entries.append(
            RecallEntry(
              recall: Recall(number: number, scope: scope, reason: reason), added: added,
              lifted: nil))
        }
      }
      return entries
    }
  }

  /// Lifts a recall; it stays in the history.
  public func lift(_ number: Int64, by author: Author) throws(ItemDatabaseError) -> RecallEntry {
    try change { connection throws(ItemDatabaseError) in
      guard let before = try connection.recall(number) else { throw .noSuchRecall(number) }
      guard before.lifted == nil else { throw .alreadyLifted(before) }
      let lifted = Change(time: wallClock(), author: author)
      try connection.transaction { database throws(SQLiteError) in
        let update = try database.prepare(liftRecallSQL)
        try update.bind(1, lifted)
        try update.bind(4, number)
        try update.run()
      }
      return RecallEntry(recall: before.recall, added: before.added, lifted: lifted)
    }
  }

  /// Recalls by their numbers, at most `limit` of those behind `after`, with those that were lifted
  /// unless only those in force are wanted.
  public func recalls(
    after: Int64 = 0, limit: Int, onlyInForce: Bool = false
  ) throws(ItemDatabaseError) -> [RecallEntry] {
    try ask { connection throws(ItemDatabaseError) in
      try connection.asking { database throws(SQLiteError) in
        let rows = try database.prepare(
          "SELECT \(recallColumns) FROM recall WHERE number > ? "
            + (onlyInForce ? "AND lifted IS NULL " : "") + "ORDER BY number LIMIT ?")
        try rows.bind(1, after)
        try rows.bind(2, Int64(limit))
        var entries: [RecallEntry] = []
        while try rows.step() { entries.append(try rows.recallEntry()) }
        return entries
      }
    }
  }
}

extension ItemConnection {
  fileprivate func recall(_ number: Int64) throws(ItemDatabaseError) -> RecallEntry? {
    try asking { database throws(SQLiteError) in
      let find = try database.prepare("SELECT \(recallColumns) FROM recall WHERE number = ?")
      try find.bind(1, number)
      return try find.step() ? try find.recallEntry() : nil
    }
  }
}

extension Statement {
  fileprivate func add(
    _ scope: RecallScope, reason: String, _ added: Change
  ) throws(SQLiteError) -> Int64 {
    defer { reset() }
    try bind(1, scope.gtin)
    try bind(2, scope.lot)
    try bind(3, scope.serial)
    try bind(4, reason)
    try bind(5, added)
    guard try step() else { throw .damage("a recall was added without a number") }
    return integer(0)
  }

  fileprivate func recallEntry() throws(SQLiteError) -> RecallEntry {
    guard let added = change(5) else { throw .damage("a recall does not say who added it") }
    return RecallEntry(recall: try recall(), added: added, lifted: change(8))
  }

  /// The recall in the first five columns.
  func recall() throws(SQLiteError) -> Recall {
    let scope: RecallScope
    switch (text(1), text(2), text(3)) {
    case (let gtin, let lot?, nil): scope = .lot(lot, gtin: gtin)
    case (let gtin, nil, let serial?): scope = .serial(serial, gtin: gtin)
    case (let gtin?, nil, nil): scope = .gtin(gtin)
    default: throw .damage("a recall is of nothing")
    }
    return Recall(number: integer(0), scope: scope, reason: text(4) ?? "")
  }
}

/// What judging wants of a recall.
let judgedRecallColumns = "number, gtin, lot, serial, reason"

private let recallColumns =
  judgedRecallColumns + ", added, added_uid, added_by, lifted, lifted_uid, lifted_by"

private let addRecallSQL = """
  INSERT INTO recall (gtin, lot, serial, reason, added, added_uid, added_by)
  VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING number
  """

private let liftRecallSQL = """
  UPDATE recall SET lifted = ?, lifted_uid = ?, lifted_by = ? WHERE number = ?
  """
