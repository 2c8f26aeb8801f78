// SPDX-License-Identifier: Apache-2.0

// A restoration makes both databases under other names, then decides, by giving a file the name `restoring`,
// and then renames. Until that file is there, the old state holds and the drafts are worthless; from then on
// the new state holds, and whoever uses the directory next carries out the renames that are missing. So at
// no moment is there a journal without its recalls.

import Glibc
import SystemCalls

/// The end of a restoration that was interrupted.
public enum SettledRestoration: Sendable, Equatable {
  /// It was decided, and has been carried out; the new paths of the old databases.
  case finished(setAside: [String])
  /// It was not decided: nothing had been replaced, and its drafts were removed.
  case undone
}

extension StateDirectory {
  /// The databases in the order in which they are replaced.
  var restoredDatabases: [String] { [items, journal] }

  /// The path under which a database is made.
  func restorationDraft(of database: String) -> String { database + ".restored" }

  /// The file by which a restoration is decided. Its content is the suffix of the old files' names.
  private var decision: String { path + "/restoring" }

  /// Finishes a restoration that was decided and interrupted, or removes the drafts of one that was not.
  func settleRestoration() throws(JournalError) -> SettledRestoration? {
    if isRegular(decision) {
      return .finished(setAside: try finishRestoration(suffix: decidedSuffix() ?? freshSuffix()))
    }
    return removeRestorationDrafts() ? .undone : nil
  }

  /// Decides a restoration whose drafts are complete and synced (rename(2)).
  ///
  /// - Returns: the suffix for the names of the old databases.
  func decideRestoration() throws(JournalError) -> String {
    let suffix = freshSuffix()
    do throws(SystemCallError) {
      try createForRestoration(decision + ".new", Array("\(suffix)\n".utf8))
      try Files.syncDirectory(path)
      try Files.rename(decision + ".new", to: decision)
    } catch {
      throw .directory(error.subject ?? path, error)
    }
    return suffix
  }

  /// Puts the drafts of a restoration that was decided in the place of the databases.
  ///
  /// - Returns: the new paths of the old databases.
  func carryOutRestoration(_ suffix: String) throws(JournalError) -> [String] {
    do throws(JournalError) {
      try syncNames()
      return try finishRestoration(suffix: suffix)
    } catch {
      throw JournalError(
        error.code,
        error.detail + ". The restoration is decided: the next start of scand, or this command, "
          + "finishes it")
    }
  }

  /// Removes the drafts and SQLite's files beside them (readdir(3), unlink(2)); true if there were some.
  @discardableResult
  func removeRestorationDrafts() -> Bool {
    let drafts = restoredDatabases.map(restorationDraft) + [decision + ".new"]
    let files = ((try? Files.names(in: path)) ?? []).map { "\(path)/\($0)" }.filter { file in
      drafts.contains { file == $0 || file.hasPrefix($0 + "-") }
    }
    return files.count { (try? Files.remove($0)) != nil } > 0
  }

  /// Creates a file with a content and syncs it (open(2) with O_EXCL, write(2), fsync(2)).
  func createForRestoration(_ file: String, _ content: [UInt8]) throws(SystemCallError) {
    let created = try Descriptor(
      opening: file, .writeOnly, [.create, .exclusiveCreate, .noFollow],
      permissions: .ownerReadWrite)
    try created.writeAll(content[...])
    try created.sync()
  }

  private func finishRestoration(suffix: String) throws(JournalError) -> [String] {
    do throws(SystemCallError) {
      for database in restoredDatabases where isRegular(restorationDraft(of: database)) {
        try setAside(database, suffix: suffix)
        try Files.syncDirectory(path)
        try Files.rename(restorationDraft(of: database), to: database)
        try Files.syncDirectory(path)
      }
      // A missing file would be made anew, without recalls; an empty one is damage that everybody is told of.
      if !Files.exist(items) { try createForRestoration(items, []) }
      try Files.remove(decision)
      try Files.syncDirectory(path)
    } catch {
      throw .directory(error.subject ?? path, error)
    }
    return [journal, items].map { $0 + suffix }.filter(Files.exist)
  }

  private func setAside(_ database: String, suffix: String) throws(SystemCallError) {
    for log in ["-wal", "-shm", ""] {
      do throws(SystemCallError) {
        try Files.rename(database + log, to: database + suffix + log)
      } catch {
        if error.errno != .noSuchFileOrDirectory { throw error }
      }
    }
  }

  /// A suffix that no file of the directory has yet.
  private func freshSuffix() -> String {
    let plain = ".before-restore-\(fileStamp())"
    var (suffix, attempt) = (plain, 1)
    while restoredDatabases.contains(where: {
      Files.exist($0 + suffix) || Files.exist($0 + suffix + "-wal")
    }) {
      attempt += 1
      suffix = "\(plain)-\(attempt)"
    }
    return suffix
  }

  /// The suffix that was decided; nil if the file does not hold one.
  private func decidedSuffix() -> String? {
    guard let text = try? Files.read(decision, upTo: 64, [.noFollow, .nonBlocking]) else {
      return nil
    }
    let line = String(decoding: text.prefix { $0 != 0x0A }, as: UTF8.self)
    let isOurs = line.hasPrefix(".before-restore-") && !line.contains("/")
    return isOurs ? line : nil
  }

  private func isRegular(_ file: String) -> Bool {
    (try? Stat.of(path: file, followLinks: false))?.type == .regular
  }
}
