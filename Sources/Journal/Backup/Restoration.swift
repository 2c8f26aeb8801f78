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
}

extension BackupFile {
  /// Replaces the journal, items and recalls in a state directory that no daemon uses.
  ///
  /// - Parameter progress: is called with the number of bytes copied, and of all bytes.
  public func restore(
    to directory: String, progress: (Int64, Int64) -> Void = { _, _ in }
  ) throws(JournalError) -> Restoration {
    let directory = try StateDirectory(path: directory)
    defer { directory.unlock() }
    let uuid = newUUID()
    let journal = directory.journal + ".restored"
    let items = directory.items + ".restored"
    try directory.copy(path, to: journal, progress: progress)
    try makeItems(from: journal, at: items)
    try makeJournal(at: journal, uuid: uuid)
    for file in [journal, items] { try directory.own(file) }
    try directory.own(directory.lockFile, permissions: .ownerReadWrite)
    let aside = try directory.setAsideForRestoration()
    try directory.put(journal, at: directory.journal)
    try directory.put(items, at: directory.items)
    return Restoration(journal: uuid, setAside: aside)
  }

  private func makeItems(from journal: String, at path: String) throws(JournalError) {
    let database = try Database(path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
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
  /// Copies a file (read(2), write(2)) and syncs the copy (fsync(2)); an existing file is replaced.
  fileprivate func copy(
    _ source: String, to target: String, progress: (Int64, Int64) -> Void
  ) throws(JournalError) {
    for suffix in ["", "-journal", "-wal", "-shm"] { try? Files.remove(target + suffix) }
    do throws(SystemCallError) {
      let input = try Descriptor(opening: source, .readOnly)
      let output = try Descriptor(
        opening: target, .writeOnly, [.create, .exclusiveCreate],
        permissions: FilePermissions(rawValue: 0o640))
      let length = JournalFiles.length(of: source)
      var block = [UInt8](repeating: 0, count: 1 << 20)
      var done: Int64 = 0
      while true {
        let count = try input.read(into: &block, at: done)
        if count == 0 { break }
        try output.writeAll(block[..<count])
        done += Int64(count)
        progress(done, length)
      }
      try output.sync()
    } catch {
      throw .directory(error.subject ?? target, error)
    }
  }

  /// Gives a file the owner and the group of the directory (chown(2), chmod(2)).
  fileprivate func own(
    _ file: String, permissions: FilePermissions = FilePermissions(rawValue: 0o640)
  ) throws(JournalError) {
    do throws(SystemCallError) {
      let owner = try Stat.of(path: path).rawValue
      try Files.setOwner(of: file, user: owner.st_uid, group: owner.st_gid)
      try Files.setPermissions(of: file, to: permissions)
    } catch {
      throw .directory(error.subject ?? file, error)
    }
  }

  /// Sets the existing databases aside, each with its log.
  fileprivate func setAsideForRestoration() throws(JournalError) -> [String] {
    let stamp = fileStamp()
    var aside: [String] = []
    for database in [journal, items] where Files.exist(database) {
      aside.append(try setAside(database, stamp: stamp, as: "before-restore"))
    }
    return aside
  }
}
