// SPDX-License-Identifier: Apache-2.0

// A query for records in the order of their cursors. At most one condition is a key: it selects an
// index whose entries have that order, so that the query can end after any number of rows. Rows that
// do not meet the other conditions are read and passed over. So the cost of a query is the number of
// rows that it reads, however few of them match.

import Wire

/// A query for records, built from conditions.
struct RecordQuery {
  enum Value {
    case integer(Int64)
    case text(String)
  }

  /// Columns with an index, the most selective first. All but that of the serials are in the order of the
  /// cursors.
  enum Key: String, CaseIterable {
    case serial, sscc, lot, gtin
  }

  private(set) var key: Key?
  private(set) var keyValue: String?
  private var range: (after: Int64, through: Int64)
  private var conditions: [String] = []
  private var values: [Value] = []

  /// All records after a cursor and up to another one.
  init(after: Int64, through: Int64) {
    range = (after, through)
  }

  /// Requires `value` for `key`; nil requires nothing.
  mutating func require(_ key: Key, _ value: String?) {
    guard let value else { return }
    if self.key == nil {
      (self.key, keyValue) = (key, value)
    } else {
      require("\(key.rawValue) = ?", [.text(value)])
    }
  }

  /// Requires one of `choices` for `key`; no choices require nothing.
  mutating func require(_ key: Key, any choices: TextSet) {
    let texts = choices.sorted
    if texts.count == 1 { return require(key, texts[0]) }
    require(any: texts, of: key.rawValue)
  }

  /// Looks at every record in the range instead of using an index.
  mutating func dropKey() {
    guard let key, let keyValue else { return }
    (self.key, self.keyValue) = (nil, nil)
    require("\(key.rawValue) = ?", [.text(keyValue)])
  }

  /// Requires a condition.
  mutating func require(_ condition: String, _ values: [Value] = []) {
    conditions.append(condition)
    self.values += values
  }

  /// Requires one of `choices` for a column; no choices require nothing.
  mutating func require(any choices: [String], of column: String) {
    guard !choices.isEmpty else { return }
    let places = choices.map { _ in "?" }.joined(separator: ", ")
    require("\(column) IN (\(places))", choices.map { .text($0) })
  }

  /// Requires the stations, steps and times of a filter.
  mutating func require(placeAndTimeOf filter: RecordFilter) {
    require(any: filter.stations.sorted, of: "station")
    require(any: filter.steps.sorted, of: "step")
    if let since = filter.since { require("record.time >= ?", [.integer(since.microseconds)]) }
    if let until = filter.until { require("record.time < ?", [.integer(until.microseconds)]) }
  }

  /// True if the query reads every record of its range, and not those of an index alone.
  var readsAll: Bool { key == nil }

  /// The cursor before the first record that the query reads.
  var start: Int64 { range.after }

  /// The SQL of the query; a row that does not match has NULL as its body, and one that is damaged has 0.
  ///
  /// - Parameters:
  ///   - more: further columns after cursor and body.
  ///   - part: a partial index and its condition; there must be no key.
  ///   - join: a further join.
  func sql(
    more: String = "", part: (condition: String, index: String)? = nil, join: String = ""
  ) -> String {
    let wanted = conditions.isEmpty ? "1" : conditions.joined(separator: " AND ")
    let index = (key.map { "record_\($0.rawValue)" } ?? part?.index).map { "INDEXED BY \($0) " }
    let among = key.map { "record.\($0.rawValue) = ?" } ?? part?.condition ?? "1"
    let range = "\(among) AND record.cursor > ? AND record.cursor <= ?"
    let checked = "CASE WHEN \(recordIsSound) THEN body ELSE 0 END"
    let select =
      "SELECT record.cursor, CASE WHEN \(wanted) THEN \(checked) END\(more) FROM record "
    let order = " ORDER BY record.cursor LIMIT ?"
    if key == .serial {
      // The cursors alone are sorted, without the records.
      return select + join
        + " WHERE record.cursor IN (SELECT cursor FROM record \(index ?? "")WHERE \(range))" + order
    }
    return select + (index ?? "") + join + " WHERE " + range + order
  }

  /// Binds the values of the conditions; at most `limit` rows are read.
  func bind(to statement: Statement, limit: Int) throws(JournalError) {
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
