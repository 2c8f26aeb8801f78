// SPDX-License-Identifier: Apache-2.0

// A question for records in the order of their cursors. At most one condition is a key: it leads to
// an index whose entries stand in that order, so that the question can end after any number of rows.
// What does not meet the other conditions is looked at and passed over; so an answer takes as long as
// it has rows to look at, however few of them are wanted.

import Wire

/// A question for records, put together from conditions.
struct RecordQuery {
  enum Value {
    case integer(Int64)
    case text(String)
  }

  /// Columns that an index leads to in the order of the cursors, the most selective one first. (Those
  /// of a serial are sorted: they are few.)
  enum Key: String, CaseIterable {
    case serial, sscc, lot, gtin
  }

  private var key: Key?
  private var keyValue: String?
  private var range: (after: Int64, through: Int64)
  private var conditions: [String] = []
  private var values: [Value] = []

  /// All records after a cursor and up to another one.
  init(after: Int64, through: Int64) {
    range = (after, through)
  }

  /// Records of which `key` has the value `value`; nil asks for nothing.
  mutating func require(_ key: Key, _ value: String?) {
    guard let value else { return }
    if self.key == nil {
      (self.key, keyValue) = (key, value)
    } else {
      require("\(key.rawValue) = ?", [.text(value)])
    }
  }

  /// Records of which `key` has one of `choices`, if there are any.
  mutating func require(_ key: Key, any choices: [String]) {
    if choices.count == 1 { return require(key, choices[0]) }
    require(any: choices, of: key.rawValue)
  }

  /// Records that meet a condition.
  mutating func require(_ condition: String, _ values: [Value] = []) {
    conditions.append(condition)
    self.values += values
  }

  /// Records of which a column has one of `choices`, if there are any.
  mutating func require(any choices: [String], of column: String) {
    guard !choices.isEmpty else { return }
    let places = choices.map { _ in "?" }.joined(separator: ", ")
    require("\(column) IN (\(places))", choices.map { .text($0) })
  }

  /// Records of stations, steps and times.
  mutating func require(placeAndTimeOf filter: RecordFilter) {
    require(any: filter.stations, of: "station")
    require(any: filter.steps, of: "step")
    if let since = filter.since { require("record.time >= ?", [.integer(since.microseconds)]) }
    if let until = filter.until { require("record.time < ?", [.integer(until.microseconds)]) }
  }

  /// The question; what is passed over has NULL for its body.
  ///
  /// - Parameters:
  ///   - more: further columns behind cursor and body.
  ///   - part: a condition that an index is restricted to, and that index; there must be no key.
  ///   - join: what else to join.
  func sql(
    more: String = "", part: (condition: String, index: String)? = nil, join: String = ""
  ) -> String {
    let wanted = conditions.isEmpty ? "1" : conditions.joined(separator: " AND ")
    let index = (key.map { "record_\($0.rawValue)" } ?? part?.index).map { "INDEXED BY \($0) " }
    let among = key.map { "record.\($0.rawValue) = ?" } ?? part?.condition ?? "1"
    return """
      SELECT record.cursor, CASE WHEN \(wanted) THEN body END\(more)
      FROM record \(index ?? "")\(join)
      WHERE \(among) AND record.cursor > ? AND record.cursor <= ? ORDER BY record.cursor LIMIT ?
      """
  }

  /// Binds what the question asks for, of which at most `limit` rows are looked at.
  func bind(to statement: Statement, limit: Int) throws(SQLiteError) {
    var all = values
    if let keyValue { all.append(.text(keyValue)) }
    all += [.integer(range.after), .integer(range.through), .integer(Int64(limit))]
    for (index, value) in all.enumerated() {
      switch value {
      case .integer(let number): try statement.bind(Int32(index + 1), number)
      case .text(let text): try statement.bind(Int32(index + 1), text)
      }
    }
  }
}
