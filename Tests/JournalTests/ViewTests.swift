// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

/// The promises of docs/sql.md to people who open the databases themselves.
@Suite struct ViewTests {
  @Test func theViewsHaveTheColumnsThatTheDocumentationNames() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    journal.close()
    let here = try Database(ofOthers: directory.database)
    let items = try Database(ofOthers: directory.items)
    #expect(
      try here.columns(of: "scans")
        == "cursor time scanner station step tracking gtin lot serial sscc expiry notes data")
    #expect(
      try here.columns(of: "exceptions")
        == "cursor time scanner station step verdict reasons notes data state resolved resolved_by "
        + "resolution")
    #expect(
      try here.columns(of: "records")
        == "cursor time scanner station step verdict kind tracking gtin lot serial sscc expiry "
        + "reasons notes data")
    let item =
      "gtin name policy serial_repeated lot_conflict expiry_conflict expired recalled changed "
      + "changed_by"
    #expect(try items.columns(of: "items") == item)
    #expect(try items.columns(of: "item_changes") == "number " + item)
    #expect(
      try items.columns(of: "recalls")
        == "number gtin lot serial reason added added_by lifted lifted_by")
    let document = try String(contentsOf: documentation, encoding: .utf8)
    for (database, views) in [(here, ["scans", "exceptions", "records"]), (items, ["items"])] {
      for column in try views.flatMap({ try database.columns(of: $0).split(separator: " ") }) {
        #expect(document.contains("`\(column)`"), "\(column)")
      }
    }
  }

  @Test func theyShowWhatWasRecordedWhileTheDaemonRunsAndAfterwards() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    journal.append(scan("]C101\(gtin)1727063010L1\u{1D}21A", second: 1))
    journal.append(scan("]C1010950600013435110L1", second: 2))
    try journal.waitForHead(2)
    let author = Author(uid: 1000, name: "alice")
    _ = awaiting { journal.resolve([2], note: "reprinted", by: author, then: $0) }
    try check(directory)
    journal.close()
    try check(directory)
  }

  private func check(_ directory: TemporaryDirectory) throws {
    let here = try Database(ofOthers: directory.database)
    #expect(
      try here.row("SELECT cursor, time, tracking, lot, serial, expiry, data FROM scans") == [
        "1", "2026-11-23T08:00:01.000000Z", "both", "L1", "A", "2027-06-30",
        "]C101\(gtin)1727063010L1\u{1D}21A",
      ])
    #expect(
      try here.row(
        "SELECT cursor, verdict, reasons, state, resolved_by, resolution FROM exceptions")
        == ["2", "rejected", "check-digit", "resolved", "alice", "reprinted"])
    #expect(try here.value("SELECT count(*) FROM records") == "2")
  }

  @Test func whatItemsWereIsKept() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory)
    let itemDatabase = journal.itemDatabase
    try itemDatabase.set([try Item(gtin: gtin, policy: .serial)], by: alice)
    try itemDatabase.set([try Item(gtin: gtin, policy: .serial)], by: bob)
    try itemDatabase.set([try Item(gtin: gtin, policy: .any)], by: bob)
    #expect(try itemDatabase.remove(gtin, by: alice))
    let items = try Database(ofOthers: directory.items)
    #expect(
      try items.value(
        "SELECT group_concat(policy || ' ' || changed_by, ', ') FROM item_changes ORDER BY number")
        == "serial alice, any bob, removed alice")
    #expect(try items.value("SELECT count(*) FROM items") == "0")
    journal.close()
  }

  private var documentation: URL {
    URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "docs/sql.md")
  }
}

extension Database {
  fileprivate func columns(of view: String) throws -> String {
    try value("SELECT group_concat(name, ' ') FROM pragma_table_info('\(view)')") ?? ""
  }

  /// The one row that `sql` gives, as text.
  func row(_ sql: String) throws -> [String?] {
    let statement = try prepare(sql)
    guard try statement.step() else { return [] }
    let columns = sql.split(separator: "FROM")[0].split(separator: ",").count
    return (0..<Int32(columns)).map { statement.text($0) }
  }
}
