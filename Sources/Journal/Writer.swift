// SPDX-License-Identifier: Apache-2.0

// The writer's thread: takes whatever waits, records it in one transaction, says so, and begins
// again. There is no timer: while one group is being synced the next one gathers.
//
// When the disk is full or fails, the group in hand is kept and tried again on a fresh connection
// until it succeeds; nothing of it is published before, and the scans behind it wait in the inbox.

import Glibc
import Tracking
import Wire

final class Writer {
  /// The most scans in one transaction.
  private static let groupLimit = 512
  /// Between two attempts while the disk fails, in milliseconds.
  private static let retryInterval: Int32 = 250

  private let directory: StateDirectory
  private let inbox: Inbox
  private let shared: SharedState
  private let report: @Sendable (JournalEvent) -> Void
  private let items: ItemReader
  private let housekeeping: Housekeeping
  private var connection: WriterConnection?
  /// The connection that failed, kept until another one has recorded the group. It keeps the
  /// wal-index, by which the frames of a commit whose sync failed are no part of the log. Without
  /// it SQLite would recover the log, find them whole, and the group would be recorded twice.
  private var failedConnection: WriterConnection?
  /// The files that `connection` has open.
  private var files: JournalFiles

  init(
    _ connection: WriterConnection, in directory: StateDirectory, inbox: Inbox, shared: SharedState,
    itemDatabase: ItemDatabase, backups: Backups, report: @escaping @Sendable (JournalEvent) -> Void
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

  /// Records what comes until the inbox is closed and empty.
  func run() {
    var idle: Int32 = 0
    while let group = inbox.dequeue(upTo: Self.groupLimit, within: idle) {
      if !group.isEmpty {
        shared.update { $0.inHand = group.scans.count }
        record(group)
        shared.update { $0.inHand = 0 }
      }
      idle = connection.map(housekeeping.step) ?? -1
    }
    housekeeping.end()
    connection?.checkpoint()
  }

  /// Returns when `group` is durable, or when there is nothing left to try. Scans are tried again and
  /// again; who waits for a pending write is told that it failed. The fault lasts until something is written.
  private func record(_ group: Group) {
    var group = group
    var fault = shared.value.fault
    var damages = 0
    var hasReplaced = false
    while true {
      shared.update { $0.attempts += 1 }
      do throws(JournalError) {
        // Damage is believed when a second connection, opened for the purpose, meets it too.
        if damages == 2 {
          damages = 0
          hasReplaced = true
          try replaceDamaged(fault ?? "")
        }
        try write(group)
        failedConnection = nil
        if fault != nil { endFault(waited: group.scans.count + inbox.count) }
        return
      } catch {
        if failedConnection == nil { failedConnection = connection }
        housekeeping.abandonBackup()
        connection = nil
        damages = error.isDamage ? damages + 1 : 0
        let words = error.description
        if fault != words { begin(fault: words, waiting: group.scans.count) }
        fault = words
        for pendingWrite in group.pendingWrites + inbox.dequeuePendingWrites() {
          pendingWrite.done(error)
        }
        group.pendingWrites = []
        if error.isDamage, !hasReplaced { continue }
      }
      if group.scans.isEmpty { return }
      if inbox.isClosed { return report(.lost(group.scans.count)) }
      usleep(UInt32(Self.retryInterval) * 1000)
    }
  }

  private func write(_ group: Group) throws(JournalError) {
    try directory.refuseReadOnly()
    try reopenIfFilesReplaced()
    let connection = try openedConnection()
    let written = try items.group { () throws(JournalError) in
      try describing(directory.journal) { () throws(SQLiteError) in
        try connection.write(group, rules: shared.rules, items: items)
      }
    }
    shared.update { $0.header = connection.header }
    if !written.records.isEmpty {
      report(.recorded(written.records, journal: connection.header.uuid))
    }
    for (pendingWrite, failure) in zip(group.pendingWrites, written.failures) {
      pendingWrite.done(failure.map { .database(path: directory.journal, $0) })
    }
  }

  /// The connection in use, or a fresh one after a failure.
  private func openedConnection() throws(JournalError) -> WriterConnection {
    if let connection { return connection }
    let (fresh, setAside) = try directory.openConnection()
    use(fresh, setAside)
    return fresh
  }

  /// Looks whether our files are still those in the directory, and takes those that are there.
  private func reopenIfFilesReplaced() throws(JournalError) {
    let now = directory.files
    guard connection != nil || failedConnection != nil, now != files else { return }
    // Where only the log was removed, all of it is brought into the database.
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

  private func begin(fault: String, waiting: Int) {
    shared.update { $0.fault = fault }
    report(.fault(fault, notDurable: waiting + inbox.count))
  }

  private func endFault(waited: Int) {
    shared.update { $0.fault = nil }
    report(.recovered(waited: waited))
  }
}
