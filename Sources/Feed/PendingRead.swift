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
  /// The records to answer with.
  let filter: RecordFilter
  /// The end of the wait for a first record.
  let deadline: NIODeadline
  /// No matching record lies between the cursor asked for and here.
  private(set) var cursor: Int64
  private var gap: Gap?

  /// A `read` of the records after `cursor`, whose time begins now.
  init(_ read: Request.Read, after cursor: Int64, journal: String, id: JSONValue?) {
    self.id = id
    self.journal = journal
    self.cursor = cursor
    limit = read.limit
    filter = read.filter
    deadline = .now() + .milliseconds(Int64(read.waitMilliseconds))
  }

  /// True if there is something to read, or to say, at that position.
  func isConcerned(by position: Position) -> Bool {
    position.bounds.head > cursor || position.journal != journal
  }

  /// Adds the page read after `cursor`.
  ///
  /// - Returns: the answer, or nil while there is time to wait for a first record.
  mutating func answer(
    _ page: RecordPage, at bounds: FeedBounds, limits: FeedLimits
  ) -> [UInt8]? {
    if let missing = Gap(after: cursor, oldest: bounds.oldest) {
      gap = missing
      cursor = missing.to
    }
    let records = page.records.filter { $0.cursor > cursor }
    cursor = max(cursor, page.through)
    if records.isEmpty, deadline > .now() { return nil }
    return answer(
      RecordPage(records: records, through: cursor).prefix(bytes: limits.answerBytes),
      head: bounds.head)
  }

  /// The answer when there is no more time.
  func emptyAnswer(head: Int64) -> [UInt8] {
    answer(RecordPage(through: cursor), head: head)
  }

  private func answer(_ page: RecordPage, head: Int64) -> [UInt8] {
    EncodedAnswer(
      RecordBatch(
        records: page.records, through: page.through, head: max(head, cursor), gap: gap),
      to: Request.Read.self
    ).line(id: id)
  }
}
