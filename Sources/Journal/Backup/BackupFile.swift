// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// A file that `scanctl backup` made, and that was checked.
public struct BackupFile: Sendable, Equatable {
  /// The path of the file.
  public let path: String
  /// The uuid of the journal that was copied.
  public let journal: String
  /// The oldest and the newest cursor; `oldest` is `head + 1` where there are no records.
  public let oldest, head: Int64
  /// The number of items and recalls.
  public let items, recalls: Int64

  /// Checks a whole file (PRAGMA integrity_check), which takes a while if it is large.
  ///
  /// A backup of an older schema is accepted, one of a newer schema is refused.
  public init(verifying path: String) throws(JournalError) {
    let database = try Database(
      path: path, flags: SQLITE_OPEN_READONLY, errorCode: .unsoundBackup)
    if let problem = try database.problemOfBackup() {
      throw JournalError(.unsoundBackup, "\(path): \(problem)")
    }
    let header = try database.readHeader()
    self.path = path
    journal = header.uuid
    oldest = header.oldest
    head = header.cursor
    items = try database.number("SELECT count(*) FROM item")
    recalls = try database.number("SELECT count(*) FROM recall")
  }
}

extension Database {
  fileprivate func problemOfBackup() throws(JournalError) -> String? {
    switch try identity(as: .journal) {
    case .empty: return "it is empty"
    case .foreign: return "it is a database of another program"
    case .newer(let version): return "a newer scand made it (schema \(version))"
    case .ours(let version) where version < Schema.firstWithBackups:
      return "it is a journal of an older scand (schema \(version)) and no backup"
    case .ours: break
    }
    if try number("SELECT count(*) FROM sqlite_schema WHERE name IN ('item', 'recall')") != 2 {
      return "it is a journal, not a backup: items and recalls are missing"
    }
    let answer = try value("PRAGMA integrity_check(1)") ?? "nothing"
    if answer != "ok" { return "it is damaged: \(answer)" }
    let header = try readHeader()
    let records = try number("SELECT count(*) FROM record")
    if records != header.cursor - header.oldest + 1 {
      return
        "it holds \(records) records instead of those from \(header.oldest) to \(header.cursor)"
    }
    return nil
  }
}

extension Schema {
  /// The first schema version of the journal that has backups.
  fileprivate static let firstWithBackups = 4
}
