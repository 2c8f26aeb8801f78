// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Foundation
import Glibc
import Testing
import Tracking
import Wire

@testable import Journal

/// Data of earlier versions are kept unchanged.
@Suite struct MigrationTests {
  @Test(arguments: 1..<Schema.journal.version)
  func aJournalOfAnEarlierVersionGoesOn(version: Int) throws {
    let directory = try TemporaryDirectory()
    try directory.take("schema-\(version).db", as: directory.database)
    let before = try Database(path: directory.database, flags: SQLITE_OPEN_READONLY)
    #expect(try before.value("PRAGMA user_version") == String(version))
    let uuid = try before.value("SELECT uuid FROM journal")
    let bodies = try before.bodies()
    #expect(bodies.count == 11)

    let journal = try ScanJournal(in: directory)
    #expect(journal.status.uuid == uuid)
    #expect(journal.status.head == 11)
    #expect(journal.status.oldest == 1)
    #expect(journal.status.openExceptions == 2)
    while journal.status.unsummed > 0 { usleep(1000) }
    let page = try journal.page(after: 0, filter: RecordFilter(), limits: PageLimits(records: 100))
    #expect(page.records.map(\.body) == bodies)
    #expect(page.gaps.isEmpty)
    #expect(try journal.exceptions(.init()).exceptions.map(\.record.cursor) == [3, 4])

    var filter = RecordFilter()
    filter.since = Timestamp("2026-11-23T10:00:00Z")
    #expect(try journal.cursors(filter) == [9, 11])
    filter.until = Timestamp("2026-11-23T10:02:00Z")
    #expect(try journal.cursors(filter) == [9])
    filter.since = Timestamp("2026-11-22T00:00:00Z")
    filter.until = Timestamp("2026-11-23T00:00:00Z")
    #expect(try journal.cursors(filter) == [10])

    journal.append(scan("]C101\(gtin)17270630 10C202507".replacing(" ", with: ""), second: 9999))
    try journal.waitForHead(12)
    journal.append(scan("]C101\(gtin)1727063010C202507\u{1D}21HD-2", step: "receiving"))
    try journal.waitForHead(13)
    let last = try #require(try journal.records().last)
    #expect(last.notes.contains { $0.code == "serial-repeated" })
    journal.close()
    let after = try Database(ofOthers: directory.database)
    #expect(try after.value("PRAGMA user_version") == String(Schema.journal.version))
    #expect(try after.value("PRAGMA integrity_check") == "ok")
    #expect(try after.value("SELECT count(*) FROM scans") == "11")
    #expect(try after.schema() == Self.freshSchema(.journal))
    let verifier = try Verifier(path: directory.database)
    try verifier.run()
    #expect(verifier.found.isSound && verifier.found.unsummed.isEmpty)
    #expect(verifier.found.chainBase == 11 && verifier.found.chained == 2)
  }

  /// The first schema that has backups is 4.
  @Test(arguments: 4..<Schema.journal.version)
  func aBackupOfAnEarlierVersionIsSoundAndCanBeRestored(version: Int) throws {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/backup-file"
    try directory.take("schema-\(version).db", as: file)
    try Database(path: directory.items, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
      .migrate(from: 0, to: .items)
    try Database(path: file, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI)
      .finishBackup(items: directory.items)
    let backup = try BackupFile(verifying: file)
    #expect(backup.oldest == 1 && backup.head == 11)
    #expect(backup.records.schema == version && backup.records.unsummed.count == 11)
    _ = try backup.restore(to: directory.path + "/state")

    let journal = try ScanJournal(directory: directory.path + "/state", rules: Rules()) { _ in }
    defer { journal.close() }
    journal.append(scan(serial: "NEW"))
    try journal.waitForHead(12)
    while journal.status.unsummed > 0 { usleep(1000) }
    #expect(try journal.records().map(\.cursor) == Array(1...12))
    #expect(journal.status.damage == Damage())
  }

  @Test func itemsOfAnEarlierVersionStillHold() throws {
    let directory = try TemporaryDirectory()
    try directory.take("items-1.db", as: directory.items)
    let journal = try ScanJournal(in: directory)
    #expect(try journal.itemDatabase.item(gtin)?.item.checks.expired == .reject)
    #expect(
      try journal.itemDatabase.recalls(limit: 9, onlyInForce: true).map(\.number) == [1])
    journal.append(scan("]C101\(gtin)1727063010C202507\u{1D}21HD-9"))
    try journal.waitForHead(1)
    #expect(try journal.records()[0].reasons.map(\.code) == ["recalled"])
    journal.close()
    let items = try Database(ofOthers: directory.items)
    #expect(
      try items.value("SELECT policy || ' ' || changed_by FROM item_changes") == "serial alice")
    #expect(try items.schema() == Self.freshSchema(.items))
  }

  @Test func everyEarlierVersionIsTried() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: journals.path)
    #expect(
      Set(files)
        == Set(
          (1..<Schema.journal.version).map { "schema-\($0).db" }
            + (1..<Schema.items.version).map { "items-\($0).db" } + ["README.md"]))
  }

  /// The schema of a database that was never of another version.
  private static func freshSchema(_ schema: Schema) throws -> [String] {
    let directory = try TemporaryDirectory()
    let database = try Database(
      path: directory.database, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    try database.migrate(from: 0, to: schema)
    return try database.schema()
  }
}

private let journals = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().appending(path: "Journals")

extension TemporaryDirectory {
  fileprivate func take(_ name: String, as path: String) throws {
    try FileManager.default.copyItem(atPath: journals.appending(path: name).path, toPath: path)
  }
}

extension ScanJournal {
  fileprivate func cursors(_ filter: RecordFilter) throws -> [Int64] {
    var cursors: [Int64] = []
    var after: Int64 = 0
    while after < status.head {
      let page = try page(after: after, filter: filter, limits: PageLimits(records: 9))
      cursors += page.records.map(\.cursor)
      after = page.through
    }
    return cursors
  }
}

extension Database {
  fileprivate func bodies() throws -> [[UInt8]] {
    let rows = try prepare("SELECT body FROM record ORDER BY cursor")
    var bodies: [[UInt8]] = []
    while try rows.step() { bodies.append(rows.bytes(0)) }
    return bodies
  }

  fileprivate func schema() throws -> [String] {
    let rows = try prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
    var statements: [String] = []
    while try rows.step() { statements.append(rows.text(0) ?? "") }
    return statements
  }
}
