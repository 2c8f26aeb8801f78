// SPDX-License-Identifier: Apache-2.0

import Glibc

extension StateDirectory {
  /// The database of items and recalls.
  var items: String { path + "/items.db" }

  /// Gives a database that was made beside its place its name, durably (rename(2), fsync(2)).
  func put(_ database: String, at place: String) throws(JournalError) {
    guard rename(database, place) == 0 else { throw .directory(path, errno: errno) }
    let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw .directory(path, errno: errno) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw .directory(path, errno: errno) }
  }
}
