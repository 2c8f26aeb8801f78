// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// What a database file is before we touch it.
enum DatabaseIdentity: Equatable {
  /// Empty.
  case empty
  /// What it should be, of this schema version, at most ours.
  case ours(version: Int)
  /// What it should be, of a later schema version.
  case newer(version: Int)
  /// Another program's database.
  case foreign

  /// The schema version, 0 where there is none of ours.
  var version: Int {
    switch self {
    case .empty, .foreign: 0
    case .ours(let version), .newer(let version): version
    }
  }

  /// Throws if the database at `path` is not ours to open.
  func refuse(path: String, as schema: Schema) throws(JournalError) {
    switch self {
    case .empty, .ours: return
    case .newer(let version): throw .newer(path: path, version: version, known: schema.version)
    case .foreign: throw .foreign(path: path)
    }
  }
}

extension Database {
  /// Looks, without writing, at what the file is.
  func identity(as schema: Schema) throws(SQLiteError) -> DatabaseIdentity {
    let tables = try value("SELECT count(*) FROM sqlite_schema")
    if tables == "0" { return .empty }
    guard try value("PRAGMA application_id") == String(schema.applicationID) else {
      return .foreign
    }
    let version = Int(try value("PRAGMA user_version") ?? "") ?? 0
    return version > schema.version ? .newer(version: version) : .ours(version: version)
  }

  /// Sets what our guarantees hang on, and reads it back.
  func configureForWriting() throws(SQLiteError) {
    try check(csqlite_defensive(handle))
    if try value("PRAGMA page_count") == "0" { try execute("PRAGMA auto_vacuum = INCREMENTAL") }
    try require("PRAGMA journal_mode = WAL", gives: "wal")
    try execute("PRAGMA synchronous = FULL")
    try require("PRAGMA synchronous", gives: "2")
    try execute("PRAGMA journal_size_limit = 16777216; PRAGMA foreign_keys = ON")
    // Without -wal and -shm the group's members could not open a journal that is not in use.
    var persist: Int32 = 1
    try check(sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &persist))
  }

  /// Brings the database from a version of `schema` to the present one; `create` adds what a fresh
  /// one has to hold.
  func migrate(
    from version: Int, to schema: Schema, create: () throws(SQLiteError) -> Void = {}
  ) throws(SQLiteError) {
    guard version < schema.version else { return }
    try transaction { () throws(SQLiteError) in
      for migration in schema.migrations[version...] { try execute(migration) }
      if version == 0 { try create() }
      try execute("PRAGMA application_id = \(schema.applicationID)")
      try execute("PRAGMA user_version = \(schema.version)")
    }
  }

  /// Makes a fresh database of an earlier version of `schema`.
  func migrate(to schema: Schema, upTo version: Int) throws(SQLiteError) {
    guard (1...schema.version).contains(version) else {
      throw SQLiteError(extendedCode: SQLITE_ERROR, message: "there is no schema \(version)")
    }
    let earlier = Schema(
      applicationID: schema.applicationID, migrations: Array(schema.migrations[..<version]))
    try migrate(from: 0, to: earlier)
  }

  private func require(_ sql: String, gives wanted: String) throws(SQLiteError) {
    let answer = try value(sql) ?? "nothing"
    guard answer == wanted else {
      throw SQLiteError(
        extendedCode: SQLITE_ERROR, message: "\(sql) gave \(answer) instead of \(wanted)")
    }
  }
}
