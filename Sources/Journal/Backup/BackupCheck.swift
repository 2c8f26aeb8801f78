// SPDX-License-Identifier: Apache-2.0

// A backup may come from anywhere, and after a restoration the daemon relies on it. So the check
// refuses whatever `scanctl backup` did not make, and does beforehand, in a temporary database, the part
// of a restoration that depends on the content. A file that passes can be restored.
//
// The file is opened as immutable: SQLite then reads this file alone, as a restoration copies it, and
// neither a log beside it nor a lock.

import CSQLite
import SystemCalls

/// The check of one backup; the header comes first, then the items.
struct BackupCheck {
  private let path: String
  private let database: Database

  /// Opens a file and compares its schema with that of a backup; nothing else is read before.
  init(of path: String) throws(JournalError) {
    self.path = path
    database = try Database(
      path: fileURI(path) + immutable, name: path, flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
      errorCode: .unsoundBackup)
    try requireSingleFile()
    try requireSchema()
  }

  /// The row of the journal, after all pages have been checked (PRAGMA integrity_check).
  func header() throws(JournalError) -> JournalHeader {
    try blamingTheFile { () throws(JournalError) in
      try database.limitingWork(to: workLimit) { () throws(JournalError) in
        try database.checkedHeader()
      }
    }
  }

  /// The records, compared with their seals. A damaged one is no reason to refuse the file: after a
  /// restoration it is a gap, as it was before.
  func records() throws(JournalError) -> JournalVerification {
    let verifier = try Verifier(path: path, isLive: false, errorCode: .unsoundBackup)
    try verifier.run()
    return verifier.found
  }

  /// The number of items and recalls, after they were put into a temporary database as a restoration
  /// puts them in place.
  func items() throws(JournalError) -> (items: Int64, recalls: Int64) {
    // An empty path is a private file that SQLite removes (sqlite.org/inmemorydb.html).
    let draft = try Database(
      path: "", name: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI,
      errorCode: .unsoundBackup)
    return try blamingTheFile { () throws(JournalError) in
      try draft.limitingWork(to: workLimit) { () throws(JournalError) in
        try draft.takeItems(fromBackup: fileURI(path) + immutable)
        return (
          try draft.number("SELECT count(*) FROM item"),
          try draft.number("SELECT count(*) FROM recall")
        )
      }
    }
  }

  /// The steps of SQLite's virtual machine that a file of this length cannot need.
  private var workLimit: Int64 { 100_000_000 + 200 * JournalFiles.length(of: path) }

  /// Throws if the header asks for a write-ahead log: changes of the restored file would be in the log
  /// (bytes 18 and 19, sqlite.org/fileformat2.html).
  private func requireSingleFile() throws(JournalError) {
    let header = (try? Files.read(path, upTo: 20)) ?? []
    if header.isEmpty { throw refusal("it is empty") }
    guard header.count < 20 || header[18...19].allSatisfy({ $0 == 1 }) else {
      throw refusal("its header is not that of a single file")
    }
  }

  private func requireSchema() throws(JournalError) {
    let tables = try database.tablesOfBackup()
    switch try database.identity(as: .journal, besides: tables) {
    case .empty: throw refusal("it is empty")
    case .foreign: throw refusal("it is a database of another program")
    case .newer(let version): throw refusal("a newer scand made it (schema \(version))")
    case .ours(let version) where version < Schema.firstWithBackups:
      throw refusal("it is a journal of an older scand (schema \(version)) and no backup")
    case .ours: break
    }
    guard tables.count == Schema.backupTables.count else {
      throw refusal("it is a journal, not a backup: items and recalls are missing")
    }
  }

  private func refusal(_ problem: String) -> JournalError {
    JournalError(.unsoundBackup, "\(path): \(problem)")
  }
}

private let immutable = "?immutable=1"

extension Schema {
  /// The first schema version of the journal that has backups.
  fileprivate static let firstWithBackups = 4

  /// The tables that a backup has beside those of the journal.
  fileprivate static let backupTables = itemTables + [itemVersionTable]
}

extension Database {
  /// The tables of items and recalls in a backup, each with plain columns of the expected names alone.
  /// Their statements are SQLite's own (CREATE TABLE AS) and differ by its version.
  func tablesOfBackup() throws(JournalError) -> [DatabaseShape.Object] {
    try blamingTheFile { () throws(JournalError) in
      try limitingWork(to: 1_000_000) { () throws(JournalError) in
        let tables = try shape().objects.filter { Schema.backupTables.contains($0.name) }
        if let other = tables.first(where: { $0.type != "table" }) {
          throw damage("\(other.name) is a \(other.type), not a table")
        }
        // SQLite finds such a table, and does not drop it.
        if let other = tables.first(where: { $0.table != $0.name }) {
          throw damage("the table \(other.name) stands as \(other.table) in the schema")
        }
        if tables.count == Schema.backupTables.count { try requireColumnsOfBackup() }
        return Array(tables)
      }
    }
  }

  private func requireColumnsOfBackup() throws(JournalError) {
    try requireColumns(["version"], of: Schema.itemVersionTable)
    let version = try versionOfItems(in: "main")
    let model = try Database(
      path: ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    try model.migrate(to: .items, upTo: version)
    for table in Schema.itemTables { try requireColumns(model.columnNames(of: table), of: table) }
  }

  private func requireColumns(_ columns: [String], of table: String) throws(JournalError) {
    guard try columnNames(of: table) == columns else {
      throw damage("the table \(table) is not as scand makes it")
    }
  }

  /// The columns of a table; computed ones (generated columns) are marked.
  private func columnNames(of table: String) throws(JournalError) -> [String] {
    let rows = try prepare("SELECT name, hidden FROM pragma_table_xinfo(?)")
    try rows.bind(1, table)
    var names: [String] = []
    while try rows.step() {
      names.append((rows.text(0) ?? "") + (rows.integer(1) == 0 ? "" : " (computed)"))
    }
    return names
  }

  /// The schema version of the items in a backup.
  private func versionOfItems(in database: String) throws(JournalError) -> Int {
    let text = try value("SELECT version FROM \(database).\(Schema.itemVersionTable)") ?? ""
    guard let version = Int(text), version > 0 else {
      throw damage("the version of its items is missing")
    }
    guard version <= Schema.items.version else {
      throw damage("a newer scand made its items (schema \(version))")
    }
    return version
  }

  /// The header of a backup whose pages are sound, and whose records are those that it names.
  fileprivate func checkedHeader() throws(JournalError) -> JournalHeader {
    let answer = try value("PRAGMA integrity_check(1)") ?? "nothing"
    guard answer == "ok" else { throw damage("it is damaged: \(answer)") }
    let isSealed = try number("PRAGMA user_version") >= Schema.firstWithSeals
    let header = try isSealed ? readHeader() : readEarliestHeader()
    try requireRecords(of: header)
    if isSealed { try requireNoSeal(after: header) }
    let records = try number("SELECT count(*) FROM record")
    guard records == header.cursor - header.oldest + 1 else {
      throw damage(
        "it holds \(records) records instead of those from \(header.oldest) to \(header.cursor)")
    }
    return header
  }

  /// Fills an empty database with the items and recalls of a backup, and brings them to the present
  /// schema.
  ///
  /// - Parameter backup: the path of the backup, or its URI if this connection takes URIs.
  func takeItems(fromBackup backup: String) throws(JournalError) {
    let attach = try prepare("ATTACH ? AS backup")
    try attach.bind(1, backup)
    try attach.run()
    let version = try versionOfItems(in: "backup")
    try migrate(to: .items, upTo: version)
    let transaction = try Transaction(on: self)
    for table in Schema.itemTables {
      try execute("INSERT INTO main.\(table) SELECT * FROM backup.\(table)")
    }
    try transaction.commit()
    try execute("DETACH backup")
    try migrate(from: version, to: .items)
  }
}
