// SPDX-License-Identifier: Apache-2.0

import SystemCalls

/// The part of housekeeping that adds the sums of records of earlier versions; used only by the writer's
/// thread.
final class SumKeeping {
  /// The milliseconds between two steps: a journal of a million records takes some minutes, and scans find
  /// the disk idle most of the time.
  private static let pause: Int32 = 20
  /// The milliseconds until the next attempt after one that failed.
  private static let longPause: Int32 = 60_000

  /// The most records of one step.
  private static let largestStep: Int64 = 256

  private let shared: SharedState
  /// The records of the next step; fewer after one that met damage.
  private var records = largestStep
  /// The time of the next step, in microseconds of CLOCK_MONOTONIC.
  private var due: Int64 = 0

  init(_ shared: SharedState) {
    self.shared = shared
  }

  /// Adds some sums, if there are records without.
  ///
  /// - Returns: the milliseconds until the next step; -1: there is nothing left to do.
  func step(_ connection: WriterConnection) -> Int32 {
    guard connection.header.unsummed > 0 else { return -1 }
    let rest = due - SystemClock.monotonic.now
    if rest > 0 { return Int32(rest / 1000 + 1) }
    let pause = addSome(connection)
    due = SystemClock.monotonic.now + Int64(pause) * 1000
    return connection.header.unsummed > 0 ? pause : -1
  }

  /// Adds some sums; the milliseconds until the next step.
  private func addSome(_ connection: WriterConnection) -> Int32 {
    do throws(JournalError) {
      try connection.sumSome(records)
      records = min(2 * records, Self.largestStep)
      shared.update { $0.header = connection.header }
      return Self.pause
    } catch {
      // If the cause is the disk, the next group of scans meets it too and reports it; `status` says how
      // many records have no sum.
      return error.isDamage && approach(connection) ? Self.pause : Self.longPause
    }
  }

  /// Approaches a record that cannot be read, and leaves it behind without a sum, which tells it from the
  /// others; false if something else is damaged.
  private func approach(_ connection: WriterConnection) -> Bool {
    if records > 1 {
      records /= 2
      return true
    }
    guard (try? connection.passUnreadable()) == true else { return false }
    shared.update { $0.header = connection.header }
    return true
  }
}
