// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// Makes the requested backup step by step; used only by the writer's thread.
final class BackupMaker {
  /// The pages of one step: a quarter of a megabyte, and up to 16 MiB while the journal grows faster.
  private enum Steps {
    static let smallest: Int32 = 64
    static let largest: Int32 = 4096
  }

  private let backups: Backups
  private let items: String
  private var copy: DatabaseCopy?
  private var stepPages = Steps.smallest
  /// The number of pages that were left after the last step.
  private var left = Int.max

  init(_ backups: Backups, items: String) {
    self.backups = backups
    self.items = items
  }

  /// Does the next step, between two groups of scans.
  ///
  /// - Returns: the milliseconds until the next step; -1: there is none until somebody asks for one.
  func step(_ database: Database) -> Int32 {
    if backups.isAbandoned { abandon() }
    switch backups.phase {
    case nil, .failed:
      copy = nil
      return -1
    case .whole: return Int32(Backups.idleTimeout / .milliseconds(1))
    case .wanted, .copying:
      do throws(JournalError) {
        try advance(database)
      } catch {
        copy = nil
        backups.set(.failed(error.detail))
      }
      return 0
    }
  }

  /// Abandons the backup, because its source is about to be closed.
  func abandon() {
    copy = nil
    backups.drop()
  }

  private func begin(_ database: Database) throws(JournalError) -> DatabaseCopy {
    copy = nil
    (stepPages, left) = (Steps.smallest, .max)
    let fresh = try DatabaseCopy(of: database, at: backups.path)
    copy = fresh
    return fresh
  }

  /// Enlarges the next step if the journal grew by more than the last step copied.
  private func keepUp(left now: Int) {
    if now >= left { stepPages = min(2 * stepPages, Steps.largest) }
    left = now
  }

  private func advance(_ database: Database) throws(JournalError) {
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
  /// Adds items and recalls to the copy of a journal, and makes it a single file without a log.
  func finishBackup(items: String) throws(JournalError) {
    let attach = try prepare("ATTACH ? AS items_database")
    try attach.bind(1, fileURI(items) + "?mode=ro")
    try attach.run()
    let transaction = try Transaction(on: self)
    for table in Schema.itemTables {
      try execute("CREATE TABLE main.\(table) AS SELECT * FROM items_database.\(table)")
    }
    try execute(
      "CREATE TABLE main.\(Schema.itemVersionTable) AS SELECT \(Schema.items.version) AS version")
    try transaction.commit()
    try execute("DETACH items_database")
    guard try value("PRAGMA journal_mode = DELETE") == "delete" else {
      throw error("the copy cannot be made a single file")
    }
  }
}

/// A path as a URI filename of SQLite (sqlite.org/uri.html).
func fileURI(_ path: String) -> String {
  // A path that begins with two slashes would name a host.
  var uri = path.hasPrefix("//") ? "file://" : "file:"
  for byte in path.utf8 {
    if byte <= 0x20 || byte >= 0x7F || "?#%".utf8.contains(byte) {
      uri += "%" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    } else {
      uri.unicodeScalars.append(Unicode.Scalar(byte))
    }
  }
  return uri
}
