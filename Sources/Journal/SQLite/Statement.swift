// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// A compiled statement (sqlite3_stmt) of one connection, finalized when it is released.
///
/// Parameters are numbered from 1 and columns from 0, as in SQLite.
final class Statement {
  private let handle: OpaquePointer
  let database: Database

  init(_ handle: OpaquePointer, of database: Database) {
    self.handle = handle
    self.database = database
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// Advances to the next row (sqlite3_step); false if there is none.
  func step() throws(JournalError) -> Bool {
    let code = sqlite3_step(handle)
    try database.check(code)
    return code == SQLITE_ROW
  }

  /// Runs a statement that returns no rows, and resets it.
  func run() throws(JournalError) {
    defer { reset() }
    _ = try step()
  }

  /// Runs a statement that returns no rows and must change one, and resets it.
  func runOnOneRow() throws(JournalError) {
    defer { reset() }
    _ = try step()
    try database.requireOneChange()
  }

  /// Makes the statement ready to run again (sqlite3_reset); bindings are kept.
  func reset() {
    sqlite3_reset(handle)
  }

  /// Binds a whole number.
  func bind(_ index: Int32, _ value: Int64) throws(JournalError) {
    try database.check(sqlite3_bind_int64(handle, index, value))
  }

  /// Binds text, or NULL for nil.
  func bind(_ index: Int32, _ value: String?) throws(JournalError) {
    guard var value else { return try database.check(sqlite3_bind_null(handle, index)) }
    let code = value.withUTF8 {
      csqlite_bind_text_copied(handle, index, $0.baseAddress ?? empty.utf8Start, UInt64($0.count))
    }
    try database.check(code)
  }

  /// Binds bytes as a BLOB.
  func bind(_ index: Int32, _ value: [UInt8]) throws(JournalError) {
    let code = value.withUnsafeBytes {
      csqlite_bind_blob_copied(
        handle, index, $0.baseAddress ?? .init(empty.utf8Start), UInt64($0.count))
    }
    try database.check(code)
  }

  /// A column as a number; 0 for NULL.
  func integer(_ column: Int32) -> Int64 {
    sqlite3_column_int64(handle, column)
  }

  /// A column as text; nil for NULL.
  func text(_ column: Int32) -> String? {
    sqlite3_column_text(handle, column).map { String(cString: $0) }
  }

  /// True if a column is NULL.
  func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  /// True if a column is a whole number.
  func isNumber(_ column: Int32) -> Bool {
    sqlite3_column_type(handle, column) == SQLITE_INTEGER
  }

  /// A column's bytes.
  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, column) else { return [] }
    let count = Int(sqlite3_column_bytes(handle, column))
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}

/// A null pointer would bind NULL where an empty value is meant.
private let empty: StaticString = ""
