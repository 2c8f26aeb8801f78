// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// What keeps a backup from being trusted or put in place.
public enum RestoreError: Error, Sendable, Equatable {
  /// The file is no whole backup; the words say why.
  case unsound(path: String, String)
  /// The state directory cannot take it.
  case journal(JournalError)
}

extension RestoreError: CustomStringConvertible {
  /// One sentence that says what is wrong.
  public var description: String {
    switch self {
    case .unsound(let path, let cause): "\(path) is no sound backup: \(cause)."
    case .journal(let error): error.description
    }
  }
}

/// A file that `scanctl backup` made, and that was looked through.
public struct BackupFile: Sendable, Equatable {
  /// Where it is.
  public let path: String
  /// The uuid of the journal that it is a copy of.
  public let journal: String
  /// The oldest and the newest cursor; `oldest` is `head + 1` where there are no records.
  public let oldest, head: Int64
  /// How many items and recalls are in it.
  public let items, recalls: Int64

  /// Looks through all of a file (PRAGMA integrity_check), which takes a while where it is large.
  ///
  /// A file of an older schema is a backup, too; a newer one is refused.
  public init(verifying path: String) throws(RestoreError) {
    do throws(SQLiteError) {
      let database = try Database(path: path, flags: SQLITE_OPEN_READONLY)
      if let problem = try database.problemOfBackup() { throw .damage(problem) }
      let head = try database.readHeader()
      self.path = path
      journal = head.uuid
      oldest = head.oldest
      self.head = head.cursor
      items = try database.number("SELECT count(*) FROM item")
      recalls = try database.number("SELECT count(*) FROM recall")
    } catch {
      throw .unsound(path: path, error.message)
    }
  }
}

extension Database {
  /// The whole number that `sql` gives; 0 if it gives none.
  func number(_ sql: String) throws(SQLiteError) -> Int64 {
    Int64(try value(sql) ?? "") ?? 0
  }

  fileprivate func problemOfBackup() throws(SQLiteError) -> String? {
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
    let head = try readHeader()
    let records = try number("SELECT count(*) FROM record")
    if records != head.cursor - head.oldest + 1 {
      return "it holds \(records) records instead of those from \(head.oldest) to \(head.cursor)"
    }
    return nil
  }
}

extension Schema {
  /// The first version of the journal of which backups were made.
  fileprivate static let firstWithBackups = 4
}
