// SPDX-License-Identifier: Apache-2.0

// A backup is a copy of the journal, of items and of recalls in one SQLite database. The writer's own
// connection makes it, some pages at a time between two groups of scans. So it needs no lock and no
// long read transaction, and it includes the records that are made meanwhile. The client that asked
// for the backup fetches it and has it removed. There is one at a time.

import Synchronization
import SystemCalls
import Wire

extension JournalError {
  fileprivate static let backupBusy = JournalError(
    .backupBusy, "Another backup is being made; try again when it is done.")

  fileprivate static let backupGone = JournalError(
    .backupGone, "The backup is not there any more; begin again.")

  fileprivate static func noRoom(needed: Int64, free: Int64) -> JournalError {
    JournalError(
      .noRoom,
      "The copy needs \(needed >> 20) MiB beside the journal, and \(free >> 20) MiB are free; "
        + "make room.")
  }

  fileprivate static func backupFailed(_ cause: String) -> JournalError {
    JournalError(.backupFailed, cause)
  }
}

/// The backup that is being made or fetched, shared by the threads that deal with it.
final class Backups: Sendable {
  /// The time without a request after which a backup is removed.
  static let idleTimeout: Duration = .seconds(60)
  /// The bytes that are left free for the journal.
  private static let reserve: Int64 = 64 << 20
  /// The most bytes of one answer.
  private static let chunk = 24 << 10

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
      return asked + Backups.idleTimeout >= .now
    }
  }

  let path: String
  private let directory: StateDirectory
  private let current = Mutex<Current?>(nil)

  /// Removes the backup of an earlier process.
  init(in directory: StateDirectory) {
    self.directory = directory
    path = directory.path + "/backup.db"
    remove()
  }

  /// The present phase; nil if there is no backup.
  var phase: Phase? { current.withLock { $0?.phase } }

  /// True if there is a backup that nobody asks about any more.
  var isAbandoned: Bool {
    current.withLock { $0.map { $0.asked + Self.idleTimeout < .now } ?? false }
  }

  /// Registers a backup for the writer's thread to make.
  func begin() throws(JournalError) -> BackupState {
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
    guard let id else { throw .backupBusy }
    return BackupState(id: id, pages: 0, done: 0, length: nil)
  }

  /// The progress of the backup `id`.
  func progress(_ id: String) throws(JournalError) -> BackupState {
    switch try asked(id) {
    case .wanted: BackupState(id: id, pages: 0, done: 0, length: nil)
    case .copying(let pages, let done):
      BackupState(id: id, pages: pages, done: done, length: nil)
    case .whole(let length): BackupState(id: id, pages: 0, done: 0, length: length)
    case .failed(let cause): throw .backupFailed(cause)
    }
  }

  /// The next bytes of the backup `id` from `offset` on (pread(2)); none at its end.
  func read(_ id: String, at offset: Int64) throws(JournalError) -> [UInt8] {
    guard case .whole = try asked(id) else { throw .backupGone }
    var bytes = [UInt8](repeating: 0, count: Self.chunk)
    do throws(SystemCallError) {
      let count = try Descriptor(opening: path, .readOnly).read(into: &bytes, at: offset)
      return Array(bytes[..<count])
    } catch {
      throw .backupFailed(error.reason)
    }
  }

  /// Removes the backup `id`.
  func end(_ id: String) throws(JournalError) {
    _ = try asked(id)
    drop()
  }

  /// Removes the backup if there is one.
  func drop() {
    current.withLock { $0 = nil }
    remove()
  }

  /// Changes the phase.
  func set(_ phase: Phase) {
    current.withLock { $0?.phase = phase }
  }

  private func asked(_ id: String) throws(JournalError) -> Phase {
    let phase: Phase? = current.withLock { current in
      guard current?.id == id else { return nil }
      current?.asked = .now
      return current?.phase
    }
    guard let phase else { throw .backupGone }
    return phase
  }

  private func remove() {
    for suffix in ["", "-journal", "-wal", "-shm"] { try? Files.remove(path + suffix) }
  }
}

extension ScanJournal {
  /// Begins a backup; the writer's thread makes it while it records.
  public func beginBackup() throws(JournalError) -> BackupState {
    let progress = try backups.begin()
    inbox.wakeWriter()
    return progress
  }

  /// The progress of a backup.
  public func backupProgress(_ id: String) throws(JournalError) -> BackupState {
    try backups.progress(id)
  }

  /// The next bytes of a complete backup from `offset` on; none at its end.
  public func readBackup(_ id: String, at offset: Int64) throws(JournalError) -> [UInt8] {
    try backups.read(id, at: offset)
  }

  /// Removes a backup.
  public func endBackup(_ id: String) throws(JournalError) {
    try backups.end(id)
  }
}
