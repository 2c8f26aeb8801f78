// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Feed

@Suite struct FollowCursorTests {
  private let limits = FeedLimits()

  @Test func aPageIsItsRecordsLineByLine() {
    var cursor = follow(after: 4)
    #expect(lines(&cursor, page([5, 7, 9], through: 12)) == ["5", "7", "9"])
    #expect(cursor.cursor == 12)
  }

  @Test func recordsThatWereSentAreNotSentAgain() {
    var cursor = follow(after: 6)
    #expect(lines(&cursor, page([5, 6, 7], through: 7)) == ["7"])
    #expect(cursor.cursor == 7)
  }

  @Test func anEmptyPageMovesTheCursorOnAndNeverBack() {
    var cursor = follow(after: 6)
    #expect(lines(&cursor, page([], through: 9)) == [])
    #expect(cursor.cursor == 9)
    #expect(lines(&cursor, page([], through: 3)) == [])
    #expect(cursor.cursor == 9)
  }

  @Test func whatWasRemovedWhileThePageWasReadIsAGapAndNotSent() {
    var cursor = follow(after: 4)
    #expect(lines(&cursor, page([5, 6, 7, 8], through: 8), oldest: 7) == ["gap 5-6", "7", "8"])
    #expect(cursor.cursor == 8)
  }

  @Test func theOldestRecordNextIsNoGap() {
    var cursor = follow(after: 4)
    #expect(lines(&cursor, page([5], through: 5), oldest: 5) == ["5"])
    #expect(lines(&cursor, page([], through: 5), oldest: 6) == [])
    #expect(lines(&cursor, page([], through: 5), oldest: 7) == ["gap 6-6"])
  }

  @Test func damagedRecordsAreGapsAtTheirPlaces() {
    var cursor = follow(after: 4)
    var mixed = page([6, 9], through: 12)
    mixed.gaps = [damage(5, 5), damage(7, 8), damage(11, 12)]
    #expect(lines(&cursor, mixed) == ["gap 5-5", "6", "gap 7-8", "9", "gap 11-12"])
    #expect(cursor.cursor == 12)
  }

  @Test func ofDamageThatRetentionRemovedOnlyTheRestIsTold() {
    var cursor = follow(after: 4)
    var mixed = page([9], through: 9)
    mixed.gaps = [damage(5, 5), damage(6, 8)]
    #expect(lines(&cursor, mixed, oldest: 8) == ["gap 5-7", "gap 8-8", "9"])
  }

  @Test func aGapBehindAFullPageWaitsForTheNextOne() {
    var small = limits
    small.pageBytes = 130
    var cursor = follow(after: 0)
    var mixed = page([1, 2, 4], through: 4)
    mixed.gaps = [damage(3, 3)]
    #expect(lines(&cursor, mixed, limits: small) == ["1", "2", "gap 3-3"])
    #expect(cursor.cursor == 3)
  }

  private func damage(_ from: Int64, _ to: Int64) -> Gap {
    Gap(from: from, to: to, cause: Gap.damage)
  }

  @Test func whatDoesNotFitIsLeftForTheNextPage() {
    var small = limits
    small.pageBytes = 130
    var cursor = follow(after: 0)
    #expect(lines(&cursor, page([1, 2, 3], through: 9), limits: small) == ["1", "2"])
    #expect(cursor.cursor == 2)
    small.pageBytes = 1
    #expect(lines(&cursor, page([3, 4], through: 9), limits: small) == ["3"])
    #expect(cursor.cursor == 3)
  }

  @Test func afterTheSpanOfRecordsPassedOverTheClientIsToldOnce() {
    var cursor = follow(after: 5)
    #expect(lines(&cursor, page([], through: 10_004)) == [])
    #expect(lines(&cursor, page([], through: 10_005)) == ["through 10005"])
    #expect(lines(&cursor, page([], through: 20_004)) == [])
    #expect(lines(&cursor, page([20_005], through: 30_004)) == ["20005"])
    #expect(lines(&cursor, page([], through: 30_005)) == ["through 30005"])
  }

  @Test func itIsBehindWhileThereIsMoreOrTheJournalIsAnother() {
    let cursor = follow(after: 5)
    #expect(!cursor.isBehind(position(head: 5, journal: "j")))
    #expect(cursor.isBehind(position(head: 6, journal: "j")))
    #expect(cursor.isBehind(position(head: 5, journal: "k")))
    #expect(cursor.isBehind(position(head: 0, journal: "k")))
  }

  private let body = Array("{\"x\":1}".utf8)

  private func follow(after cursor: Int64) -> FollowCursor {
    FollowCursor(after: cursor, journal: "j", filter: RecordFilter(), id: nil)
  }

  private func page(_ cursors: [Int64], through: Int64) -> RecordPage {
    RecordPage(
      records: cursors.map { EncodedRecord(cursor: $0, body: body) }, through: through)
  }

  private func position(head: Int64, journal: String) -> Position {
    let source = MemoryJournal(records: Int(head))
    var position = Position(of: source)
    position.journal = journal
    return position
  }

  /// The lines that the page brings, in short.
  private func lines(
    _ cursor: inout FollowCursor, _ page: RecordPage, oldest: Int64 = 1, limits: FeedLimits? = nil
  ) -> [String] {
    let bytes = cursor.advance(over: page, oldest: oldest, limits: limits ?? self.limits)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
      guard case .object(let line) = JSONValue(parsing: line.utf8) else { return "?" }
      switch line.fields.first {
      case ("record", .object(let record))?: return number(record["cursor"])
      case ("gap", .object(let gap))?: return "gap \(number(gap["from"]))-\(number(gap["to"]))"
      case ("through", let value)?: return "through \(number(value))"
      default: return "?"
      }
    }
  }

  private func number(_ value: JSONValue?) -> String {
    if case .integer(let number) = value { "\(number)" } else { "?" }
  }
}
