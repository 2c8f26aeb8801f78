// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Which file a path names (stat(2)).
struct FileIdentity: Equatable, Sendable {
  let device: UInt
  let inode: UInt
  /// In bytes; no part of what makes it the same file.
  let size: Int

  /// Nil if there is none.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
    size = Int(status.st_size)
  }

  static func == (one: FileIdentity, other: FileIdentity) -> Bool {
    one.device == other.device && one.inode == other.inode
  }
}

/// The files of a journal that is in use. Somebody may remove them or move others into their place;
/// what is recorded then would be gone with the descriptors.
struct JournalFiles: Equatable, Sendable {
  /// The database; nil if it is not there.
  var database: FileIdentity?
  /// Its -wal; nil if it is not there.
  var log: FileIdentity?
}
