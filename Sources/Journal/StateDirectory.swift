// SPDX-License-Identifier: Apache-2.0

// The directory that holds the journal belongs to one process at a time, which keeps an flock(2) on
// the file `lock`. The kernel releases the lock however the process ends.

import Glibc

/// A state directory that this process holds.
final class StateDirectory: Sendable {
  let path: String
  private let lock: Int32

  /// The database of the journal.
  var journal: String { path + "/journal.db" }

  /// The database of items and recalls.
  var items: String { path + "/items.db" }

  /// Creates the directory if it is missing, and locks it.
  init(path: String) throws(JournalError) {
    self.path = path
    try Self.create(path)
    lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
    guard lock >= 0 else { throw .directory(path, errno: errno) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let holder = Self.readProcess(lock)
      // All of the object is there already, so deinit closes the lock.
      throw code == EWOULDBLOCK
        ? .inUse(path: path, process: holder) : .directory(path, errno: code)
    }
    Self.writeProcess(lock)
  }

  deinit {
    unlock()
    close(lock)
  }

  /// Throws if the file system is mounted read-only (fstatvfs(3)).
  ///
  /// After a forced remount, descriptors that were open still accept data, and fsync(2) succeeds without
  /// writing any of it.
  func requireWritable() throws(JournalError) {
    var status = statvfs()
    if fstatvfs(lock, &status) == 0, status.f_flag & UInt(ST_RDONLY) != 0 {
      throw .directory(path, errno: EROFS)
    }
  }

  /// The free bytes of the file system (fstatvfs(3)); nil if they are unknown.
  var freeBytes: Int64? {
    var status = statvfs()
    guard fstatvfs(lock, &status) == 0 else { return nil }
    return Int64(status.f_bavail) * Int64(status.f_frsize)
  }

  /// Writes the log again as it is read, and syncs it (pwrite(2), fsync(2)).
  ///
  /// If a sync failed before this process began, the kernel may show writes that are not on the disk
  /// and that no later sync would write. SQLite would append after them, and a power loss would destroy
  /// everything from there on.
  func rewriteLog() throws(JournalError) {
    let log = open(journal + "-wal", O_RDWR | O_CLOEXEC)
    if log < 0, errno == ENOENT { return }
    guard log >= 0 else { throw .directory(path, errno: errno) }
    defer { close(log) }
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var offset = 0
    while true {
      let count = pread(log, &block, block.count, offset)
      if count == 0 { break }
      guard count > 0, pwrite(log, block, count, offset) == count else {
        throw .directory(path, errno: errno)
      }
      offset += count
    }
    guard fsync(log) == 0 else { throw .directory(path, errno: errno) }
  }

  /// Makes the names of the files in the directory durable (fsync(2)).
  ///
  /// SQLite does so when it creates the log, but not if the attempt that created it failed or was
  /// killed before its first sync. A power loss would then remove the log.
  func syncNames() throws(JournalError) {
    let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw .directory(path, errno: errno) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw .directory(path, errno: errno) }
  }

  /// Renames a file that was made beside its place to its name, durably (rename(2), fsync(2)).
  func put(_ file: String, at place: String) throws(JournalError) {
    guard rename(file, place) == 0 else { throw .directory(path, errno: errno) }
    try syncNames()
  }

  /// Unlocks the directory (flock(2)). Closing the descriptor would not be enough while a child process
  /// between fork(2) and execve(2) holds a copy of it.
  func unlock() {
    flock(lock, LOCK_UN)
  }

  /// The present files of the journal (stat(2)).
  var files: JournalFiles {
    JournalFiles(database: FileIdentity(path: journal), log: FileIdentity(path: journal + "-wal"))
  }

  /// True if there is a log with records whose database is missing or empty. SQLite would delete such
  /// a log.
  var hasOrphanedLog: Bool {
    (FileIdentity(path: journal)?.size ?? 0) == 0
      && (FileIdentity(path: journal + "-wal")?.size ?? 0) > 0
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
    while access(aside, F_OK) == 0 || access(aside + "-wal", F_OK) == 0 {
      attempt += 1
      aside = "\(database).\(word)-\(stamp)-\(attempt)"
    }
    for suffix in suffixes {
      guard rename(database + suffix, aside + suffix) == 0 || errno == ENOENT else {
        throw .directory(path, errno: errno)
      }
    }
    return aside
  }

  /// Creates the directory and its missing parents (mkdir(2)).
  private static func create(_ path: String) throws(JournalError) {
    var built = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      built += "/\(part)"
      guard mkdir(built, 0o750) == 0 || errno == EEXIST || errno == EISDIR || exists(built) else {
        throw .directory(path, errno: errno)
      }
    }
  }

  private static func exists(_ path: String) -> Bool {
    let code = errno
    defer { errno = code }
    return access(path, F_OK) == 0
  }

  private static func readProcess(_ lock: Int32) -> Int32? {
    var text = [UInt8](repeating: 0, count: 16)
    let count = pread(lock, &text, text.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: text[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
  }

  /// Writes the process id for people who read the file; the lock itself is the kernel's.
  private static func writeProcess(_ lock: Int32) {
    let text = Array("\(getpid())\n".utf8)
    ftruncate(lock, 0)
    _ = pwrite(lock, text, text.count, 0)
  }
}
