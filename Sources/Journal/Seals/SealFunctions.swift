// SPDX-License-Identifier: Apache-2.0

// The seal of a record is its sum and its hash, in a table of their own: a column of the table of records
// would be checked against every old record when it is added (SQLite does so for STRICT tables), and its
// value would be written by rewriting every page of them. SQL functions make the seals, so that
// the writer, housekeeping, the readers and the verification cannot differ in what they look at.

import CSQLite

/// The columns that a seal covers, in the order in which they are digested: all of a record.
let sealedColumns = [
  "cursor", "time", "scanner", "station", "step", "verdict", "kind", "tracking", "gtin", "lot",
  "serial", "sscc", "expiry", "reasons", "notes", "judging", "data", "body",
].map { "record.\($0)" }.joined(separator: ", ")

/// SQL that is true for a record whose sum is right, or that has none yet.
let recordIsSound = """
  record_is_sound((SELECT sum FROM seal WHERE seal.cursor = record.cursor), \
  (SELECT unsummed FROM journal WHERE id = 1), \(sealedColumns))
  """

extension Database {
  /// Adds the functions that make and check seals to this connection (sqlite3_create_function_v2).
  ///
  /// - `record_sum(COLUMNS)`: the checksum of a record.
  /// - `record_hash(BEFORE, COLUMNS)`: its hash, made of the hash before it as well.
  /// - `record_is_sound(SUM, UNSUMMED, COLUMNS)`: 1 if that sum is right, or if there is none and the
  ///   cursor is at most `UNSUMMED`.
  func addSealFunctions() throws(JournalError) {
    try addFunction("record_sum") { context, count, values in
      let values = UnsafeMutableBufferPointer(start: values, count: Int(count))
      sqlite3_result_int64(context, checksum(of: values[...]))
    }
    try addFunction("record_hash") { context, count, values in
      let values = UnsafeMutableBufferPointer(start: values, count: Int(count))
      let hash = chainedHash(after: values.first ?? nil, of: values.dropFirst())
      csqlite_result_blob_copied(context, hash, UInt64(hash.count))
    }
    try addFunction("record_is_sound") { context, count, values in
      let values = UnsafeMutableBufferPointer(start: values, count: Int(count))
      sqlite3_result_int(context, isSound(values) ? 1 : 0)
    }
  }

  private func addFunction(
    _ name: String,
    _ function:
      @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void
  ) throws(JournalError) {
    // Only statements of this program may call it, not a view or a trigger that came with a file.
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY
    try check(
      sqlite3_create_function_v2(handle, name, -1, flags, nil, function, nil, nil, nil))
  }
}

/// Values of SQLite.
private typealias Values = UnsafeMutableBufferPointer<OpaquePointer?>

private func checksum(of values: Slice<Values>) -> Int64 {
  var sum = Checksum()
  for value in values { sum.add(value) }
  return Int64(sum.value)
}

private func chainedHash(after before: OpaquePointer?, of values: Slice<Values>) -> [UInt8] {
  var hash = RecordHash()
  if let bytes = sqlite3_value_blob(before) {
    hash.add(bytes, count: Int(sqlite3_value_bytes(before)))
  }
  for value in values { hash.add(value) }
  return hash.finish()
}

private func isSound(_ values: Values) -> Bool {
  guard values.count > 2 else { return false }
  if sqlite3_value_type(values[0]) != SQLITE_NULL {
    return sqlite3_value_int64(values[0]) == checksum(of: values[2...])
  }
  return sqlite3_value_int64(values[2]) <= sqlite3_value_int64(values[1])
}
