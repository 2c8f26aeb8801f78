// SPDX-License-Identifier: Apache-2.0

// The directory that holds the journal belongs to one process at a time: it keeps an flock(2) on
// the file `lock` while it lives. The kernel lets go of it however the process ends.

import Glibc
import SystemCalls

/// A state directory that this process holds.
final class StateDirectory: Sendable {
  let path: String
  private let lock: Descriptor

  /// The journal's database.
  var journal: String { path + "/journal.db" }

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
  /// Descriptors that were opened before a forced remount still take data there, and fsync(2) says yes
  /// without writing any of them.
  func refuseReadOnly() throws(JournalError) {
    if let system = try? lock.fileSystem(), system.isReadOnly {
      throw .directory(path, SystemCallError("fstatvfs", on: path, .readOnlyFileSystem))
    }
  }

  /// How many bytes of the file system are free for us (fstatvfs(3)); nil if it does not say.
  var freeBytes: Int64? { (try? lock.fileSystem())?.freeBytes }

  /// Writes the log again as it is read, and syncs it (pwrite(2), fsync(2)).
  ///
  /// Where a sync failed before this process began, the kernel may show writes that are not on the
  /// disk and that no later sync would bring there. SQLite would go on behind them, and all of that
  /// would be lost with the power.
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
  /// killed before its first sync; a log without a name would be lost with the power.
  func syncNames() throws(JournalError) {
    do throws(SystemCallError) {
      try Files.syncDirectory(path)
    } catch {
      throw .directory(path, error)
    }
  }

  /// Lets another process have the directory, even while a program that somebody has just started still
  /// has a copy of the descriptor, which closing it would not (flock(2)).
  func unlock() {
    lock.unlock()
  }

  /// Which files are the journal now (stat(2)).
  var files: JournalFiles {
    JournalFiles(
      database: JournalFiles.identity(of: journal), log: JournalFiles.identity(of: journal + "-wal")
    )
  }

  /// Whether there is a log with records in it whose database is missing or empty. SQLite would
  /// delete such a log.
  var hasOrphanedLog: Bool {
    JournalFiles.length(of: journal) == 0 && JournalFiles.length(of: journal + "-wal") > 0
  }

  /// Moves a database and what belongs to it out of the way; nothing is overwritten.
  ///
  /// - Parameters:
  ///   - word: why it is moved, for the names of the files.
  ///   - suffixes: of what is moved.
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

  private static func locked(_ path: String) throws(JournalError) -> Descriptor {
    let file = path + "/lock"
    do throws(SystemCallError) {
      try Files.makeDirectories(path, permissions: FilePermissions(rawValue: 0o750))
      let lock = try Descriptor(
        opening: file, .readWrite, .create, permissions: FilePermissions(rawValue: 0o640))
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

  /// For people who look at the file; the lock itself is the kernel's.
  private static func writeProcess(_ lock: borrowing Descriptor) {
    try? lock.truncate(to: 0)
    try? lock.writeAll(Array("\(getpid())\n".utf8)[...], at: 0)
  }
}
