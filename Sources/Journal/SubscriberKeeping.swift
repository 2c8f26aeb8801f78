// SPDX-License-Identifier: Apache-2.0

import SystemCalls

/// The part of housekeeping that looks after named subscribers; used only by the writer's thread.
final class SubscriberKeeping {
  /// The conditions under which names were handed over, or subscribers looked at, the last time.
  private struct Conditions: Equatable {
    var journal: String
    var rules: SubscriberRules
    var retention: RetentionLimits
  }

  /// The microseconds between two looks at the subscribers while records are written.
  private static let interval: Int64 = 1_000_000
  /// The microseconds after which they are looked at although nothing was written: records grow old.
  private static let longInterval: Int64 = 3_600_000_000

  private let shared: SharedState
  private let report: @Sendable (JournalEvent) -> Void
  private var handedOver: Conditions?
  private var looked: Conditions?
  private var lookTime: Int64 = 0
  private var hasNews = true

  init(_ shared: SharedState, report: @escaping @Sendable (JournalEvent) -> Void) {
    self.shared = shared
    self.report = report
  }

  /// Notes that a group was written.
  func noteWrite() { hasNews = true }

  /// Hands reserved names over and finds the subscribers that are behind, if that is due.
  ///
  /// - Returns: the milliseconds until the next step; -1: there is none until somebody asks for one.
  func step(_ connection: WriterConnection) -> Int32 {
    let state = shared.value
    let conditions = Conditions(
      journal: connection.header.uuid, rules: state.subscriberRules, retention: state.retention)
    let now = SystemClock.monotonic.now
    if conditions != looked || now - lookTime >= Self.longInterval { hasNews = true }
    guard hasNews else { return -1 }
    let rest = lookTime + Self.interval - now
    // Another configuration holds at once.
    if conditions == looked, rest > 0 { return Int32(rest / 1000 + 1) }
    lookTime = now
    do throws(JournalError) {
      if conditions != handedOver { try handOver(connection, conditions) }
      try look(connection, conditions)
      hasNews = false
      return -1
    } catch {
      // If the cause is the disk, the next group of scans meets it too and reports it.
      looked = conditions
      return Int32(Self.interval / 1000)
    }
  }

  private func handOver(
    _ connection: WriterConnection, _ conditions: Conditions
  ) throws(JournalError) {
    let handovers = try connection.handOver(conditions.rules.reservations)
    handedOver = conditions
    for handover in handovers { report(.handedOver(handover)) }
  }

  private func look(
    _ connection: WriterConnection, _ conditions: Conditions
  ) throws(JournalError) {
    let now = clockIsSynchronised() ? wallClock().microseconds : nil
    let slow = try connection.slowSubscribers(conditions.retention, now: now)
    looked = conditions
    shared.update { $0.slowSubscribers = slow }
  }
}
