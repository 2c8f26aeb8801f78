// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// Makes the backup that is wanted, step by step; used by the writer's thread alone.
final class BackupMaker {
  /// The pages of one step: a quarter of a megabyte, up to 16 where the journal grows faster.
  private enum Steps {
    static let smallest: Int32 = 64
    static let largest: Int32 = 4096
  }

  private let backups: Backups
  private let items: String
  private var copy: DatabaseCopy?
  private var stepPages = Steps.smallest
  /// How many pages were left after the last step.
  private var left = Int.max

  init(_ backups: Backups, items: String) {
    self.backups = backups
    self.items = items
  }

  /// Does the next step, between two groups of scans.
  ///
  /// - Returns: for how many milliseconds there is nothing to do; -1: until somebody wants something.
  func step(_ database: Database) -> Int32 {
    if backups.isAbandoned { abandon() }
    switch backups.phase {
    case nil, .failed:
      copy = nil
      return -1
    case .whole: return Int32(Backups.patience / .milliseconds(1))
    case .wanted, .copying:
      do throws(SQLiteError) {
        try advance(database)
      } catch {
        copy = nil
        backups.set(.failed(error.description))
      }
      return 0
    }
  }

  /// Lets go of the source, which is about to be closed; the backup is lost.
  func abandon() {
    copy = nil
    backups.drop()
  }

  private func begin(_ database: Database) throws(SQLiteError) -> DatabaseCopy {
    copy = nil
    (stepPages, left) = (Steps.smallest, .max)
    let fresh = try DatabaseCopy(of: database, at: backups.path)
    copy = fresh
    return fresh
  }

  /// Makes the next step larger if more was recorded than copied since the last one.
  private func keepUp(left now: Int) {
    if now >= left { stepPages = min(2 * stepPages, Steps.largest) }
    left = now
  }

  private func advance(_ database: Database) throws(SQLiteError) {
    let copy =
      if let copy, backups.phase != .wanted { copy } else { try begin(database) }
    let isWhole = try copy.step(pages: stepPages)
    let (pages, done) = copy.progress
    guard isWhole else {
      keepUp(left: pages - done)
      return backups.set(.copying(pages: pages, done: done))
    }
    let target = copy.target
    self.copy = nil
    try target.finishBackup(items: items)
    backups.set(.whole(length: JournalFiles.length(of: backups.path)))
  }
}

extension Database {
  /// Adds items and recalls to the copy of a journal, and makes it a file that stands alone.
  fileprivate func finishBackup(items: String) throws(SQLiteError) {
    let attach = try prepare("ATTACH ? AS ledger")
    try attach.bind(1, fileURI(items) + "?mode=ro")
    try attach.run()
    try transaction { () throws(SQLiteError) in
      for table in Schema.itemTables {
        try execute("CREATE TABLE main.\(table) AS SELECT * FROM ledger.\(table)")
      }
      try execute("CREATE TABLE main.ledger AS SELECT \(Schema.items.version) AS version")
    }
    try execute("DETACH ledger")
    guard try value("PRAGMA journal_mode = DELETE") == "delete" else {
      throw SQLiteError(
        extendedCode: SQLITE_ERROR, message: "the copy cannot be made to stand alone")
    }
  }
}

/// A path as SQLite takes it in a URI (sqlite.org/uri.html).
func fileURI(_ path: String) -> String {
  var uri = "file:"
  for byte in path.utf8 {
    if byte <= 0x20 || byte >= 0x7F || "?#%".utf8.contains(byte) {
      uri += "%" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    } else {
      uri.unicodeScalars.append(Unicode.Scalar(byte))
    }
  }
  return uri
}
