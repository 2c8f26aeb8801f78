// SPDX-License-Identifier: Apache-2.0

import Tracking

/// A query for an accepted record of the same thing with another value. In an index, another value
/// exists if the value has a neighbour on either side.
struct DifferingValueQuery {
  private let sides: [Statement]

  /// Prepares the query.
  ///
  /// - Parameters:
  ///   - column: the column of the values.
  ///   - index: an index that has the values behind the columns of `condition`.
  ///   - condition: equalities for the thing ?1, its GTIN ?2 and, where needed, the step ?4.
  init(
    of column: String, in index: String, where condition: String, _ database: Database
  ) throws(JournalError) {
    // SQLite would make a temporary table of each side if one statement asked for both.
    func side(_ comparison: String, _ order: String) throws(JournalError) -> Statement {
      try database.prepare(
        """
        SELECT cursor, \(column) FROM record INDEXED BY \(index)
        WHERE verdict = 'accepted' AND \(condition) AND \(column) \(comparison) ?3
        ORDER BY \(column) \(order) LIMIT 1
        """)
    }
    sides = [try side("<", "DESC"), try side(">", "ASC")]
  }

  /// Binds the step ?4.
  func bind(step: String?) throws(JournalError) {
    for side in sides { try side.bind(4, step) }
  }

  /// The newer of the two neighbours of `value`; nil if there is none.
  func newest(_ thing: String, _ gtin: String, _ value: String) throws(JournalError) -> Sighting? {
    var found: Sighting?
    for side in sides {
      defer { side.reset() }
      try side.bind(1, thing)
      try side.bind(2, gtin)
      try side.bind(3, value)
      guard try side.step(), side.integer(0) > found?.cursor ?? 0 else { continue }
      found = Sighting(cursor: side.integer(0), value: side.text(1) ?? "")
    }
    return found
  }
}
