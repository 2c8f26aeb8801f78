// SPDX-License-Identifier: Apache-2.0

import Tracking
import Wire

extension ItemDatabase {
  /// The item of a GTIN in 14 digits; nil if there is none.
  public func item(
    _ gtin: String, then: @escaping @Sendable (Result<ItemEntry?, JournalError>) -> Void
  ) {
    read(
      { database throws(JournalError) in try database.prepare(findItemSQL).item(gtin) }, then: then)
  }

  /// The first `limit` items whose GTINs come after `after`, in the order of their GTINs.
  public func items(
    after: String = "", limit: Int,
    then: @escaping @Sendable (Result<[ItemEntry], JournalError>) -> Void
  ) {
    read(
      { database throws(JournalError) in try database.items(after: after, limit: limit) },
      then: then)
  }

  /// Sets the items of a request, or adds them to their batch: all of them or, if it fails, none. Of
  /// two items with one GTIN the later one counts.
  ///
  /// - Parameters:
  ///   - connection: the number of the connection that the request came from, which alone continues
  ///     the batch.
  ///   - then: is told the changes; nil if more parts are awaited.
  public func set(
    _ request: Request.SetItems, by author: Author, on connection: UInt64,
    then: @escaping @Sendable (Result<ItemChanges?, JournalError>) -> Void
  ) {
    let items: [Item]
    do throws(ItemError) {
      items = try request.items.map(Item.init)
    } catch {
      return then(.failure(JournalError(error)))
    }
    guard let batch = request.batch else {
      return set(items, by: author) { result in then(result.map { $0 }) }
    }
    let part = ItemBatchPart(
      connection: connection, uid: author.uid, batch: batch, number: request.part,
      isMoreToCome: request.more, items: EncodedItems(items))
    if part.number == 0 { condition.addSender(connection) }
    perform(
      .change,
      { store throws(JournalError) in
        guard try store.add(part) else { return nil }
        return try store.takeBatch { next throws(JournalError) in
          try store.withWritableDatabase { database throws(JournalError) in
            try database.set(next, Change(time: wallClock(), author: author))
          }
        }
      }, then: then)
  }

  /// Adds items, or replaces those of the same GTINs: all of them or, if it fails, none.
  func set(
    _ items: [Item], by author: Author,
    then: @escaping @Sendable (Result<ItemChanges, JournalError>) -> Void
  ) {
    let items = EncodedItems(items)
    change(
      { database throws(JournalError) in
        try items.withItems { next throws(JournalError) in
          try database.set(next, Change(time: wallClock(), author: author))
        }
      }, then: then)
  }

  /// Removes the item of a GTIN in 14 digits; false if there was none.
  public func remove(
    _ gtin: String, by author: Author,
    then: @escaping @Sendable (Result<Bool, JournalError>) -> Void
  ) {
    change(
      { database throws(JournalError) in
        try database.removeItem(gtin, Change(time: wallClock(), author: author))
      }, then: then)
  }
}

extension Database {
  /// The first `limit` items whose GTINs come after `after`.
  fileprivate func items(after: String, limit: Int) throws(JournalError) -> [ItemEntry] {
    let rows = try prepare("SELECT \(itemColumns) FROM item WHERE gtin > ? ORDER BY gtin LIMIT ?")
    try rows.bind(1, after)
    try rows.bind(2, Int64(limit))
    var entries: [ItemEntry] = []
    while try rows.step() { entries.append(try rows.itemEntry()) }
    return entries
  }

  /// Sets the items that `next` gives until it gives nil.
  fileprivate func set(
    _ next: () throws(JournalError) -> Item?, _ change: Change
  ) throws(JournalError) -> ItemChanges {
    var changes = ItemChanges()
    let transaction = try Transaction(on: self)
    let find = try prepare(findItemSQL)
    let replace = try prepare(writeItemSQL("REPLACE INTO item"))
    let note = try prepare(writeItemSQL("INSERT INTO item_history"))
    while let item = try next() {
      let before = try find.item(item.gtin)?.item
      if before == item {
        changes.unchanged += 1
        continue
      }
      if before == nil { changes.added += 1 } else { changes.changed += 1 }
      for statement in [replace, note] {
        try statement.bind(item, change)
        try statement.runOnOneRow()
      }
    }
    try transaction.commit()
    return changes
  }

  fileprivate func removeItem(_ gtin: String, _ change: Change) throws(JournalError) -> Bool {
    let transaction = try Transaction(on: self)
    let remove = try prepare("DELETE FROM item WHERE gtin = ? RETURNING 1")
    try remove.bind(1, gtin)
    let isRemoved = try remove.step()
    remove.reset()
    guard isRemoved else { return false }
    let note = try prepare(noteRemovalSQL)
    try note.bind(1, gtin)
    try note.bind(2, change)
    try note.runOnOneRow()
    try transaction.commit()
    return true
  }
}

extension Statement {
  /// Runs `findItemSQL`.
  fileprivate func item(_ gtin: String) throws(JournalError) -> ItemEntry? {
    defer { reset() }
    try bind(1, gtin)
    return try step() ? try itemEntry() : nil
  }

  fileprivate func bind(_ item: Item, _ change: Change) throws(JournalError) {
    try bind(1, item.gtin)
    try bind(2, item.name)
    try bind(3, item.policy.rawValue)
    try bind(4, item.checks.serialRepeated?.rawValue)
    try bind(5, item.checks.lotConflict?.rawValue)
    try bind(6, item.checks.expiryConflict?.rawValue)
    try bind(7, item.checks.expired?.rawValue)
    try bind(8, item.checks.recalled?.rawValue)
    try bind(9, change)
  }

  /// Binds a change to three parameters, the first of which is `index`.
  func bind(_ index: Int32, _ change: Change) throws(JournalError) {
    try bind(index, change.time.microseconds)
    try bind(index + 1, Int64(change.author.uid))
    try bind(index + 2, change.author.name)
  }

  fileprivate func itemEntry() throws(JournalError) -> ItemEntry {
    guard let changed = change(8) else { throw database.damage("an item has no last change") }
    return ItemEntry(item: try item(name: text(7)), changed: changed)
  }

  /// The item in the first seven columns.
  func item(name: String?) throws(JournalError) -> Item {
    guard let gtin = text(0), let policy = text(1).flatMap(Policy.init(rawValue:)) else {
      throw database.damage("an item has no GTIN or no policy")
    }
    do throws(ItemError) {
      return try Item(gtin: gtin, name: name, policy: policy, checks: checks())
    } catch {
      throw database.damage(error.description)
    }
  }

  private func checks() -> Checks {
    func consequence(_ column: Int32) -> Consequence? {
      text(column).flatMap(Consequence.init(rawValue:))
    }
    var checks = Checks()
    checks.serialRepeated = consequence(2)
    checks.lotConflict = consequence(3)
    checks.expiryConflict = consequence(4)
    checks.expired = consequence(5)
    checks.recalled = consequence(6)
    return checks
  }

  /// The change in three columns, the first of which is `column`; nil if they are NULL.
  func change(_ column: Int32) -> Change? {
    guard let name = text(column + 2) else { return nil }
    return Change(
      time: Timestamp(microseconds: integer(column)),
      author: Author(uid: UInt32(truncatingIfNeeded: integer(column + 1)), name: name))
  }
}

/// The columns of an item that judging needs.
let judgedItemColumns =
  "gtin, policy, serial_repeated, lot_conflict, expiry_conflict, expired, recalled"

private let itemColumns = judgedItemColumns + ", name, changed, changed_uid, changed_by"

private let findItemSQL = "SELECT \(itemColumns) FROM item WHERE gtin = ?"

private func writeItemSQL(_ verb: String) -> String {
  """
  \(verb) (gtin, name, policy, serial_repeated, lot_conflict, expiry_conflict, expired, recalled,
    changed, changed_uid, changed_by)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  """
}

private let noteRemovalSQL = """
  INSERT INTO item_history (gtin, changed, changed_uid, changed_by) VALUES (?, ?, ?, ?)
  """
