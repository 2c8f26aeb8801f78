// SPDX-License-Identifier: Apache-2.0

import Tracking

/// Whether accepted records say something else than a value of the same thing: in an index there is
/// another value if the value has a neighbour on either side.
struct DifferingValueQuery {
  private let sides: [Statement]

  /// - Parameters:
  ///   - column: what the values are.
  ///   - index: an index in which they stand behind what `condition` names.
  ///   - condition: equalities for the thing ?1, its GTIN ?2 and what else there is from ?4 on.
  init(
    of column: String, in index: String, where condition: String, _ database: Database
  ) throws(SQLiteError) {
    // One statement for both sides would have SQLite make a table of each.
    func side(_ comparison: String, _ order: String) throws(SQLiteError) -> Statement {
      try database.prepare(
        """
        SELECT cursor, \(column) FROM record INDEXED BY \(index)
        WHERE verdict = 'accepted' AND \(condition) AND \(column) \(comparison) ?3
        ORDER BY \(column) \(order) LIMIT 1
        """)
    }
    sides = [try side("<", "DESC"), try side(">", "ASC")]
  }

  /// The newer of the two neighbours of `value`; nil if there is none.
  func newest(
    _ thing: String, _ gtin: String, _ value: String,
    more: (Statement) throws(SQLiteError) -> Void = { _ in }
  ) throws(SQLiteError) -> Sighting? {
    var found: Sighting?
    for side in sides {
      defer { side.reset() }
      try side.bind(1, thing)
      try side.bind(2, gtin)
      try side.bind(3, value)
      try more(side)
      guard try side.step(), side.integer(0) > found?.cursor ?? 0 else { continue }
      found = Sighting(cursor: side.integer(0), value: side.text(1) ?? "")
    }
    return found
  }
}
