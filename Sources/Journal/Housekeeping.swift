// SPDX-License-Identifier: Apache-2.0

// The work of the writer's thread between two groups of scans, one small step at a time: removing old
// records, making a backup, looking after named subscribers, and adding sums to old records. Scans never
// wait for more than one such step of each.

import Wire

/// The work beside recording; used only by the writer's thread.
final class Housekeeping {
  /// The milliseconds between two searches of an idle journal for records that are too old.
  private static let interval: Int32 = 3_600_000

  private let shared: SharedState
  private let maker: BackupMaker
  private let report: @Sendable (JournalEvent) -> Void
  /// The removal that is not yet reported, so that a long one is one message.
  private var removal: Removal?
  private var fault: String?
  private let subscribers: SubscriberKeeping
  private let sums: SumKeeping

  init(
    backups: Backups, items: String, _ shared: SharedState,
    report: @escaping @Sendable (JournalEvent) -> Void
  ) {
    maker = BackupMaker(backups, items: items)
    subscribers = SubscriberKeeping(shared, report: report)
    sums = SumKeeping(shared)
    self.shared = shared
    self.report = report
  }

  /// Does one step.
  ///
  /// - Returns: the milliseconds until the next step; -1: there is none until somebody asks for one.
  func step(_ connection: WriterConnection) -> Int32 {
    let idle = earlier(
      earlier(maker.step(connection.database), subscribers.step(connection)), sums.step(connection))
    let limits = shared.value.retention
    guard !limits.isUnlimited else { return idle }
    if removeSome(connection, limits) { return 0 }
    reportRemoval()
    guard limits.age != nil else { return idle }
    return earlier(idle, Self.interval)
  }

  /// Notes that a group was written, which may concern a subscriber.
  func noteWrite() { subscribers.noteWrite() }

  /// Abandons the backup, because its source is being closed.
  func abandonBackup() { maker.abandon() }

  /// Ends the work, because the journal is being closed.
  func end() {
    maker.abandon()
    reportRemoval()
  }

  /// True if something was removed, so that there may be more.
  private func removeSome(_ connection: WriterConnection, _ limits: RetentionLimits) -> Bool {
    do throws(JournalError) {
      // Everything may seem too old by a clock that is not synchronised.
      let now = clockIsSynchronised() ? wallClock().microseconds : nil
      let removed = try connection.removeOldest(limits, now: now)
      fault = nil
      guard let removed else { return false }
      shared.update { $0.header = connection.header }
      add(removed)
      return true
    } catch {
      // If the cause is the disk, the next group of scans meets it too and reports it.
      if fault != error.detail { report(.removalFailed(error.detail)) }
      fault = error.detail
      return false
    }
  }

  private func add(_ removed: Removal) {
    guard let before = removal else {
      removal = removed
      return
    }
    removal = Removal(
      cursors: before.cursors.lowerBound...removed.cursors.upperBound,
      missedBy: Set(before.missedBy + removed.missedBy).sorted())
  }

  private func reportRemoval() {
    if let removal { report(.removed(removal)) }
    removal = nil
  }
}

/// The shorter of two times until the next step, in milliseconds; -1 is no time.
func earlier(_ one: Int32, _ other: Int32) -> Int32 {
  if one < 0 { return other }
  return other < 0 ? one : min(one, other)
}
