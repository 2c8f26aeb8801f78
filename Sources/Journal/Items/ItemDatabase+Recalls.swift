// SPDX-License-Identifier: Apache-2.0

import Tracking
import Wire

extension ItemDatabase {
  /// Recalls goods for one reason: all of them or, if this throws, none. Goods that are recalled twice
  /// have two recalls, and are free only when both are lifted.
  ///
  /// - Parameters:
  ///   - scopes: the goods.
  ///   - reason: the reason; it must pass `Recall.check(reason:)`.
  public func recall(
    _ scopes: [RecallScope], reason: String, by author: Author
  ) throws(JournalError) -> [RecallEntry] {
    try withWritableConnection { connection throws(JournalError) in
      let added = Change(time: wallClock(), author: author)
      return try connection.database.addRecalls(scopes, reason: reason, added)
    }
  }

  /// Lifts a recall; it stays in the history.
  public func lift(_ number: Int64, by author: Author) throws(JournalError) -> RecallEntry {
    try withWritableConnection { connection throws(JournalError) in
      try connection.database.lift(number, Change(time: wallClock(), author: author))
    }
  }

  /// The first `limit` recalls whose numbers come after `after`, in the order of their numbers; lifted
  /// recalls are included unless `onlyInForce`.
  public func recalls(
    after: Int64 = 0, limit: Int, onlyInForce: Bool = false
  ) throws(JournalError) -> [RecallEntry] {
    try withConnection { connection throws(JournalError) in
      let rows = try connection.database.prepare(
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

extension JournalError {
  fileprivate static func noSuchRecall(_ number: Int64) -> JournalError {
    JournalError(.noSuchRecall, "There is no recall \(number).")
  }

  fileprivate static func alreadyLifted(_ number: Int64, _ lifted: Change) -> JournalError {
    JournalError(
      .alreadyLifted,
      "Recall \(number) was lifted before, at \(lifted.time) by \(lifted.author.name).")
  }
}

extension Database {
  fileprivate func addRecalls(
    _ scopes: [RecallScope], reason: String, _ added: Change
  ) throws(JournalError) -> [RecallEntry] {
    let transaction = try Transaction(on: self)
    let insert = try prepare(addRecallSQL)
    var entries: [RecallEntry] = []
    for scope in scopes {
      let number = try insert.add(scope, reason: reason, added)
      let recall = Recall(number: number, scope: scope, reason: reason)
      entries.append(RecallEntry(recall: recall, added: added, lifted: nil))
    }
    try transaction.commit()
    return entries
  }

  fileprivate func lift(_ number: Int64, _ lifted: Change) throws(JournalError) -> RecallEntry {
    guard let before = try recall(number) else { throw .noSuchRecall(number) }
    if let earlier = before.lifted { throw .alreadyLifted(number, earlier) }
    let transaction = try Transaction(on: self)
    let update = try prepare(liftRecallSQL)
    try update.bind(1, lifted)
    try update.bind(4, number)
    try update.run()
    try transaction.commit()
    return RecallEntry(recall: before.recall, added: before.added, lifted: lifted)
  }

  private func recall(_ number: Int64) throws(JournalError) -> RecallEntry? {
    let find = try prepare("SELECT \(recallColumns) FROM recall WHERE number = ?")
    try find.bind(1, number)
    return try find.step() ? try find.recallEntry() : nil
  }
}

extension Statement {
  fileprivate func add(
    _ scope: RecallScope, reason: String, _ added: Change
  ) throws(JournalError) -> Int64 {
    defer { reset() }
    try bind(1, scope.gtin)
    try bind(2, scope.lot)
    try bind(3, scope.serial)
    try bind(4, reason)
    try bind(5, added)
    guard try step() else { throw database.damage("a recall was added without a number") }
    return integer(0)
  }

  fileprivate func recallEntry() throws(JournalError) -> RecallEntry {
    guard let added = change(5) else { throw database.damage("a recall has no author") }
    return RecallEntry(recall: try recall(), added: added, lifted: change(8))
  }

  /// The recall in the first five columns.
  func recall() throws(JournalError) -> Recall {
    let scope: RecallScope
    switch (text(1), text(2), text(3)) {
    case (let gtin, let lot?, nil): scope = .lot(lot, gtin: gtin)
    case (let gtin, nil, let serial?): scope = .serial(serial, gtin: gtin)
    case (let gtin?, nil, nil): scope = .gtin(gtin)
    default: throw database.damage("a recall has no scope")
    }
    return Recall(number: integer(0), scope: scope, reason: text(4) ?? "")
  }
}

/// The columns of a recall that judging needs.
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
