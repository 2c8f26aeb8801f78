// SPDX-License-Identifier: Apache-2.0

// The reference: the same rows into the same tables with the same indexes, after the same look-ups,
// in the same groups, by SQLite's C API alone. Nothing is read, judged or encoded here.

import CSQLiteBaseline

final class Reference {
  private var database: OpaquePointer?
  private var items: OpaquePointer?
  private var insert: OpaquePointer?
  private var lookups: [OpaquePointer?] = []
  private var itemLookups: [OpaquePointer?] = []

  /// Empty tables like those of the journal in `directory`, in a file beside.
  init(like directory: String, at path: String) {
    run(sqlite3_open(path, &database))
    execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL")
    execute("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 16777216")
    execute("ATTACH '\(directory)/journal.db' AS source")
    for statement in schema() { execute(statement) }
    execute("INSERT INTO journal SELECT * FROM source.journal")
    execute("INSERT INTO judging SELECT * FROM source.judging")
    execute("DETACH source")
    run(sqlite3_open_v2(directory + "/items.db", &items, SQLITE_OPEN_READONLY, nil))
    insert = prepare(
      "INSERT INTO record VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
        + "?16, ?17, ?18)", database)
    lookups = [known, neighbour("<", "DESC"), neighbour(">", "ASC")].map { prepare($0, database) }
    itemLookups = [
      "SELECT gtin, policy FROM item WHERE gtin = ?1",
      recall("recall_gtin", "lot IS NULL AND serial IS NULL AND gtin = ?1"),
      recall("recall_lot", "lot = ?1 AND gtin IS NULL") + " UNION ALL "
        + recall("recall_lot", "lot = ?1 AND gtin = ?2"),
      recall("recall_serial", "serial = ?1 AND gtin IS NULL") + " UNION ALL "
        + recall("recall_serial", "serial = ?1 AND gtin = ?2"),
    ].map { prepare($0, items) }
  }

  /// One durable commit of rows, each given as a statement at its row.
  func commit(_ rows: [Row]) {
    execute("BEGIN IMMEDIATE")
    run(sqlite3_exec(items, "BEGIN", nil, nil, nil))
    for row in rows {
      look(itemLookups[0], [row.gtin])
      look(itemLookups[1], [row.gtin])
      look(itemLookups[2], [row.lot, row.gtin])
      look(itemLookups[3], [row.serial, row.gtin])
      look(lookups[0], [row.serial, row.gtin])
      look(lookups[1], [row.lot, row.gtin, row.expiry])
      look(lookups[2], [row.lot, row.gtin, row.expiry])
      for (index, value) in row.values.enumerated() {
        sqlite3_bind_value(insert, Int32(index + 1), value)
      }
      guard sqlite3_step(insert) == SQLITE_DONE else { fatalError("insert failed") }
      sqlite3_reset(insert)
    }
    let head = rows.last?.cursor ?? 0
    execute("UPDATE journal SET head = \(head), accepted = \(head) WHERE id = 1")
    run(sqlite3_exec(items, "COMMIT", nil, nil, nil))
    execute("COMMIT")
  }

  private let known = """
    SELECT 1 FROM record INDEXED BY record_serial
    WHERE serial = ?1 AND gtin IS ?2 AND verdict = 'accepted' LIMIT 1
    """

  private func neighbour(_ comparison: String, _ order: String) -> String {
    """
    SELECT cursor, expiry FROM record INDEXED BY record_lot_expiry
    WHERE verdict = 'accepted' AND lot = ?1 AND gtin = ?2 AND expiry \(comparison) ?3
    ORDER BY expiry \(order) LIMIT 1
    """
  }

  private func recall(_ index: String, _ condition: String) -> String {
    "SELECT number, gtin, lot, serial, reason FROM recall INDEXED BY \(index) "
      + "WHERE lifted IS NULL AND \(condition)"
  }

  private func look(_ statement: OpaquePointer?, _ values: [OpaquePointer?]) {
    for (index, value) in values.enumerated() {
      sqlite3_bind_value(statement, Int32(index + 1), value)
    }
    while sqlite3_step(statement) == SQLITE_ROW {}
    sqlite3_reset(statement)
  }

  private func schema() -> [String] {
    let statement = prepare(
      "SELECT sql FROM source.sqlite_schema WHERE sql IS NOT NULL AND type != 'view' ORDER BY rowid",
      database)
    defer { sqlite3_finalize(statement) }
    var statements: [String] = []
    while sqlite3_step(statement) == SQLITE_ROW {
      statements.append(String(cString: sqlite3_column_text(statement, 0)))
    }
    return statements
  }

  private func prepare(_ sql: String, _ database: OpaquePointer?) -> OpaquePointer? {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else {
      fatalError(String(cString: sqlite3_errmsg(database)))
    }
    return statement
  }

  private func execute(_ sql: String) { run(sqlite3_exec(database, sql, nil, nil, nil)) }

  private func run(_ code: Int32) {
    guard code == SQLITE_OK else { fatalError(String(cString: sqlite3_errmsg(database))) }
  }
}

/// A row of a journal, its values kept (sqlite3_value_dup).
final class Row {
  let values: [OpaquePointer?]
  var cursor: Int64 { sqlite3_value_int64(values[0]) }
  var gtin: OpaquePointer? { values[8] }
  var lot: OpaquePointer? { values[9] }
  var serial: OpaquePointer? { values[10] }
  var expiry: OpaquePointer? { values[12] }

  private init(_ statement: OpaquePointer?) {
    values = (0..<18).map { sqlite3_value_dup(sqlite3_column_value(statement, $0)) }
  }

  deinit {
    for value in values { sqlite3_value_free(value) }
  }

  /// All records of a journal.
  static func all(of path: String) -> [Row] {
    var database: OpaquePointer?
    var statement: OpaquePointer?
    guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil) == SQLITE_OK,
      sqlite3_prepare_v2(database, "SELECT * FROM record ORDER BY cursor", -1, &statement, nil)
        == SQLITE_OK
    else { fatalError("cannot read \(path)") }
    defer {
      sqlite3_finalize(statement)
      sqlite3_close(database)
    }
    var rows: [Row] = []
    while sqlite3_step(statement) == SQLITE_ROW { rows.append(Row(statement)) }
    return rows
  }
}
