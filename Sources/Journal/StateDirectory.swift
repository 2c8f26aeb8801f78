// SPDX-License-Identifier: Apache-2.0

// The directory that holds the journal belongs to one process at a time, which keeps an flock(2) on
// the file `lock`. The kernel releases the lock however the process ends.

import Glibc
import SystemCalls

/// A state directory that this process holds.
final class StateDirectory: Sendable {
  let path: String
  private let lock: Descriptor

  /// The database of the journal.
  var journal: String { path + "/journal.db" }

  /// The file that is locked as long as a process uses the directory.
  var lockFile: String { path + "/lock" }

  /// The database of items and recalls.
  var items: String { path + "/items.db" }

  /// Creates the directory if it is missing, and locks it.
  init(path: String) throws(JournalError) {
    self.path = path
    lock = try Self.locked(path)
    Self.writeProcess(lock)
  }

  deinit {
    unlock()
  }

  /// Throws if the file system is mounted read-only (fstatvfs(3)).
  ///
  /// After a forced remount, descriptors that were open still accept data, and fsync(2) succeeds without
  /// writing any of it.
  func requireWritable() throws(JournalError) {
    if let system = try? lock.fileSystem(), system.isReadOnly {
      throw .directory(path, SystemCallError("fstatvfs", on: path, .readOnlyFileSystem))
    }
  }

  /// The free bytes of the file system (fstatvfs(3)); nil if they are unknown.
  var freeBytes: Int64? { (try? lock.fileSystem())?.freeBytes }

  /// Writes the log again as it is read, and syncs it (pwrite(2), fsync(2)).
  ///
  /// If a sync failed before this process began, the kernel may show writes that are not on the disk
  /// and that no later sync would write. SQLite would append after them, and a power loss would destroy
  /// everything from there on.
  func rewriteLog() throws(JournalError) {
    do throws(SystemCallError) {
      let log = try Descriptor(opening: journal + "-wal", .readWrite)
      var block = [UInt8](repeating: 0, count: 1 << 16)
      var offset: Int64 = 0
      while true {
        let count = try log.read(into: &block, at: offset)
        if count == 0 { break }
        try log.writeAll(block[..<count], at: offset)
        offset += Int64(count)
      }
      try log.sync()
    } catch {
      // Without a log there is nothing to write again.
      if error.call == "open", error.errno == .noSuchFileOrDirectory { return }
      throw .directory(path, error)
    }
  }

  /// Makes the names of the files in the directory durable (fsync(2)).
  ///
  /// SQLite does so when it creates the log, but not if the attempt that created it failed or was
  /// killed before its first sync. A power loss would then remove the log.
  func syncNames() throws(JournalError) {
    do throws(SystemCallError) {
      try Files.syncDirectory(path)
    } catch {
      throw .directory(path, error)
    }
  }

  /// Renames a file that was made beside its place to its name, durably (rename(2), fsync(2)).
  func put(_ file: String, at place: String) throws(JournalError) {
    do throws(SystemCallError) {
      try Files.rename(file, to: place)
    } catch {
      throw .directory(path, error)
    }
    try syncNames()
  }

  /// Unlocks the directory (flock(2)). Closing the descriptor would not be enough while a child process
  /// between fork(2) and execve(2) holds a copy of it.
  func unlock() {
    lock.unlock()
  }

  /// The present files of the journal (stat(2)).
  var files: JournalFiles {
    JournalFiles(
      database: JournalFiles.identity(of: journal), log: JournalFiles.identity(of: journal + "-wal")
    )
  }

  /// True if there is a log with records whose database is missing or empty. SQLite would delete such
  /// a log.
  var hasOrphanedLog: Bool {
    JournalFiles.length(of: journal) == 0 && JournalFiles.length(of: journal + "-wal") > 0
  }

  /// Renames a database and its other files; nothing is overwritten.
  ///
  /// - Parameters:
  ///   - word: the reason, for the names of the files.
  ///   - suffixes: the suffixes of the files that are renamed.
  /// - Returns: the new path of the database.
  func setAside(
    _ database: String, stamp: String, as word: String = "damaged",
    suffixes: [String] = ["-wal", "-shm", ""]
  ) throws(JournalError) -> String {
    var aside = "\(database).\(word)-\(stamp)"
    var attempt = 1
    while Files.exist(aside) || Files.exist(aside + "-wal") {
      attempt += 1
      aside = "\(database).\(word)-\(stamp)-\(attempt)"
    }
    for suffix in suffixes {
      do throws(SystemCallError) {
        try Files.rename(database + suffix, to: aside + suffix)
      } catch {
        if error.errno != .noSuchFileOrDirectory { throw .directory(path, error) }
      }
    }
    return aside
  }

  /// Creates the directory and its missing parents, and locks it (mkdir(2), flock(2)).
  private static func locked(_ path: String) throws(JournalError) -> Descriptor {
    let file = path + "/lock"
    if let type = (try? Stat.of(path: file, followLinks: false))?.type, type != .regular {
      throw JournalError(
        .directoryUnusable, "\(file) is \(type.words), not a regular file; remove it")
    }
    do throws(SystemCallError) {
      try Files.makeDirectories(path, permissions: FilePermissions(rawValue: 0o750))
      let lock = try Descriptor(
        opening: file, .readWrite, [.create, .noFollow, .nonBlocking],
        permissions: .ownerReadWrite)
      // Every program that can open the file can lock it, and earlier versions let the group do so.
      try? lock.setPermissions(.ownerReadWrite)
      try lock.lock()
      return lock
    } catch {
      throw error.errno == .wouldBlock
        ? .inUse(path: path, process: process(in: file)) : .directory(path, error)
    }
  }

  /// The process that a lock file names; nil if it names none.
  private static func process(in lock: String) -> Int32? {
    guard let text = try? Files.read(lock, upTo: 16) else { return nil }
    return Int32(String(decoding: text.prefix { $0 != 0x0A }, as: UTF8.self))
  }

  /// Writes the process id for people who read the file; the lock itself is the kernel's.
  private static func writeProcess(_ lock: borrowing Descriptor) {
    try? lock.truncate(to: 0)
    try? lock.writeAll(Array("\(getpid())\n".utf8)[...], at: 0)
  }
}
