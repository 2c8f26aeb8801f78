// SPDX-License-Identifier: Apache-2.0

// A backup is a copy of the journal, and of items and recalls, in one file that SQLite opens. The
// writer's own connection makes it, some pages at a time between two groups of scans: no lock, no long
// read transaction, and what is recorded meanwhile is in it, too. Whoever asked for it fetches it and
// has it removed. There is one at a time.

import Synchronization
import SystemCalls

/// How far a backup has come.
public struct BackupProgress: Sendable, Equatable {
  /// What the backup is called.
  public let id: String
  /// The pages that there are, as far as is known.
  public let pages: Int
  /// The pages that are copied.
  public let done: Int
  /// The length of the file once it is whole; nil before.
  public let length: Int64?
}

/// Why there is no backup.
public enum BackupError: Error, Sendable, Equatable {
  /// Somebody else's is being made or fetched.
  case busy
  /// There is none of that name; it was removed because nobody fetched it, or the daemon restarted.
  case gone
  /// The disk has not as much room as the copy needs.
  case noRoom(needed: Int64, free: Int64)
  /// It could not be made or read.
  case failed(String)
}

extension BackupError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .busy: "Another backup is being made; try again when it is done."
    case .gone: "The backup is not there any more; begin again."
    case .noRoom(let needed, let free):
      "The copy needs \(needed >> 20) MiB beside the journal, and \(free >> 20) MiB are free; "
        + "make room."
    case .failed(let cause): "The backup failed: \(cause)"
    }
  }
}

/// The backup that is being made or fetched, for the threads that ask about it.
final class Backups: Sendable {
  /// For how long nobody may ask about a backup before it is removed.
  static let patience: Duration = .seconds(60)
  /// What is left free for the journal, in bytes.
  private static let reserve: Int64 = 64 << 20
  /// The most bytes of one answer.
  private static let chunk = 192 << 10

  enum Phase: Sendable, Equatable {
    case wanted
    case copying(pages: Int, done: Int)
    case whole(length: Int64)
    case failed(String)
  }

  private struct Current {
    let id = newUUID()
    var phase = Phase.wanted
    var asked = ContinuousClock.now

    var isActive: Bool {
      if case .failed = phase { return false }
      return asked + Backups.patience >= .now
    }
  }

  let path: String
  private let directory: StateDirectory
  private let current = Mutex<Current?>(nil)

  /// No backup; removes what an earlier process has left.
  init(in directory: StateDirectory) {
    self.directory = directory
    path = directory.path + "/backup.db"
    remove()
  }

  /// What the writer's thread has to do: nil where there is nothing.
  var phase: Phase? { current.withLock { $0?.phase } }

  /// Whether there is one that nobody asks about any more.
  var isAbandoned: Bool {
    current.withLock { $0.map { $0.asked + Self.patience < .now } ?? false }
  }

  /// Has the writer's thread begin one.
  func begin() throws(BackupError) -> BackupProgress {
    let needed =
      JournalFiles.length(of: directory.journal)
      + JournalFiles.length(of: directory.journal + "-wal") + Self.reserve
    if let free = directory.freeBytes, free < needed { throw .noRoom(needed: needed, free: free) }
    let id: String? = current.withLock { current in
      if let present = current, present.isActive { return nil }
      let fresh = Current()
      current = fresh
      return fresh.id
    }
    guard let id else { throw .busy }
    return BackupProgress(id: id, pages: 0, done: 0, length: nil)
  }

  /// How far the backup `id` has come.
  func progress(_ id: String) throws(BackupError) -> BackupProgress {
    switch try asked(id) {
    case .wanted: BackupProgress(id: id, pages: 0, done: 0, length: nil)
    case .copying(let pages, let done):
      BackupProgress(id: id, pages: pages, done: done, length: nil)
    case .whole(let length): BackupProgress(id: id, pages: 0, done: 0, length: length)
    case .failed(let cause): throw .failed(cause)
    }
  }

  /// Some bytes of the backup `id` from `offset` on (pread(2)); none at its end.
  func read(_ id: String, at offset: Int64) throws(BackupError) -> [UInt8] {
    guard case .whole = try asked(id) else { throw .gone }
    var bytes = [UInt8](repeating: 0, count: Self.chunk)
    do throws(SystemCallError) {
      let count = try Descriptor(opening: path, .readOnly).read(into: &bytes, at: offset)
      return Array(bytes[..<count])
    } catch {
      throw .failed(error.reason)
    }
  }

  /// Removes the backup `id`.
  func end(_ id: String) throws(BackupError) {
    _ = try asked(id)
    drop()
  }

  /// Removes whatever there is.
  func drop() {
    current.withLock { $0 = nil }
    remove()
  }

  /// Says how far the writer's thread has come.
  func set(_ phase: Phase) {
    current.withLock { $0?.phase = phase }
  }

  private func asked(_ id: String) throws(BackupError) -> Phase {
    let phase: Phase? = current.withLock { current in
      guard current?.id == id else { return nil }
      current?.asked = .now
      return current?.phase
    }
    guard let phase else { throw .gone }
    return phase
  }

  private func remove() {
    for suffix in ["", "-journal", "-wal", "-shm"] { try? Files.remove(path + suffix) }
  }
}

extension Journal {
  /// Begins a backup; the writer's thread makes it while it records.
  public func beginBackup() throws(BackupError) -> BackupProgress {
    let progress = try backups.begin()
    inbox.nudge()
    return progress
  }

  /// How far a backup has come.
  public func backupProgress(_ id: String) throws(BackupError) -> BackupProgress {
    try backups.progress(id)
  }

  /// Some bytes of a backup that is whole; none at its end.
  public func readBackup(_ id: String, at offset: Int64) throws(BackupError) -> [UInt8] {
    try backups.read(id, at: offset)
  }

  /// Removes a backup.
  public func endBackup(_ id: String) throws(BackupError) {
    try backups.end(id)
  }
}
