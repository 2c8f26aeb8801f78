// SPDX-License-Identifier: Apache-2.0

// All that a follow is: a cursor and what to send. It is a value; whoever reads a page for it gets
// a copy, and the copy that comes back together with the lines takes its place.

import Wire

/// How far one follow has come.
struct FollowCursor: Sendable, Equatable {
  /// The client's mark, repeated in every line of this follow.
  let id: JSONValue?
  /// The journal that the cursor belongs to.
  let journal: String
  /// Which records the client wants.
  let filter: RecordFilter
  /// The name under which the client follows, if it has one.
  private(set) var subscriber: String?
  /// Every matching record up to here has been written.
  private(set) var cursor: Int64
  /// The newest cursor of which the client knows that.
  private var told: Int64

  /// A follow of what comes after `cursor`.
  init(after cursor: Int64, journal: String, filter: RecordFilter, id: JSONValue?) {
    self.id = id
    self.journal = journal
    self.filter = filter
    self.cursor = cursor
    told = cursor
  }

  /// The same follow by a named subscriber, which goes on after `cursor`.
  func resumed(by subscriber: String, after cursor: Int64) -> FollowCursor {
    var follow = FollowCursor(after: cursor, journal: journal, filter: filter, id: id)
    follow.subscriber = subscriber
    return follow
  }

  /// Whether there is something to read, or to say, at that position.
  func isBehind(_ position: Position) -> Bool {
    position.bounds.head > cursor || position.journal != journal
  }

  /// Writes the line that says how far the follow has come.
  mutating func writeThrough(to json: inout JSONWriter) {
    json.through(cursor, id: id)
    told = cursor
  }

  /// Writes the lines that `page`, read after `cursor`, brings.
  ///
  /// What finds no room in a write of `limits.pageBytes` is left for the next page. Records older
  /// than `oldest` may be missing from the page: it was read before or after they were removed.
  mutating func advance(
    over page: RecordPage, oldest: Int64, limits: FeedLimits, to json: inout JSONWriter
  ) {
    if let gap = Gap(after: cursor, oldest: oldest) {
      json.gap(gap, id: id)
      cursor = gap.to
      told = gap.to
    }
    for record in page.records where record.cursor > cursor {
      let length = json.bytes.count + record.body.count + 64
      guard json.bytes.isEmpty || length <= limits.pageBytes else { return }
      json.line(id: id) { json in
        json.key("record")
        json.record(body: record.body, cursor: record.cursor)
      }
      cursor = record.cursor
      told = record.cursor
    }
    cursor = max(cursor, page.through)
    if cursor - told >= limits.throughSpan { writeThrough(to: &json) }
  }
}
