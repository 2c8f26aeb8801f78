// SPDX-License-Identifier: Apache-2.0

// An answer to `read` or `trace` may have a thousand records. It is written piece by piece, each when the kernel
// has taken the last one, so a client that does not read holds one piece. Records are looked for in slices, so
// that a request which looks at much and finds little leaves others their turn.

import NIOCore
import Wire

/// A `read` or `trace` on its way to its answer.
struct RecordAnswer: Sendable {
  /// The records that are wanted.
  enum Question: Sendable {
    case read(Request.Read)
    case trace(Request.Trace)
  }

  /// The next thing to do.
  enum Step: Sendable {
    /// This part of the answer is to be written; more follows.
    case piece([UInt8])
    /// This ends the answer.
    case last([UInt8])
    /// Nothing was found, and there is time to wait for a record.
    case wait
    /// The error is the answer.
    case failure(RequestError)
  }

  /// The most ranges of damaged records in one answer.
  private static let mostDamaged = 64

  /// The client's mark, repeated in the answer.
  let id: JSONValue?
  /// The end of the wait for a first record.
  let deadline: NIODeadline
  /// The journal that the cursor belongs to.
  private let journal: String
  private let question: Question
  /// Every matching record up to here has been written, or stands in `records`.
  private var cursor: Int64
  /// The newest record there was.
  private var head: Int64
  /// The number of records that the answer has room for.
  private var left: Int
  /// The number of bytes of records that the answer has room for.
  private var room: Int
  /// The number of records looked at since the last wait.
  private var looked = 0
  /// The records missing before the first of them, in the answer to `read`.
  private var gap: Gap?
  /// The damaged records, in the answer to `trace`.
  private var damaged: [Gap] = []
  /// True if the answer has records, so that it can no longer become an error or wait.
  private var isBegun = false
  /// True if the part of the answer before its records has been written.
  private var isOpened = false
  /// Records that are still to be written.
  private var records: [UInt8] = []

  /// An answer of records after `cursor`, whose time begins now.
  init(
    _ question: Question, after cursor: Int64, at position: Position, room: Int, id: JSONValue?
  ) {
    self.question = question
    self.id = id
    self.cursor = cursor
    self.room = room
    journal = position.journal
    head = position.bounds.head
    switch question {
    case .read(let read):
      left = read.limit
      deadline = .now() + .milliseconds(Int64(read.waitMilliseconds))
    case .trace(let trace):
      left = trace.limit
      deadline = .now()
    }
  }

  /// True if there is something to read, or to say, at that position.
  func isConcerned(by position: Position) -> Bool {
    position.bounds.head > cursor || position.journal != journal
  }

  /// Looks for records for the time of one slice.
  ///
  /// - Returns: the next thing to do; nil: look further.
  mutating func advance(in source: some FeedSource, limits: FeedLimits) -> Step? {
    do throws(RequestError) {
      let page = try page(of: source, limits)
      let position = Position(of: source)
      try position.check(journal: journal)
      head = position.bounds.head
      guard notice(Gap(after: cursor, oldest: position.bounds.oldest)) else { return last() }
      let isFull = !add(page, limits)
      looked += page.looked
      return step(isFull: isFull, limits)
    } catch {
      return isBegun ? last() : .failure(error)
    }
  }

  /// The end of the answer with the records found so far.
  mutating func last() -> Step {
    .last(opening() + removeRecords() + parts().after)
  }

  private func page(
    of source: some FeedSource, _ limits: FeedLimits
  ) throws(RequestError) -> RecordPage {
    let page = PageLimits(
      records: min(left, limits.pageRecords), bytes: limits.pieceBytes, time: limits.sliceTime)
    switch question {
    case .read(let read):
      return try source.page(after: cursor, filter: read.filter, limits: page)
    case .trace(let trace):
      return try source.trace(trace, after: cursor, limits: page)
    }
  }

  /// Goes on behind a gap; false if there are records before it.
  private mutating func notice(_ missing: Gap?) -> Bool {
    guard case .read = question, let missing else { return true }
    if isBegun || gap != nil { return false }
    gap = missing
    cursor = missing.to
    return true
  }

  /// Adds the records of a page; false if there is no more room.
  private mutating func add(_ page: RecordPage, _ limits: FeedLimits) -> Bool {
    // Its size at once: memory that grows step by step leaves holes behind.
    if records.isEmpty, !page.records.isEmpty { records.reserveCapacity(2 * limits.pieceBytes) }
    var gaps = page.gaps[...]
    for record in page.records where record.cursor > cursor {
      guard pass(&gaps, before: record.cursor) else { return false }
      room -= record.body.count + 32
      guard room >= 0 || !isBegun else { return false }
      if isBegun { records.append(UInt8(ascii: ",")) }
      records += record.json
      isBegun = true
      cursor = record.cursor
      left -= 1
    }
    guard pass(&gaps, before: .max) else { return false }
    cursor = max(cursor, page.through)
    return left > 0
  }

  /// Goes on behind the gaps before a cursor; false if the answer has to end before one of them.
  private mutating func pass(_ gaps: inout ArraySlice<Gap>, before next: Int64) -> Bool {
    while let first = gaps.first, first.from < next {
      gaps.removeFirst()
      guard let missing = first.after(cursor) else { continue }
      guard note(missing) else { return false }
      cursor = missing.to
    }
    return true
  }

  /// Notes a gap for the answer; false if it has no room for it.
  private mutating func note(_ missing: Gap) -> Bool {
    switch question {
    case .trace:
      if missing.cause == Gap.retention { return true }
      if damaged.count >= Self.mostDamaged { return false }
      damaged.append(missing)
    case .read:
      // An answer to `read` has one gap, before its records.
      if isBegun || gap != nil { return false }
      gap = missing
    }
    return true
  }

  private mutating func step(isFull: Bool, _ limits: FeedLimits) -> Step? {
    let isTired = looked >= limits.throughSpan
    if !isBegun, isTired || cursor >= head, deadline > .now() {
      looked = 0
      return .wait
    }
    if isFull || isTired || cursor >= head { return last() }
    if records.count >= limits.pieceBytes { return .piece(opening() + removeRecords()) }
    return nil
  }

  private mutating func opening() -> [UInt8] {
    if isOpened { return [] }
    isOpened = true
    return parts().before
  }

  private mutating func removeRecords() -> [UInt8] {
    defer { records = [] }
    return records
  }

  private func parts() -> (before: [UInt8], after: [UInt8]) {
    let head = max(head, cursor)
    let answer =
      switch question {
      case .read:
        EncodedAnswer(
          RecordBatch(records: [], through: cursor, head: head, gap: gap), to: Request.Read.self)
      case .trace:
        EncodedAnswer(
          TracedRecords(
            records: [], through: cursor, head: head, complete: cursor >= head, gaps: damaged),
          to: Request.Trace.self)
      }
    return answer.parts(id: id)
  }
}
