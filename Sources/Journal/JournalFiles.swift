// SPDX-License-Identifier: Apache-2.0

import SystemCalls

/// The files of a journal that is in use. Somebody may remove them or move others into their place;
/// what is recorded then would be gone with the descriptors.
struct JournalFiles: Equatable, Sendable {
  /// The database; nil if it is not there.
  var database: FileIdentity?
  /// Its -wal; nil if it is not there.
  var log: FileIdentity?

  /// The identity of a file (stat(2)); nil if there is none.
  static func identity(of path: String) -> FileIdentity? {
    (try? Stat.of(path: path))?.identity
  }

  /// The length of a file in bytes (stat(2)); zero if there is none.
  static func length(of path: String) -> Int64 {
    (try? Stat.of(path: path))?.size ?? 0
  }
}
