// SPDX-License-Identifier: Apache-2.0

// What cannot be changed on a kiosk in the field is right from the first version: auto_vacuum is
// set before the first table, the newest cursor stands in a row of its own (after all records are
// deleted a rowid would begin at 1 again), the journal has a uuid, and scan data are a BLOB.
// `body` is the record as it was published, without its cursor; the columns are for queries.

import CSQLite

enum Schema {
  /// "scnd": what `file(1)` and we know the database by (PRAGMA application_id).
  static let applicationID = 0x7363_6E64

  /// Each migration leads from the version that is its index to the next (PRAGMA user_version).
  static let migrations: [String] = [version1, version2]

  /// The version this program writes.
  static var version: Int { migrations.count }

  private static let version1 = """
    CREATE TABLE journal (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      uuid TEXT NOT NULL,
      created INTEGER NOT NULL,
      head INTEGER NOT NULL,
      time INTEGER NOT NULL,
      accepted INTEGER NOT NULL,
      rejected INTEGER NOT NULL,
      incomplete INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE judging (
      id INTEGER PRIMARY KEY,
      text TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE record (
      cursor INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      scanner TEXT NOT NULL,
      station TEXT,
      step TEXT,
      verdict TEXT NOT NULL,
      kind TEXT,
      tracking TEXT,
      gtin TEXT,
      lot TEXT,
      serial TEXT,
      sscc TEXT,
      expiry TEXT,
      reasons TEXT NOT NULL,
      notes TEXT NOT NULL,
      judging INTEGER NOT NULL REFERENCES judging (id),
      data BLOB NOT NULL,
      body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX record_serial ON record (serial, gtin) WHERE serial IS NOT NULL;
    CREATE INDEX record_lot ON record (lot) WHERE lot IS NOT NULL;
    CREATE INDEX record_gtin ON record (gtin) WHERE gtin IS NOT NULL;
    CREATE INDEX record_sscc ON record (sscc) WHERE sscc IS NOT NULL;
    """

  /// Which scanners have sent a separator (FNC1, as the byte 0x1D): theirs are not missing.
  private static let version2 = """
    CREATE TABLE separator (
      scanner TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID;
    INSERT INTO separator
      SELECT DISTINCT scanner FROM record
      WHERE verdict != 'incomplete' AND instr(data, x'1D') > 0;
    """
}

/// What a database file is before we touch it.
enum DatabaseIdentity: Equatable {
  /// Empty: a journal is to be created in it.
  case empty
  /// A journal of this schema version, at most ours.
  case journal(version: Int)
  /// A journal of a later schema version.
  case newer(version: Int)
  /// Another program's database.
  case foreign

  /// The schema version, 0 where there is none of ours.
  var version: Int {
    switch self {
    case .empty, .foreign: 0
    case .journal(let version), .newer(let version): version
    }
  }
}

extension Database {
  /// Looks, without writing, at what the file is.
  func identity() throws(SQLiteError) -> DatabaseIdentity {
    let tables = try value("SELECT count(*) FROM sqlite_schema")
    if tables == "0" { return .empty }
    guard try value("PRAGMA application_id") == String(Schema.applicationID) else {
      return .foreign
    }
    let version = Int(try value("PRAGMA user_version") ?? "") ?? 0
    return version > Schema.version ? .newer(version: version) : .journal(version: version)
  }

  /// Sets what the journal's guarantees hang on, and reads it back.
  func configureForWriting() throws(SQLiteError) {
    try check(csqlite_defensive(handle))
    if try value("PRAGMA page_count") == "0" { try execute("PRAGMA auto_vacuum = INCREMENTAL") }
    try demand("PRAGMA journal_mode = WAL", gives: "wal")
    try execute("PRAGMA synchronous = FULL")
    try demand("PRAGMA synchronous", gives: "2")
    try execute("PRAGMA journal_size_limit = 16777216; PRAGMA foreign_keys = ON")
    // Without -wal and -shm the group's members could not open a journal that is not in use.
    var persist: Int32 = 1
    try check(sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &persist))
  }

  /// Brings the schema from `version` to ours; a fresh journal gets `uuid` and the time `now`.
  func migrate(from version: Int, uuid: String, now: Int64) throws(SQLiteError) {
    guard version < Schema.version else { return }
    try transaction { () throws(SQLiteError) in
      for migration in Schema.migrations[version...] { try execute(migration) }
      if version == 0 { try createHead(uuid: uuid, now: now) }
      try execute("PRAGMA application_id = \(Schema.applicationID)")
      try execute("PRAGMA user_version = \(Schema.version)")
    }
  }

  private func createHead(uuid: String, now: Int64) throws(SQLiteError) {
    let insert = try prepare("INSERT INTO journal VALUES (1, ?, ?, 0, 0, 0, 0, 0)")
    try insert.bind(1, uuid)
    try insert.bind(2, now)
    try insert.run()
  }

  private func demand(_ sql: String, gives wanted: String) throws(SQLiteError) {
    let answer = try value(sql) ?? "nothing"
    guard answer == wanted else {
      throw SQLiteError(
        extendedCode: SQLITE_ERROR, message: "\(sql) gave \(answer) instead of \(wanted)")
    }
  }
}
