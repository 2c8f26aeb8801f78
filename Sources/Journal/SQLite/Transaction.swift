// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// A write transaction (BEGIN IMMEDIATE); rolled back when it is released without a commit.
struct Transaction: ~Copyable {
  private let database: Database

  /// Begins a transaction.
  init(on database: Database) throws(JournalError) {
    try database.execute("BEGIN IMMEDIATE")
    self.database = database
  }

  /// Makes everything that was written durable (COMMIT).
  consuming func commit() throws(JournalError) {
    try database.execute("COMMIT")
  }

  deinit {
    // SQLite rolls back by itself after some errors, and a committed transaction has ended.
    if sqlite3_get_autocommit(database.handle) == 0 { try? database.execute("ROLLBACK") }
  }
}
