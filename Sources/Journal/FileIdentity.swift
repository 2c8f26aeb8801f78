// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The identity of the file that a path names (stat(2)).
struct FileIdentity: Equatable, Sendable {
  let device: UInt
  let inode: UInt
  /// The size in bytes; not part of the identity.
  let size: Int

  /// Nil if there is no file.
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

/// The files of a journal in use. Somebody may remove or replace them; later records would then be lost
/// when the descriptors are closed.
struct JournalFiles: Equatable, Sendable {
  /// The database; nil if it is not there.
  var database: FileIdentity?
  /// Its -wal; nil if it is not there.
  var log: FileIdentity?
}
