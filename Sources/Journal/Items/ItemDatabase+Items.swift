// SPDX-License-Identifier: Apache-2.0

import Tracking
import Wire

extension ItemDatabase {
  /// The item of a GTIN in 14 digits; nil if nothing is said of it.
  public func item(_ gtin: String) throws(ItemDatabaseError) -> ItemEntry? {
    try ask { connection throws(ItemDatabaseError) in
      try connection.asking { database throws(SQLiteError) in
        let find = try database.prepare(findItemSQL)
        return try database.item(gtin, with: find)
      }
    }
  }

  /// Items by their GTINs, at most `limit` of those behind `after`.
  public func items(after: String = "", limit: Int) throws(ItemDatabaseError) -> [ItemEntry] {
    try ask { connection throws(ItemDatabaseError) in
      try connection.asking { database throws(SQLiteError) in
        let rows = try database.prepare(
          "SELECT \(itemColumns) FROM item WHERE gtin > ? ORDER BY gtin LIMIT ?")
        try rows.bind(1, after)
        try rows.bind(2, Int64(limit))
        var entries: [ItemEntry] = []
        while try rows.step() { entries.append(try rows.itemEntry()) }
        return entries
      }
    }
  }

  /// Adds items, or replaces those of the same GTINs: all of them or, when this throws, none. Of two
  /// with one GTIN the later one counts.
  @discardableResult
  public func set(_ items: [Item], by author: Author) throws(ItemDatabaseError) -> ItemChanges {
    try set(items, batch: nil, part: 0, more: false, by: author) ?? ItemChanges()
  }

  /// As `set`, for a batch that comes in parts, numbered from 0: the last one sets all of them.
  ///
  /// - Parameters:
  ///   - batch: what the batch is called. There is one at a time; another one takes its place.
  ///   - more: whether more parts come.
  /// - Returns: what became of the items; nil where more parts are awaited.
  public func set(
    _ items: [Item], batch: String?, part: Int, more: Bool, by author: Author
  ) throws(ItemDatabaseError) -> ItemChanges? {
    try change { connection throws(ItemDatabaseError) in
      let all = try connection.batch.add(items, of: batch, part: part, by: author.uid, more: more)
      guard let all else { return nil }
      return try connection.set(all, Change(time: wallClock(), author: author))
    }
  }

  /// Removes the item of a GTIN in 14 digits; false if there was none.
  @discardableResult
  public func remove(_ gtin: String, by author: Author) throws(ItemDatabaseError) -> Bool {
    try change { connection throws(ItemDatabaseError) in
      var isRemoved = false
      let change = Change(time: wallClock(), author: author)
      try connection.transaction { database throws(SQLiteError) in
        let remove = try database.prepare("DELETE FROM item WHERE gtin = ? RETURNING 1")
        try remove.bind(1, gtin)
        isRemoved = try remove.step()
        remove.reset()
        guard isRemoved else { return }
        let note = try database.prepare(noteRemovalSQL)
        try note.bind(1, gtin)
        try note.bind(2, change)
        try note.run()
      }
      return isRemoved
    }
  }
}

extension ItemConnection {
  fileprivate func set(_ items: [Item], _ change: Change) throws(ItemDatabaseError) -> ItemChanges {
    var changes = ItemChanges()
    try transaction { database throws(SQLiteError) in
      let find = try database.prepare(findItemSQL)
      let replace = try database.prepare(writeItemSQL("REPLACE INTO item"))
      let note = try database.prepare(writeItemSQL("INSERT INTO item_history"))
      for item in items {
        let before = try database.item(item.gtin, with: find)?.item
        if before == item {
          changes.unchanged += 1
          continue
        }
        if before == nil { changes.added += 1 } else { changes.changed += 1 }
        for statement in [replace, note] {
          try statement.bind(item, change)
          try statement.run()
        }
      }
    }
    return changes
  }
}

extension Database {
  fileprivate func item(_ gtin: String, with find: Statement) throws(SQLiteError) -> ItemEntry? {
    defer { find.reset() }
    try find.bind(1, gtin)
    return try find.step() ? try find.itemEntry() : nil
  }
}

extension Statement {
  fileprivate func bind(_ item: Item, _ change: Change) throws(SQLiteError) {
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

  /// Binds a change in three places, the first of which is `index`.
  func bind(_ index: Int32, _ change: Change) throws(SQLiteError) {
    try bind(index, change.time.microseconds)
    try bind(index + 1, Int64(change.author.uid))
    try bind(index + 2, change.author.name)
  }

  fileprivate func itemEntry() throws(SQLiteError) -> ItemEntry {
    guard let changed = change(8) else { throw .damage("an item has no last change") }
    return ItemEntry(item: try item(name: text(7)), changed: changed)
  }

  /// The item in the first seven columns.
  func item(name: String?) throws(SQLiteError) -> Item {
    guard let gtin = text(0), let policy = text(1).flatMap(Policy.init(rawValue:)) else {
      throw .damage("an item has no GTIN or no policy")
    }
    do throws(ItemError) {
      return try Item(gtin: gtin, name: name, policy: policy, checks: checks())
    } catch {
      throw .damage(error.description)
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

  /// The change in three columns, the first of which is `column`; nil if it was not made.
  func change(_ column: Int32) -> Change? {
    guard let name = text(column + 2) else { return nil }
    return Change(
      time: Timestamp(microseconds: integer(column)),
      author: Author(uid: UInt32(truncatingIfNeeded: integer(column + 1)), name: name))
  }
}

/// What judging wants of an item.
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
