// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Wire

/// The number of damaged records that readers have met, and the first of them.
public struct Damage: Sendable, Equatable {
  /// The number of records.
  public var count = 0
  /// True if there may be more than are counted.
  public var isCut = false
  /// The smallest cursor; nil if there is none.
  public var first: Int64?
}

/// The damaged records of one journal that readers have met, each counted once however often it is read.
struct DamagedRecords {
  /// The most cursors that are kept.
  private static let most = 1000

  private var journal = ""
  private var cursors: Set<Int64> = []

  /// Adds damaged records of `journal`; those of an earlier journal are forgotten.
  ///
  /// - Returns: the first of them that was not known; nil if all were.
  mutating func add(_ gaps: [Gap], of journal: String) -> Int64? {
    if journal != self.journal { self = DamagedRecords(journal: journal) }
    var first: Int64?
    for gap in gaps where gap.cause == Gap.damage {
      for cursor in gap.from...gap.to {
        if cursors.count >= Self.most { return first }
        if cursors.insert(cursor).inserted { first = first ?? cursor }
      }
    }
    return first
  }

  /// Those that are still in the journal.
  func damage(in header: JournalHeader) -> Damage {
    guard journal == header.uuid else { return Damage() }
    let present = cursors.filter { $0 >= header.oldest }
    return Damage(
      count: present.count, isCut: cursors.count >= Self.most, first: present.min())
  }
}

extension DamagedRecords {
  fileprivate init(journal: String) {
    self.journal = journal
  }
}

extension ScanJournal {
  /// Notes the damaged records among gaps, for the status, and reports those that were not known.
  func note(_ gaps: [Gap]) {
    guard !gaps.isEmpty else { return }
    let journal = shared.value.header.uuid
    if let first = damage.withLock({ $0.add(gaps, of: journal) }) { report(.damagedRecord(first)) }
  }

  /// The damaged records that were met.
  func damage(in header: JournalHeader) -> Damage {
    damage.withLock { $0.damage(in: header) }
  }
}

/// Bytes as lower-case hexadecimal digits.
func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  return String(decoding: text, as: UTF8.self)
}
