// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// A value of SQLite.
enum SQLValue {
  case null
  case integer(Int64)
  case real(Double)
  case text([UInt8])
  case blob([UInt8])
}

/// A database as somebody opens it who may write the file: no protection of the module holds.
final class PlainDatabase {
  private var handle: OpaquePointer?

  /// Opens a file (sqlite3_open_v2).
  init(_ path: String) {
    sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
    // A changed schema may be a query without end.
    sqlite3_progress_handler(handle, 100_000, { _ in 1 }, nil)
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 1 << 22)
    sqlite3_exec(handle, "PRAGMA writable_schema = ON; PRAGMA synchronous = OFF", nil, nil, nil)
  }

  deinit {
    sqlite3_close_v2(handle)
  }

  /// Runs statements as far as they have no error.
  func run(_ sql: String) { sqlite3_exec(handle, sql, nil, nil, nil) }

  /// The whole number in the first column of the first row; nil if there is none. Each `?` stands for
  /// the value.
  @discardableResult
  func number(_ sql: String, _ value: SQLValue = .null) -> Int64? {
    guard let statement = stepped(sql, value) else { return nil }
    defer { sqlite3_finalize(statement) }
    guard sqlite3_column_count(statement) > 0, sqlite3_column_type(statement, 0) == SQLITE_INTEGER
    else { return nil }
    return sqlite3_column_int64(statement, 0)
  }

  /// The bytes in the first column of the first row; nil if there is none.
  func bytes(_ sql: String) -> [UInt8]? {
    guard let statement = stepped(sql, .null) else { return nil }
    defer { sqlite3_finalize(statement) }
    guard let start = sqlite3_column_blob(statement, 0) else { return nil }
    let count = Int(sqlite3_column_bytes(statement, 0))
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  private func stepped(_ sql: String, _ value: SQLValue) -> OpaquePointer? {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { return nil }
    for index in 0..<sqlite3_bind_parameter_count(statement) { bind(value, statement, index + 1) }
    sqlite3_step(statement)
    return statement
  }

  private func bind(_ value: SQLValue, _ statement: OpaquePointer?, _ index: Int32) {
    switch value {
    case .null: sqlite3_bind_null(statement, index)
    case .integer(let number): sqlite3_bind_int64(statement, index, number)
    case .real(let number): sqlite3_bind_double(statement, index, number)
    case .text(let bytes):
      _ = csqlite_bind_text_copied(statement, index, bytes + [0], UInt64(bytes.count))
    case .blob(let bytes):
      _ = csqlite_bind_blob_copied(statement, index, bytes + [0], UInt64(bytes.count))
    }
  }
}
