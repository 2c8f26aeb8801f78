// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// The kind of a database file, found before anything is written.
enum DatabaseIdentity: Equatable {
  /// Empty.
  case empty
  /// The expected kind of database, of this schema version, at most ours.
  case ours(version: Int)
  /// The expected kind of database, of a later schema version.
  case newer(version: Int)
  /// Another program's database.
  case foreign

  /// The schema version; 0 for a file that is empty or foreign.
  var version: Int {
    switch self {
    case .empty, .foreign: 0
    case .ours(let version), .newer(let version): version
    }
  }

  /// Throws if the database at `path` is not ours to open.
  func requireOurs(path: String, schema: Schema) throws(JournalError) {
    switch self {
    case .empty, .ours: return
    case .newer(let version):
      throw JournalError(
        .newerSchema,
        "\(path) was written by a newer scand (schema \(version); this one knows up to "
          + "\(schema.version)). It was left as it is. Install that version again.")
    case .foreign:
      throw JournalError(
        .foreignDatabase,
        "\(path) is a database of another program. It was left as it is. "
          + "Move it away, or name another directory with --state.")
    }
  }
}

extension Database {
  /// The kind of the file, found without writing.
  func identity(as schema: Schema) throws(JournalError) -> DatabaseIdentity {
    let tables = try value("SELECT count(*) FROM sqlite_schema")
    if tables == "0" { return .empty }
    guard try value("PRAGMA application_id") == String(schema.applicationID) else {
      return .foreign
    }
    let version = Int(try value("PRAGMA user_version") ?? "") ?? 0
    return version > schema.version ? .newer(version: version) : .ours(version: version)
  }

  /// Applies the settings that durability depends on, and reads them back.
  func configureForWriting() throws(JournalError) {
    try check(csqlite_defensive(handle))
    if try value("PRAGMA page_count") == "0" { try execute("PRAGMA auto_vacuum = INCREMENTAL") }
    try require("PRAGMA journal_mode = WAL", gives: "wal")
    try execute("PRAGMA synchronous = FULL")
    try require("PRAGMA synchronous", gives: "2")
    try execute("PRAGMA journal_size_limit = 16777216; PRAGMA foreign_keys = ON")
    // Without -wal and -shm, members of the group scand-sql could not open a journal that is not in use.
    var persist: Int32 = 1
    try check(sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &persist))
  }

  /// Migrates the database from a version of `schema` to the present one.
  ///
  /// - Parameter rows: SQL for the first rows of a new database.
  func migrate(
    from version: Int, to schema: Schema, adding rows: String = ""
  ) throws(JournalError) {
    guard version < schema.version else { return }
    let transaction = try Transaction(on: self)
    for migration in schema.migrations[version...] { try execute(migration) }
    if version == 0 { try execute(rows) }
    try execute("PRAGMA application_id = \(schema.applicationID)")
    try execute("PRAGMA user_version = \(schema.version)")
    try transaction.commit()
  }

  /// Creates the tables of an earlier version of `schema` in an empty database.
  func migrate(to schema: Schema, upTo version: Int) throws(JournalError) {
    guard (1...schema.version).contains(version) else {
      throw error("there is no schema \(version)")
    }
    let earlier = Schema(
      applicationID: schema.applicationID, migrations: Array(schema.migrations[..<version]))
    try migrate(from: 0, to: earlier)
  }

  private func require(_ sql: String, gives wanted: String) throws(JournalError) {
    let answer = try value(sql) ?? "nothing"
    guard answer == wanted else { throw error("\(sql) gave \(answer) instead of \(wanted)") }
  }
}
