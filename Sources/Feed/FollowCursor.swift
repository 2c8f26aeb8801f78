// SPDX-License-Identifier: Apache-2.0

// A follow is a cursor and a filter. It is a value: a page is read for a copy of it, and the copy that
// comes back together with the lines takes its place.

import Wire

/// The progress of one follow.
struct FollowCursor: Sendable, Equatable {
  /// The client's mark, repeated in every line of this follow.
  let id: JSONValue?
  /// The journal that the cursor belongs to.
  let journal: String
  /// The records that the client wants.
  let filter: RecordFilter
  /// The name under which the client follows, if it has one.
  private(set) var subscriber: String?
  /// Every matching record up to here has been written.
  private(set) var cursor: Int64
  /// The newest cursor that the client was told.
  private var told: Int64
  /// The number of records looked at since the last lines.
  private var looked: Int64 = 0

  /// A follow of the records after `cursor`.
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

  /// True if there is something to read, or to say, at that position.
  func isBehind(_ position: Position) -> Bool {
    position.bounds.head > cursor || position.journal != journal
  }

  /// The line that says how far the follow has come.
  mutating func through() -> [UInt8] {
    told = cursor
    return ServerLine(id: id, .through(cursor)).bytes
  }

  /// Looks for records for the time of one slice; may wait for the disk.
  ///
  /// - Returns: lines for the client, or none if there is nothing to say yet, or the reason why the follow has to
  ///   end; nil: look further.
  mutating func advance(
    in source: some FeedSource, limits: FeedLimits
  ) -> Result<[UInt8], RequestError>? {
    do throws(RequestError) {
      let page = try source.page(
        after: cursor, filter: filter,
        limits: PageLimits(
          records: limits.pageRecords, bytes: limits.pageBytes, time: limits.sliceTime))
      // Asked for after the page: records removed or replaced while it was read show here.
      let position = Position(of: source)
      try position.check(journal: journal)
      let lines = advance(over: page, oldest: position.bounds.oldest, limits: limits)
      looked += Int64(page.looked)
      let isDone = !lines.isEmpty || looked >= limits.throughSpan || !isBehind(position)
      guard isDone else { return nil }
      looked = 0
      return .success(lines)
    } catch {
      return .failure(error)
    }
  }

  /// The lines that `page`, read after `cursor`, brings.
  ///
  /// Records that do not fit into a write of `limits.pageBytes` are left for the next page. Records
  /// older than `oldest` may be missing from the page: it was read before or after they were removed.
  mutating func advance(over page: RecordPage, oldest: Int64, limits: FeedLimits) -> [UInt8] {
    // Its size at once: memory that grows step by step leaves holes behind.
    var json = JSONWriter(capacity: page.records.isEmpty ? 0 : limits.pageBytes)
    if let gap = Gap(after: cursor, oldest: oldest) { write(gap, to: &json) }
    var gaps = page.gaps[...]
    for record in page.records where record.cursor > cursor {
      write(&gaps, before: record.cursor, to: &json)
      let length = json.bytes.count + record.body.count + 64
      guard json.bytes.isEmpty || length <= limits.pageBytes else { return json.bytes }
      ServerLine(id: id, .record(record)).write(to: &json)
      cursor = record.cursor
      told = record.cursor
    }
    write(&gaps, before: .max, to: &json)
    cursor = max(cursor, page.through)
    guard cursor - told >= limits.throughSpan else { return json.bytes }
    return json.bytes + through()
  }

  private mutating func write(
    _ gaps: inout ArraySlice<Gap>, before next: Int64, to json: inout JSONWriter
  ) {
    while let gap = gaps.first, gap.from < next {
      write(gap, to: &json)
      gaps.removeFirst()
    }
  }

  /// Tells a gap, or the part of it that is not behind already.
  private mutating func write(_ gap: Gap, to json: inout JSONWriter) {
    guard let rest = gap.after(cursor) else { return }
    ServerLine(id: id, .gap(rest)).write(to: &json)
    cursor = rest.to
    told = rest.to
  }
}
