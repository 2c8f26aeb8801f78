// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Wire

/// A `read` on its way to its answer.
struct PendingRead: Sendable {
  /// The client's mark, repeated in the answer.
  let id: JSONValue?
  /// The journal that the cursor belongs to.
  let journal: String
  /// The most records to answer with.
  let limit: Int
  /// Which records to answer with.
  let filter: RecordFilter
  /// Until when a first record is waited for.
  let deadline: NIODeadline
  /// Nothing that matches lies between the cursor asked for and here.
  private(set) var cursor: Int64
  private var gap: Gap?

  /// A `read` of what comes after `cursor`, whose time begins now.
  init(_ read: Request.Read, after cursor: Int64, journal: String, id: JSONValue?) {
    self.id = id
    self.journal = journal
    self.cursor = cursor
    limit = read.limit
    filter = read.filter
    deadline = .now() + .milliseconds(Int64(read.waitMilliseconds))
  }

  /// Whether there is something to read, or to say, at that position.
  func isConcerned(by position: Position) -> Bool {
    position.bounds.head > cursor || position.journal != journal
  }

  /// Takes the page read after `cursor`.
  ///
  /// - Returns: the answer, or nil while there is time to wait for a first record.
  mutating func take(
    _ page: RecordPage, at bounds: FeedBounds, limits: FeedLimits
  ) -> [UInt8]? {
    if let missing = Gap(after: cursor, oldest: bounds.oldest) {
      gap = missing
      cursor = missing.to
    }
    let records = page.records.filter { $0.cursor > cursor }
    if records.isEmpty, deadline > .now() {
      cursor = max(cursor, page.through)
      return nil
    }
    return answer(records, through: max(cursor, page.through), head: bounds.head, limits: limits)
  }

  /// The answer when there is no more time.
  func emptyAnswer(head: Int64, limits: FeedLimits) -> [UInt8] {
    answer([], through: cursor, head: head, limits: limits)
  }

  private func answer(
    _ records: [(cursor: Int64, body: [UInt8])], through: Int64, head: Int64, limits: FeedLimits
  ) -> [UInt8] {
    encoded { json in
      json.line(id: id) { json in
        json.key("records")
        let cut = json.records(records, limit: limits.answerBytes)
        json.field("through", cut ?? through)
        json.field("head", max(head, through))
        json.field("gap", gap)
      }
    }
  }
}
