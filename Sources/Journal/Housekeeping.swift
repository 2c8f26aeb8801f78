// SPDX-License-Identifier: Apache-2.0

// What the writer's thread does between two groups of scans, a little at a time: removing what
// retention does not keep, and making a backup. Scans never wait for more than one such step.

import Wire

/// The small work beside recording; used by the writer's thread alone.
final class Housekeeping {
  /// How often an idle journal looks for records that have become too old, in milliseconds.
  private static let interval: Int32 = 3_600_000

  private let shared: SharedState
  private let maker: BackupMaker
  private let report: @Sendable (JournalEvent) -> Void
  /// What was removed and not yet told, so that a long removal is one message.
  private var removal: Removal?
  private var fault: String?

  init(
    backups: Backups, items: String, _ shared: SharedState,
    report: @escaping @Sendable (JournalEvent) -> Void
  ) {
    maker = BackupMaker(backups, items: items)
    self.shared = shared
    self.report = report
  }

  /// Does a little.
  ///
  /// - Returns: for how many milliseconds there is nothing to do; -1: until something is wanted.
  func step(_ connection: WriterConnection) -> Int32 {
    let idle = maker.step(connection.database)
    let limits = shared.value.retention
    guard !limits.isUnlimited else { return idle }
    if removeSome(connection, limits) { return 0 }
    reportRemoval()
    guard limits.age != nil else { return idle }
    return idle < 0 ? Self.interval : min(idle, Self.interval)
  }

  /// The connection that a backup is made from is closed.
  func abandonBackup() { maker.abandon() }

  /// The journal is closed.
  func end() {
    maker.abandon()
    reportRemoval()
  }

  /// Whether something was removed, so that there may be more.
  private func removeSome(_ connection: WriterConnection, _ limits: RetentionLimits) -> Bool {
    do throws(SQLiteError) {
      // By a clock that nobody keeps right, everything may seem too old.
      let now = clockIsSynchronised() ? wallClock().microseconds : nil
      let removed = try connection.removeOldest(limits, now: now)
      fault = nil
      guard let removed else { return false }
      shared.update { $0.header = connection.header }
      add(removed)
      return true
    } catch {
      // If the disk is to blame, the next group of scans meets it, too, and says so.
      if fault != error.description { report(.removalFailed(error.description)) }
      fault = error.description
      return false
    }
  }

  private func add(_ removed: Removal) {
    guard let before = removal else { return removal = removed }
    removal = Removal(
      cursors: before.cursors.lowerBound...removed.cursors.upperBound,
      missedBy: Set(before.missedBy + removed.missedBy).sorted())
  }

  private func reportRemoval() {
    if let removal { report(.removed(removal)) }
    removal = nil
  }
}
