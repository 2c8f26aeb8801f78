// SPDX-License-Identifier: Apache-2.0

// The newest records, kept so that a follower at the head need not wait for a read from the journal.
// They are the journal's end without a gap, or none; a follower that is further behind, or of another
// journal, reads the journal. So the tail makes no difference but in time.

import Wire

/// The newest records of a journal, at most 256 and 256 KiB.
struct Tail {
  private static let recordLimit = 256
  private static let byteLimit = 1 << 18

  private var journal = ""
  private var records: [EncodedRecord] = []
  /// The cursor of the first of `records`.
  private var first: Int64 = 1
  private var byteCount = 0

  /// The cursor of the newest record.
  private var last: Int64 { first + Int64(records.count) - 1 }

  /// Adds records that have become durable; begins anew if they do not continue those that are here.
  mutating func append(_ published: [EncodedRecord], of journal: String) {
    if journal != self.journal { self = Tail(journal: journal) }
    for record in published {
      if record.cursor != last + 1 {
        self = Tail(journal: journal)
        first = record.cursor
      }
      records.append(record)
      byteCount += record.body.count
    }
    trim()
  }

  /// The records after `cursor` that pass `filter`; nil if not all of them are here.
  func page(
    after cursor: Int64, of journal: String, filter: RecordFilter, limit: Int
  ) -> RecordPage? {
    guard journal == self.journal, cursor >= first - 1, cursor < last else { return nil }
    var page = RecordPage(through: last)
    for record in records[Int(cursor + 1 - first)...] {
      if !filter.isEmpty {
        // A record that is announced has been decoded; one that cannot be is left to the journal.
        guard let decoded = try? record.record else { return nil }
        if !filter.passes(decoded) { continue }
      }
      page.records.append(record)
      if page.records.count == limit {
        page.through = record.cursor
        break
      }
    }
    return page
  }

  private mutating func trim() {
    var surplus = max(0, records.count - Self.recordLimit)
    byteCount -= records[..<surplus].reduce(0) { $0 + $1.body.count }
    while byteCount > Self.byteLimit, surplus < records.count {
      byteCount -= records[surplus].body.count
      surplus += 1
    }
    records.removeFirst(surplus)
    first += Int64(surplus)
  }
}

extension Tail {
  fileprivate init(journal: String) {
    self.journal = journal
  }
}
