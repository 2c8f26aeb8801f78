// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

/// A state directory of a journal with records of every verdict, a resolution and a subscriber, with
/// items and a recall, and a backup of them; nobody uses it.
struct QuietDirectory {
  let directory: TemporaryDirectory
  var backup: String { directory.path + "/backup-file" }
  static let records: Int64 = 24

  init() throws {
    directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    for number in 1...Self.records {
      let text = "]C101\(number % 5 == 0 ? "1" : gtin)21S\(number)"
      journal.append(scan(text, second: number * 600))
    }
    try journal.waitForHead(Self.records)
    _ = awaiting { journal.resolve([5], note: "relabelled", by: alice, then: $0) }
    let user = SubscriberUser(uid: 1, isAdministrator: false)
    _ = awaiting { journal.resume("wms", after: 3, by: user, then: $0) }
    try journal.itemDatabase.set([Item(gtin: gtin, name: "Dryer", policy: .serial)], by: alice)
    _ = try journal.itemDatabase.recall([.lot("L1", gtin: nil)], reason: "glass", by: alice)
    try journal.backUp(to: backup)
    journal.close()
  }
}

/// Changes a database as somebody does who may write the file: no protection of a connection holds.
func tamper(_ path: String, _ sql: String) throws {
  var handle: OpaquePointer?
  defer { sqlite3_close_v2(handle) }
  try #require(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK)
  var message: UnsafeMutablePointer<CChar>?
  let code = sqlite3_exec(handle, "PRAGMA writable_schema = ON; " + sql, nil, nil, &message)
  try #require(code == SQLITE_OK, "\(message.map { String(cString: $0) } ?? "")")
  // A backup has no log, and ignores this.
  sqlite3_exec(handle, "PRAGMA wal_checkpoint(TRUNCATE)", nil, nil, nil)
}

/// The bytes of a file.
func contents(of path: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(fileURLWithPath: path)))
}

/// Replaces a file.
func write(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

extension Database {
  /// Opens a database as other programs do, which views and triggers are for.
  convenience init(ofOthers path: String, flags: Int32 = SQLITE_OPEN_READONLY) throws {
    try self.init(path: path, flags: flags)
    for option in [SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_ENABLE_TRIGGER] {
      try check(csqlite_configure(handle, option, 1))
    }
    try check(csqlite_configure(handle, SQLITE_DBCONFIG_DEFENSIVE, 0))
  }
}
