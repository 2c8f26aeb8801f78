// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// An error that SQLite reported (sqlite3_extended_errcode, sqlite3_errmsg).
public struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The extended result code, such as SQLITE_IOERR_FSYNC.
  public let extendedCode: Int32
  /// SQLite's own words.
  public let message: String

  /// The primary result code, such as SQLITE_IOERR.
  public var code: Int32 { extendedCode & 0xFF }

  /// Whether the file is not, or no longer, a sound database.
  public var isDamage: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }

  /// Whether somebody else has locked the file, for longer than one cares to wait.
  var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_PROTOCOL }

  /// SQLite's words and the code.
  public var description: String { "\(message) (SQLite error \(extendedCode))" }
}
