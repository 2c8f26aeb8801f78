// SPDX-License-Identifier: Apache-2.0

// The writer's thread takes everything that waits, records it in one transaction, reports it, and
// begins again. There is no timer: the next group gathers while this one is being synced.
//
// While the disk is full or fails, the writer keeps its group and tries it again on a new connection
// until it succeeds. Nothing of the group is published before, and later scans wait in the inbox.

import Glibc
import Tracking
import Wire

/// The loop of the writer's thread.
final class Writer {
  /// The most scans in one transaction.
  private static let groupLimit = 512
  /// The time between two attempts while the disk fails, in milliseconds.
  private static let retryInterval: Int32 = 250

  private let directory: StateDirectory
  private let inbox: Inbox
  private let shared: SharedState
  private let report: @Sendable (JournalEvent) -> Void
  private let items: ItemReader
  private let housekeeping: Housekeeping
  private var connection: WriterConnection?
  /// The connection that failed, kept until another one has recorded the group. It keeps the
  /// wal-index, which excludes the frames of a commit whose sync failed from the log. Without it
  /// SQLite would recover the log, find them whole, and the group would be recorded twice.
  private var failedConnection: WriterConnection?
  /// The files that `connection` has open.
  private var files: JournalFiles

  init(
    _ connection: WriterConnection, in directory: StateDirectory, inbox: Inbox, shared: SharedState,
    itemDatabase: ItemDatabase, backups: Backups,
    report: @escaping @Sendable (JournalEvent) -> Void
  ) {
    self.connection = connection
    self.directory = directory
    files = directory.files
    self.inbox = inbox
    self.shared = shared
    self.report = report
    items = ItemReader(itemDatabase)
    housekeeping = Housekeeping(backups: backups, items: itemDatabase.path, shared, report: report)
  }

  /// Records scans until the inbox is closed and empty.
  func run() {
    var idle: Int32 = 0
    while let group = inbox.dequeue(upTo: Self.groupLimit, within: idle) {
      if !group.isEmpty {
        record(group)
        inbox.settle()
        housekeeping.noteWrite()
      }
      idle = connection.map(housekeeping.step) ?? -1
    }
    housekeeping.end()
    connection?.checkpoint()
  }

  /// Returns when `group` is durable, or when there is nothing left to try. Scans are tried again and
  /// again, pending writes fail at once. The fault lasts until something is written.
  private func record(_ group: Group) {
    var group = group
    var damages = 0
    var hasReplaced = false
    var cause = ""
    while true {
      shared.update { $0.attempts += 1 }
      do throws(JournalError) {
        // Damage counts when a second connection, opened for the purpose, meets it too.
        if damages == 2 {
          damages = 0
          hasReplaced = true
          try replaceDamaged(cause)
        }
        try write(group)
        failedConnection = nil
        endFault(waited: group.scans.count + inbox.count)
        return
      } catch {
        releaseConnection()
        damages = error.isDamage ? damages + 1 : 0
        cause = error.detail
        beginFault(error, waiting: group.scans.count)
        for write in group.pendingWrites + inbox.dequeuePendingWrites() { write.done(error) }
        group.pendingWrites = []
        if error.isDamage, !hasReplaced { continue }
      }
      if group.scans.isEmpty { return }
      if inbox.isClosed { return report(.lost(group.scans.count)) }
      usleep(UInt32(Self.retryInterval) * 1000)
    }
  }

  private func write(_ group: Group) throws(JournalError) {
    try directory.requireWritable()
    try reopenIfFilesReplaced()
    let connection = try openedConnection()
    let written = try write(group, through: connection)
    shared.update { $0.header = connection.header }
    inbox.settle()
    if !written.records.isEmpty {
      report(.recorded(written.records, journal: connection.header.uuid))
    }
    for (write, error) in zip(group.pendingWrites, written.failures) { write.done(error) }
  }

  private func write(
    _ group: Group, through connection: WriterConnection
  ) throws(JournalError) -> (records: [EncodedRecord], failures: [JournalError?]) {
    items.beginGroup()
    defer { items.endGroup() }
    return try connection.write(group, rules: shared.rules, items: items)
  }

  /// The connection in use, or a new one after a failure.
  private func openedConnection() throws(JournalError) -> WriterConnection {
    if let connection { return connection }
    let (fresh, setAside) = try directory.openConnection()
    use(fresh, setAside)
    return fresh
  }

  private func releaseConnection() {
    if failedConnection == nil { failedConnection = connection }
    housekeeping.abandonBackup()
    connection = nil
  }

  /// Opens the files in the directory if they are no longer the open ones.
  private func reopenIfFilesReplaced() throws(JournalError) {
    let now = directory.files
    guard connection != nil || failedConnection != nil, now != files else { return }
    // If only the log was removed, the open one still has its content.
    let isSameDatabase = now.database == files.database
    if isSameDatabase { (connection ?? failedConnection)?.checkpoint() }
    housekeeping.abandonBackup()
    connection = nil
    failedConnection = nil
    if isSameDatabase { return }
    let (fresh, setAside) = try directory.openReplacement()
    use(fresh, setAside)
  }

  private func replaceDamaged(_ cause: String) throws(JournalError) {
    let (fresh, setAside) = try directory.replaceJournal(cause: cause)
    use(fresh, setAside)
  }

  private func use(_ fresh: WriterConnection, _ setAside: SetAside?) {
    connection = fresh
    files = directory.files
    guard let setAside else { return }
    shared.update {
      $0.header = fresh.header
      $0.replacements += 1
    }
    report(.setAside(setAside))
  }

  private func beginFault(_ error: JournalError, waiting: Int) {
    let fault = error.description
    shared.update { $0.lockedSince = error.isBusy ? $0.lockedSince ?? wallClock() : nil }
    guard shared.value.fault != fault else { return }
    shared.update { $0.fault = fault }
    report(.fault(fault, notDurable: waiting + inbox.count))
  }

  private func endFault(waited: Int) {
    guard shared.value.fault != nil else { return }
    shared.update {
      $0.fault = nil
      $0.lockedSince = nil
    }
    report(.recovered(waited: waited))
  }
}
