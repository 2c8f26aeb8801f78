// SPDX-License-Identifier: Apache-2.0

import CSQLiteBaseline

/// The reference: the same row into the same tables with the same indexes, by the bare C API.
final class Baseline {
  private var database: OpaquePointer?
  private var insert: OpaquePointer?
  private var cursor: Int32 = 1

  /// Makes a database like the journal at `path`, with a copy of its first row to insert again.
  init(like path: String, at copy: String) {
    run(sqlite3_open(copy, &database))
    execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL")
    execute("PRAGMA synchronous = FULL")
    execute("ATTACH '\(path)' AS source")
    for statement in schema() { execute(statement) }
    execute("INSERT INTO journal SELECT * FROM source.journal")
    execute("INSERT INTO judging SELECT * FROM source.judging")
    execute("CREATE TEMP TABLE sample AS SELECT * FROM source.record WHERE cursor = 1")
    execute("DETACH source")
    let columns =
      "time, scanner, station, step, verdict, kind, tracking, gtin, lot, serial, sscc, "
      + "expiry, reasons, notes, judging, data, body"
    run(
      sqlite3_prepare_v2(
        database, "INSERT INTO main.record SELECT ?, \(columns) FROM sample", -1, &insert, nil))
  }

  /// One durable commit.
  func commit() {
    execute("BEGIN IMMEDIATE")
    sqlite3_bind_int(insert, 1, cursor)
    guard sqlite3_step(insert) == SQLITE_DONE else { fatalError("insert failed") }
    sqlite3_reset(insert)
    execute("UPDATE journal SET head = \(cursor), accepted = \(cursor) WHERE id = 1")
    execute("COMMIT")
    cursor += 1
  }

  private func schema() -> [String] {
    var statement: OpaquePointer?
    let sql = "SELECT sql FROM source.sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
    run(sqlite3_prepare_v2(database, sql, -1, &statement, nil))
    defer { sqlite3_finalize(statement) }
    var statements: [String] = []
    while sqlite3_step(statement) == SQLITE_ROW {
      statements.append(String(cString: sqlite3_column_text(statement, 0)))
    }
    return statements
  }

  private func execute(_ sql: String) { run(sqlite3_exec(database, sql, nil, nil, nil)) }

  private func run(_ code: Int32) {
    guard code == SQLITE_OK else { fatalError(String(cString: sqlite3_errmsg(database))) }
  }
}
