// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct VerifierTests {
  @Test func aSoundJournalHasNoFindings() throws {
    let directory = try TemporaryDirectory.recorded(600)
    var steps: [Int64] = []
    let verifier = try Verifier(path: directory.database)
    try verifier.run { done, all in
      steps.append(done)
      #expect(all == 600)
    }
    let found = verifier.found
    #expect(found.isSound)
    #expect(found.records == 600 && found.chained == 600 && found.unsummed.isEmpty)
    #expect((found.oldest, found.head, found.chainBase) == (1, 600, 0))
    #expect(found.hash == (try directory.text("SELECT lower(hex(hash)) FROM journal")))
    #expect(steps == [256, 512, 600])
  }

  @Test func anEmptyJournalIsSound() throws {
    let directory = try TemporaryDirectory.recorded(0)
    let found = try directory.verified()
    #expect(found.isSound && found.records == 0 && found.hash.isEmpty)
  }

  /// The last pointer of the root leads to the first leaf, so that its records come twice.
  @Test func recordsThatComeTwiceAreCountedOnceAndNotSent() throws {
    let quiet = try QuietDirectory()
    try quiet.changeRoot { bytes, page, cell in
      bytes.replaceSubrange(page + 8..<page + 12, with: bytes[cell..<cell + 4])
    }
    let verifier = try Verifier(path: quiet.backup)
    try verifier.run()
    let found = verifier.found
    #expect(!found.isSound && found.records < QuietDirectory.records)
    #expect(found.records + found.missing.count == QuietDirectory.records)
    expect(.unreadable) {
      try Reader(path: quiet.backup).page(
        after: 0, filter: RecordFilter(), limits: PageLimits(records: 99),
        head: QuietDirectory.records)
    }
  }

  /// A wrong key in the root, so that a record is on its page and is not found under its cursor.
  @Test func recordsThatAreNotFoundUnderTheirCursorsAreDamaged() throws {
    let quiet = try QuietDirectory()
    try quiet.changeRoot { bytes, page, cell in
      try #require(bytes[cell + 4] > 1, "the first page has one record")
      bytes[cell + 4] -= 1
    }
    let verifier = try Verifier(path: quiet.backup)
    try verifier.run()
    #expect(!verifier.found.isSound && verifier.found.damaged.count == 1)
  }

  @Test func damagedAndMissingRecordsAreNamed() throws {
    let directory = try TemporaryDirectory.recorded(600)
    try directory.execute(
      """
      UPDATE record SET body = x'7B7D' WHERE cursor IN (1, 7, 8, 300);
      DELETE FROM record WHERE cursor IN (2, 256, 257, 600);
      """)
    let found = try directory.verified()
    #expect(!found.isSound)
    #expect(found.damaged.ranges == [1...1, 7...8, 300...300])
    #expect(found.missing.ranges == [2...2, 256...257, 600...600])
    #expect(found.altered.isEmpty)
    #expect(found.records == 596)
  }

  @Test func aRecordWhoseSumWasMadeAnewIsAltered() throws {
    let directory = try TemporaryDirectory.recorded(9)
    try directory.forge("UPDATE record SET lot = 'X' WHERE cursor = 4", resealing: 4...4)
    let found = try directory.verified()
    #expect(found.damaged.isEmpty)
    #expect(found.altered.ranges == [4...4])
    #expect(!found.isSound)
  }

  @Test func aChainThatWasMadeAnewLacksTheNotedHash() throws {
    let directory = try TemporaryDirectory.recorded(9)
    let early = try #require(NotedHash(try directory.hash(of: 3)))
    let late = try #require(NotedHash(try directory.hash(of: 9)))
    #expect(try directory.verified(late).noted?.cursor == 9)
    try directory.forge(
      "UPDATE record SET lot = 'X' WHERE cursor = 4", resealing: 4...4, chaining: 4...9)
    #expect(try directory.verified().isSound)
    #expect(try directory.verified(early).isSound)
    let found = try directory.verified(late)
    #expect(found.noted?.cursor == nil)
    #expect(!found.isSound)
  }

  @Test func anEndThatWasCutOffIsNoticed() throws {
    let directory = try TemporaryDirectory.recorded(9)
    try directory.execute("DELETE FROM record WHERE cursor > 6; UPDATE journal SET head = 6")
    #expect(try !directory.verified().isSound)
  }

  @Test func theLastHashThatRetentionRemovedLinksTheRest() throws {
    let directory = try TemporaryDirectory.recorded(9)
    let removed = try #require(NotedHash(try directory.hash(of: 4)))
    let connection = try WriterConnection(path: directory.database, now: 0)
    try connection.remove(through: 4)
    try connection.append([scan(serial: "NEW")], rules: Rules())
    var found = try directory.verified(removed)
    #expect(found.isSound && found.oldest == 5 && found.chainBase == 4 && found.chained == 6)
    #expect(found.noted?.cursor == 4)
    #expect(try directory.number("SELECT count(*) FROM seal") == 6)
    try connection.remove(through: 10)
    try connection.append([scan(serial: "LATER")], rules: Rules())
    found = try directory.verified()
    #expect(found.isSound && found.chained == 1 && found.chainBase == 10)
  }

  @Test func recordsOfAnEarlierVersionAreToldAndNoFault() throws {
    let directory = try TemporaryDirectory.recorded(9)
    try directory.forgetSeals()
    let connection = try WriterConnection(path: directory.database, now: 0)
    try connection.append([scan(serial: "NEW")], rules: Rules())
    let found = try directory.verified()
    #expect(found.isSound && found.chained == 1 && found.chainBase == 9)
    #expect(found.unsummed.ranges == [1...9])
  }

  @Test func aJournalOfAnEarlierSchemaHasNoSums() throws {
    let directory = try TemporaryDirectory()
    let journals = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    try FileManager.default.copyItem(
      atPath: journals.appending(path: "Journals/schema-4.db").path, toPath: directory.database)
    let found = try directory.verified()
    #expect(found.isSound && found.schema == 4 && found.unsummed.count == 11)
    #expect(try directory.files() == ["journal.db"])
  }

  @Test func recordsOnAPageThatCannotBeReadAreDamaged() throws {
    let directory = try TemporaryDirectory.recorded(600)
    try directory.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try garble(directory.database, page: Int(try directory.leaf(20)))
    let found = try directory.verified()
    #expect(found.damaged.ranges.count == 1)
    #expect((1...9).contains(found.damaged.count))
    #expect(found.records + found.damaged.count == 600)
  }

  @Test func aJournalIsVerifiedWhileItIsWritten() throws {
    let directory = try TemporaryDirectory.recorded(600)
    let journal = try ScanJournal(in: directory)
    defer { journal.close() }
    let verifier = try Verifier(path: directory.database)
    var limits = RetentionLimits()
    limits.age = 1
    journal.setRetention(limits)
    var number = 0
    try verifier.run { _, _ in
      for _ in 0..<5 {
        number += 1
        journal.append(scan(serial: "N\(number)"))
      }
    }
    #expect(verifier.found.isSound, "\(verifier.found)")
    #expect(verifier.found.head == 600)
  }

  @Test func anotherFileIsRefused() throws {
    let directory = try TemporaryDirectory()
    _ = FileManager.default.createFile(
      atPath: directory.database, contents: Data(repeating: 65, count: 5000))
    expect(.unreadable) { try Verifier(path: directory.database) }
  }
}

extension TemporaryDirectory {
  fileprivate func verified(_ noted: NotedHash? = nil) throws -> JournalVerification {
    let verifier = try Verifier(path: database, noted: noted)
    try verifier.run()
    return verifier.found
  }

  fileprivate func text(_ sql: String) throws -> String {
    try Database(path: database, flags: SQLITE_OPEN_READONLY).value(sql) ?? ""
  }

  fileprivate func hash(of cursor: Int64) throws -> String {
    try text("SELECT hex(hash) FROM seal WHERE cursor = \(cursor)")
  }

  /// Changes records and makes their sums, and some hashes, anew.
  fileprivate func forge(
    _ sql: String, resealing cursors: ClosedRange<Int64>, chaining chain: ClosedRange<Int64>? = nil
  ) throws {
    let database = try Database(path: database, flags: SQLITE_OPEN_READWRITE)
    try database.addSealFunctions()
    try database.execute(sql)
    for cursor in cursors {
      try database.execute(
        """
        UPDATE seal SET sum = (
          SELECT record_sum(\(sealedColumns)) FROM record WHERE record.cursor = \(cursor))
        WHERE cursor = \(cursor)
        """)
    }
    guard let chain else { return }
    for cursor in chain {
      try database.execute(
        """
        UPDATE seal SET hash = (
          SELECT record_hash(
            (SELECT before.hash FROM seal AS before WHERE before.cursor = \(cursor - 1)),
            \(sealedColumns))
          FROM record WHERE record.cursor = \(cursor))
        WHERE cursor = \(cursor)
        """)
    }
    try database.execute(
      "UPDATE journal SET hash = (SELECT hash FROM seal WHERE cursor = journal.head)")
  }
}

extension QuietDirectory {
  /// Changes the root page of the backup's records, which is an interior page.
  ///
  /// - Parameter change: is given the file, the offset of the page, and that of its first cell.
  fileprivate func changeRoot(_ change: (inout [UInt8], Int, Int) throws -> Void) throws {
    let root = try Database(path: backup, flags: SQLITE_OPEN_READONLY).rootPage(of: "record")
    var bytes = try contents(of: backup)
    let page = (root - 1) * 4096
    try #require(bytes[page] == 5, "the root is not an interior page")
    try change(&bytes, page, page + (Int(bytes[page + 12]) << 8 | Int(bytes[page + 13])))
    try write(bytes, to: backup)
  }
}
