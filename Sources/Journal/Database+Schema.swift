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
  /// Far more steps than the schema of a sound database needs.
  private static let identificationSteps: Int64 = 1_000_000

  /// The kind of the file, found without writing. A file that is nearly ours is damaged: a wrong number
  /// in its header is no reason to take it for another program's or a later version's.
  ///
  /// - Parameter tables: tables beside those of `schema`, which the caller has looked at.
  func identity(
    as schema: Schema, besides tables: [DatabaseShape.Object] = []
  ) throws(JournalError) -> DatabaseIdentity {
    try blamingTheFile { () throws(JournalError) in
      try limitingWork(to: Self.identificationSteps) { () throws(JournalError) in
        try identify(as: schema, shape().without(tables))
      }
    }
  }

  private func identify(
    as schema: Schema, _ shape: DatabaseShape
  ) throws(JournalError) -> DatabaseIdentity {
    let application = try number("PRAGMA application_id")
    let version = Int(try number("PRAGMA user_version"))
    if shape.isEmpty, application == 0, version == 0 { return .empty }
    guard application == Int64(schema.applicationID) else {
      guard try schema.version(of: shape) != nil else { return .foreign }
      throw damage("it has the tables of scand, and application_id \(application)")
    }
    if version > schema.version, try schema.version(of: shape) == nil {
      return .newer(version: version)
    }
    guard (1...schema.version).contains(version) else {
      throw damage("its tables are not those of user_version \(version)")
    }
    if let difference = shape.difference(from: try schema.shape(of: version)) {
      throw damage(difference)
    }
    try requireUsualPages()
    return .ours(version: version)
  }

  /// Throws if the header tells an encoding or a size of pages that scand never makes: SQLite would read
  /// the same bytes as other values.
  private func requireUsualPages() throws(JournalError) {
    let encoding = try value("PRAGMA encoding") ?? "nothing"
    guard encoding == "UTF-8" else { throw damage("its encoding is \(encoding)") }
    var reserved: Int32 = -1
    try check(sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved))
    guard reserved == 0 else { throw damage("\(reserved) bytes of each page are reserved") }
  }

  /// Throws if the header forbids writing (sqlite3_db_readonly, and byte 18 above 2). A file that only its
  /// permissions or its file system protect is not damaged.
  private func requireWritableFormat() throws(JournalError) {
    var file: UnsafeMutablePointer<sqlite3_file>?
    guard sqlite3_db_readonly(handle, "main") == 1,
      sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK,
      let methods = file?.pointee.pMethods
    else { return }
    var version: UInt8 = 0
    guard methods.pointee.xRead(file, &version, 1, 18) == SQLITE_OK, version > 2 else { return }
    throw damage("its header forbids writing")
  }

  /// Sets the size of the cache: the file may ask for one that fills the memory.
  func limitCache() throws(JournalError) {
    try execute("PRAGMA cache_size = -2000")
  }

  /// Applies the settings that durability depends on, and reads them back.
  func configureForWriting() throws(JournalError) {
    try requireWritableFormat()
    try limitCache()
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
    guard version >= 0 else { throw damage("its user_version is \(version)") }
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
