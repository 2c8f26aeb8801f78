// SPDX-License-Identifier: Apache-2.0

// The newest records, kept so that a follower at the head need not wait for a read from the journal.
// It is the journal's end without a gap, or it is empty; whoever is further behind, or finds that it
// belongs to another journal, reads the journal. So it makes no difference but in time.

import Wire

/// A record that is durable.
public struct PublishedRecord: Sendable {
  /// The record, with its cursor.
  public var record: Record
  /// Its JSON without the cursor (`Record.body`), as the journal keeps it.
  public var body: [UInt8]

  /// A record and its encoding.
  public init(_ record: Record, body: [UInt8]) {
    self.record = record
    self.body = body
  }
}

/// The newest records of a journal, at most 256 and 256 KiB.
struct Tail {
  private static let recordLimit = 256
  private static let byteLimit = 1 << 18

  private var journal = ""
  private var records: [PublishedRecord] = []
  /// The cursor of the first of `records`.
  private var first: Int64 = 1
  private var byteCount = 0

  /// The cursor of the newest record.
  private var last: Int64 { first + Int64(records.count) - 1 }

  /// Adds records that have become durable; begins anew if they do not continue those that are here.
  mutating func append(_ published: [PublishedRecord], of journal: String) {
    if journal != self.journal { self = Tail(journal: journal) }
    for record in published {
      guard let cursor = record.record.cursor else { continue }
      if cursor != last + 1 {
        self = Tail(journal: journal)
        first = cursor
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
    for record in records[Int(cursor + 1 - first)...] where filter.passes(record.record) {
      guard let cursor = record.record.cursor else { continue }
      page.records.append((cursor, record.body))
      if page.records.count == limit {
        page.through = cursor
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
