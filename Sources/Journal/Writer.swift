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
  private let items: LedgerReader
  private let housekeeping: Housekeeping
  private var store: Store?
  /// The connection that failed, kept until another one has recorded the group. It keeps the
  /// wal-index, by which the frames of a commit whose sync failed are no part of the log. Without
  /// it SQLite would recover the log, find them whole, and the group would be recorded twice.
  private var failedStore: Store?
  /// The files that `store` has open.
  private var files: JournalFiles

  init(
    _ store: Store, in directory: StateDirectory, inbox: Inbox, shared: SharedState,
    ledger: Ledger, backups: Backups, report: @escaping @Sendable (JournalEvent) -> Void
  ) {
    self.store = store
    self.directory = directory
    files = directory.files
    self.inbox = inbox
    self.shared = shared
    self.report = report
    items = LedgerReader(ledger)
    housekeeping = Housekeeping(backups: backups, items: ledger.path, shared, report: report)
  }

  /// Records what comes until the inbox is closed and empty.
  func run() {
    var idle: Int32 = 0
    while let group = inbox.take(upTo: Self.groupLimit, within: idle) {
      if !group.isEmpty {
        shared.update { $0.inHand = group.scans.count }
        record(group)
        shared.update { $0.inHand = 0 }
      }
      idle = store.map(housekeeping.step) ?? -1
    }
    housekeeping.end()
    store?.checkpoint()
  }

  /// Returns when `group` is durable, or when there is nothing left to try. Scans are tried again and
  /// again; who waits for an errand is told that it failed. The fault lasts until something is written.
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
        failedStore = nil
        if fault != nil { endFault(waited: group.scans.count + inbox.count) }
        return
      } catch {
        if failedStore == nil { failedStore = store }
        housekeeping.lose()
        store = nil
        damages = error.isDamage ? damages + 1 : 0
        let words = error.description
        if fault != words { begin(fault: words, waiting: group.scans.count) }
        fault = words
        for errand in group.errands + inbox.takeErrands() { errand.done(error) }
        group.errands = []
        if error.isDamage, !hasReplaced { continue }
      }
      if group.scans.isEmpty { return }
      if inbox.isClosed { return report(.lost(group.scans.count)) }
      usleep(UInt32(Self.retryInterval) * 1000)
    }
  }

  private func write(_ group: Group) throws(JournalError) {
    try directory.refuseReadOnly()
    try leaveReplacedFiles()
    let store = try openedStore()
    let written = try items.group { () throws(JournalError) in
      try describing(directory.journal) { () throws(SQLiteError) in
        try store.write(group, rules: shared.rules, items: items)
      }
    }
    shared.update { $0.head = store.head }
    if !written.records.isEmpty { report(.recorded(written.records, journal: store.head.uuid)) }
    for (errand, failure) in zip(group.errands, written.failures) {
      errand.done(failure.map { .database(path: directory.journal, $0) })
    }
  }

  /// The connection in use, or a fresh one after a failure.
  private func openedStore() throws(JournalError) -> Store {
    if let store { return store }
    let (fresh, setAside) = try directory.openStore()
    take(fresh, setAside)
    return fresh
  }

  /// Looks whether our files are still those in the directory, and takes those that are there.
  private func leaveReplacedFiles() throws(JournalError) {
    let now = directory.files
    guard store != nil || failedStore != nil, now != files else { return }
    // Where only the log was removed, all of it is brought into the database.
    let isSameDatabase = now.database == files.database
    if isSameDatabase { (store ?? failedStore)?.checkpoint() }
    housekeeping.lose()
    store = nil
    failedStore = nil
    if isSameDatabase { return }
    let (fresh, setAside) = try directory.openReplacement()
    take(fresh, setAside)
  }

  private func replaceDamaged(_ cause: String) throws(JournalError) {
    let (fresh, setAside) = try directory.replaceStore(cause: cause)
    take(fresh, setAside)
  }

  private func take(_ fresh: Store, _ setAside: SetAside?) {
    store = fresh
    files = directory.files
    guard let setAside else { return }
    shared.update {
      $0.head = fresh.head
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
