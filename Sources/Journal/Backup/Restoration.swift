// SPDX-License-Identifier: Apache-2.0

// A restored journal is another journal: it lacks the records that were made after the backup, so their
// cursors will be given again, to other scans. It therefore gets a new uuid, and cursors of the old
// journal are no longer valid. The old files are set aside, never overwritten.

import CSQLite
import SystemCalls

/// The result of a restoration.
public struct Restoration: Sendable, Equatable {
  /// The new uuid of the journal.
  public let journal: String
  /// The new paths of the old databases.
  public let setAside: [String]
  /// The end of an earlier restoration that was interrupted; nil if there was none.
  public let earlier: SettledRestoration?
}

extension BackupSource {
  /// Replaces the journal, items and recalls in a state directory that no daemon uses.
  ///
  /// Root becomes the owner of the directory before anything in it is touched, for good. The old state or
  /// the new one holds at every moment: what is interrupted is undone, or finished, by the next who uses
  /// the directory.
  ///
  /// - Parameter progress: is called with the number of bytes copied, and of all bytes.
  public func restore(
    to path: String, progress: (Int64, Int64) -> Void = { _, _ in }
  ) throws(JournalError) -> Restoration {
    try DirectoryOwner.take(path)
    let directory = try StateDirectory(path: path)
    defer { directory.unlock() }
    let earlier = try directory.settleRestoration()
    let uuid = newUUID()
    let suffix: String
    do throws(JournalError) {
      try makeDrafts(in: directory, uuid: uuid, progress: progress)
      suffix = try directory.decideRestoration()
    } catch {
      directory.removeRestorationDrafts()
      throw error
    }
    return Restoration(
      journal: uuid, setAside: try directory.carryOutRestoration(suffix), earlier: earlier)
  }

  private func makeDrafts(
    in directory: StateDirectory, uuid: String, progress: (Int64, Int64) -> Void
  ) throws(JournalError) {
    let journal = directory.restorationDraft(of: directory.journal)
    let items = directory.restorationDraft(of: directory.items)
    try copy(to: directory.createDraft(journal), progress: progress)
    _ = try directory.createDraft(items)
    try makeItems(from: journal, at: items)
    try makeJournal(at: journal, uuid: uuid)
  }

  private func makeItems(from journal: String, at path: String) throws(JournalError) {
    let database = try Database(path: path, flags: SQLITE_OPEN_READWRITE)
    try database.execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA synchronous = FULL")
    try database.takeItems(fromBackup: journal)
  }

  private func makeJournal(at path: String, uuid: String) throws(JournalError) {
    let database = try Database(path: path, flags: SQLITE_OPEN_READWRITE)
    try database.execute("PRAGMA synchronous = FULL")
    let transaction = try Transaction(on: database)
    for table in Schema.itemTables + [Schema.itemVersionTable] {
      try database.execute("DROP TABLE \(table)")
    }
    try database.execute("DELETE FROM subscriber")
    let update = try database.prepare("UPDATE journal SET uuid = ?")
    try update.bind(1, uuid)
    try update.run()
    try transaction.commit()
  }
}

extension StateDirectory {
  /// Creates an empty file that belongs to the owner and the group of the directory (open(2) with O_EXCL,
  /// fchown(2), fchmod(2)).
  fileprivate func createDraft(_ file: String) throws(JournalError) -> Descriptor {
    do throws(SystemCallError) {
      let owner = try Stat.of(path: path).rawValue
      let draft = try Descriptor(
        opening: file, .writeOnly, [.create, .exclusiveCreate, .noFollow],
        permissions: .ownerReadWrite)
      try draft.setOwner(user: owner.st_uid, group: owner.st_gid)
      try draft.setPermissions(FilePermissions(rawValue: 0o640))
      return draft
    } catch {
      throw .directory(error.subject ?? file, error)
    }
  }
}
