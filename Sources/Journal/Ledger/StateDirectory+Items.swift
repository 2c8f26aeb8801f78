// SPDX-License-Identifier: Apache-2.0

import SystemCalls

extension StateDirectory {
  /// The database of items and recalls.
  var items: String { path + "/items.db" }

  /// Gives a database that was made beside its place its name, durably (rename(2), fsync(2)).
  func put(_ database: String, at place: String) throws(JournalError) {
    do throws(SystemCallError) {
      try Files.rename(database, to: place)
    } catch {
      throw .directory(path, error)
    }
    try syncNames()
  }
}
