// SPDX-License-Identifier: Apache-2.0

import Tracking
import Wire

extension ItemDatabase {
  /// Recalls goods for one reason: all of them or, if it fails, none. Goods that are recalled twice
  /// have two recalls, and are free only when both are lifted.
  ///
  /// - Parameters:
  ///   - scopes: the goods.
  ///   - reason: the reason; `Recall.check(reason:)` tells if it is acceptable.
  func recall(
    _ scopes: [RecallScope], reason: String, by author: Author,
    then: @escaping @Sendable (Result<[RecallInfo], JournalError>) -> Void
  ) {
    change(
      { database throws(JournalError) in
        let added = Change(time: wallClock(), author: author)
        return try database.addRecalls(scopes, reason: reason, added)
      }, then: then)
  }

  /// Recalls the goods that a request names.
  public func recall(
    _ request: Request.AddRecall, by author: Author,
    then: @escaping @Sendable (Result<RecallInfo, JournalError>) -> Void
  ) {
    let scope: RecallScope
    do throws(ItemError) {
      try Recall.check(reason: request.reason)
      scope = try RecallScope(gtin: request.gtin, lot: request.lot, serial: request.serial)
    } catch {
      return then(.failure(JournalError(error)))
    }
    recall([scope], reason: request.reason, by: author) { result in then(result.map { $0[0] }) }
  }

  /// Lifts a recall; it stays in the history.
  public func lift(
    _ number: Int64, by author: Author,
    then: @escaping @Sendable (Result<RecallInfo, JournalError>) -> Void
  ) {
    change(
      { database throws(JournalError) in
        try database.lift(number, Change(time: wallClock(), author: author))
      }, then: then)
  }

  /// The first `limit` recalls whose numbers come after `after`, in the order of their numbers; lifted
  /// recalls are included unless `onlyInForce`.
  public func recalls(
    after: Int64 = 0, limit: Int, onlyInForce: Bool = false,
    then: @escaping @Sendable (Result<[RecallInfo], JournalError>) -> Void
  ) {
    read(
      { database throws(JournalError) in
        try database.recalls(after: after, limit: limit, onlyInForce: onlyInForce)
      }, then: then)
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
  fileprivate func recalls(
    after: Int64, limit: Int, onlyInForce: Bool
  ) throws(JournalError) -> [RecallInfo] {
    let rows = try prepare(
      "SELECT \(recallColumns) FROM recall WHERE number > ? "
        + (onlyInForce ? "AND lifted IS NULL " : "") + "ORDER BY number LIMIT ?")
    try rows.bind(1, after)
    try rows.bind(2, Int64(limit))
    var entries: [RecallInfo] = []
    while try rows.step() { entries.append(try rows.recallInfo()) }
    return entries
  }

  fileprivate func addRecalls(
    _ scopes: [RecallScope], reason: String, _ added: Change
  ) throws(JournalError) -> [RecallInfo] {
    let transaction = try Transaction(on: self)
    let insert = try prepare(addRecallSQL)
    var entries: [RecallInfo] = []
    for scope in scopes {
      let number = try insert.add(scope, reason: reason, added)
      let recall = Recall(number: number, scope: scope, reason: reason)
      entries.append(RecallInfo(recall, added: added, lifted: nil))
    }
    try transaction.commit()
    return entries
  }

  fileprivate func lift(_ number: Int64, _ lifted: Change) throws(JournalError) -> RecallInfo {
    guard var recall = try recall(number) else { throw .noSuchRecall(number) }
    if let earlier = recall.lifted { throw .alreadyLifted(number, earlier) }
    let transaction = try Transaction(on: self)
    let update = try prepare(liftRecallSQL)
    try update.bind(1, lifted)
    try update.bind(4, number)
    try update.runOnOneRow()
    try transaction.commit()
    recall.lifted = lifted
    return recall
  }

  private func recall(_ number: Int64) throws(JournalError) -> RecallInfo? {
    let find = try prepare("SELECT \(recallColumns) FROM recall WHERE number = ?")
    try find.bind(1, number)
    return try find.step() ? try find.recallInfo() : nil
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

  fileprivate func recallInfo() throws(JournalError) -> RecallInfo {
    guard let added = change(5) else { throw database.damage("a recall has no author") }
    return RecallInfo(try recall(), added: added, lifted: change(8))
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

extension RecallInfo {
  fileprivate init(_ recall: Recall, added: Change, lifted: Change?) {
    self.init(
      number: recall.number, gtin: recall.scope.gtin, lot: recall.scope.lot,
      serial: recall.scope.serial, reason: recall.reason, added: added, lifted: lifted)
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
