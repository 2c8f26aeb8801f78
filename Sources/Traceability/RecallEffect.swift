// SPDX-License-Identifier: Apache-2.0

// A recall has a time and no cursor. Whether a scan came after it is therefore told by the scan's
// time, and where the clock cannot be right (it was set, or a kiosk began without one) by the
// remark that only a recall in force leaves.

import TerminalIO
import Wire

extension RecallInfo {
  /// True if it is about the goods that a record identifies, or may identify.
  func covers(_ subject: Subject) -> Bool {
    (gtin == nil || gtin == subject.gtin) && (lot == nil || lot == subject.lot)
      && (serial == nil || serial == subject.serial)
  }

  /// True if it was in force at a moment.
  func wasInForce(at time: Timestamp) -> Bool {
    time >= added.time && lifted.map { time < $0.time } ?? true
  }
}

/// The scans of recalled goods while one recall was in force.
struct RecallEffect {
  /// The recall.
  let recall: RecallInfo
  /// The number of accepted scans while it was in force.
  private(set) var accepted = 0
  /// The number of scans that were not accepted.
  private(set) var notAccepted = 0
  /// All of them, in order.
  private(set) var records: Excerpt<Record>

  /// The effect of a recall without scans.
  init(_ recall: RecallInfo, limit: Int?) {
    self.recall = recall
    records = Excerpt(limit: limit)
  }

  /// Notes a scan of the goods that was made while it was in force.
  mutating func add(_ record: Record) {
    if record.verdict == .accepted { accepted += 1 } else { notAccepted += 1 }
    records.append(record, cursor: record.cursor)
  }
}
