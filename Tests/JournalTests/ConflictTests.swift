// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct ConflictTests {
  private let directory: TemporaryDirectory
  private let connection: WriterConnection

  init() throws {
    directory = try TemporaryDirectory()
    connection = try WriterConnection(path: directory.database, now: 0)
  }

  private func both(
    _ lot: String, _ serial: String, of gtin: String = gtin, step: String? = nil
  ) -> Scan {
    scan("]C101\(gtin)10\(lot)\u{1D}21\(serial)", step: step)
  }

  private func expiring(_ date: String, _ lot: String, of gtin: String = gtin) -> Scan {
    scan("]C101\(gtin)17\(date)10\(lot)")
  }

  /// The codes that each scan gets, but for the serial that comes again.
  private func codes(_ scans: [Scan], _ rules: Rules = Rules()) throws -> [[String]] {
    try connection.append(scans, rules: rules).map { appended in
      (appended.record.reasons + appended.record.notes).map(\.code).filter {
        $0 != "serial-repeated"
      }
    }
  }

  @Test func aSerialSeenWithAnotherLotIsNotedWhicheverIsGreater() throws {
    #expect(try codes([both("L5", "S"), both("L5", "S"), both("L5", "T")]) == [[], [], []])
    #expect(try codes([both("L4", "S")]) == [["lot-conflict"]])
    #expect(try codes([both("L6", "T")]) == [["lot-conflict"]])
    // The other lot was accepted, so the first one is not beyond doubt any more.
    #expect(try codes([both("L5", "S")]) == [["lot-conflict"]])
    #expect(try codes([both("L4", "S", of: otherGTIN), both("L4", "U")]) == [[], []])
    #expect(try codes([scan(serial: "S"), lot("L9")]) == [[], []])
  }

  @Test(arguments: [nil, "a", "m", "z"]) func atWhateverStepASerialHadAnotherLotItIsNoted(
    step: String?
  ) throws {
    _ = try codes([both("L1", "S", step: "m"), both("L1", "T", step: nil)])
    #expect(try codes([both("L1", "S", step: step), both("L1", "T", step: step)]) == [[], []])
    #expect(
      try codes([both("L0", "S", step: step), both("L2", "T", step: step)])
        == [["lot-conflict"], ["lot-conflict"]])
  }

  @Test func of64LotsOfOneSerialInOneGroupTheFirstCounts() throws {
    var rules = Rules()
    rules.lotConflict = .reject
    let lots = (0..<64).map { "L\(($0 * 37 + 11) % 64)" }
    let records = try connection.append(lots.map { both($0, "S") }, rules: rules).map(\.record)
    #expect(records.map(\.verdict) == [.accepted] + Array(repeating: .rejected, count: 63))
    for record in records.dropFirst() {
      let text = try #require(record.reasons.first?.text)
      #expect(text.contains("with the lot L11 before, as record 1;"), "\(text)")
    }
  }

  @Test func ofASerialThatComesAgainTheNewestRecordIsNamed() throws {
    let scans = [both("L1", "S"), both("L1", "S"), both("L1", "S")]
    let records = try connection.append(scans, rules: Rules()).map(\.record)
    #expect(records[2].notes.first?.text.contains("as record 2.") == true)
  }

  @Test func ofTwoLotsThatWereAcceptedTheNewerRecordIsNamed() throws {
    _ = try codes([both("L1", "S"), both("L9", "S")])
    let record = try #require(
      try connection.append([both("L5", "S")], rules: Rules()).first?.record)
    let note = try #require(record.notes.first { $0.code == "lot-conflict" })
    #expect(note.text.contains("with the lot L9 before, as record 2;"), "\(note.text)")
  }

  @Test func aLotSeenWithAnotherExpiryIsNotedWhicheverIsLater() throws {
    #expect(try codes([expiring("270630", "L"), expiring("270630", "L")]) == [[], []])
    #expect(try codes([expiring("270629", "L")]) == [["expiry-conflict"]])
    #expect(
      try codes([expiring("270731", "M"), expiring("270801", "M")]) == [[], ["expiry-conflict"]])
    #expect(try codes([expiring("270701", "L", of: otherGTIN), lot("L")]) == [[], []])
  }

  @Test func aRecordThatWasRejectedIsNoEarlierScanAndStaysInTheHistory() throws {
    var rules = Rules()
    rules.lotConflict = .reject
    rules.expiryConflict = .reject
    _ = try codes([both("L1", "S"), both("L2", "S"), both("L3", "S")], rules)
    #expect(try codes([both("L1", "S")], rules) == [[]])
    _ = try codes([expiring("270630", "L"), expiring("270629", "L")], rules)
    #expect(try codes([expiring("270630", "L")], rules) == [[]])
    let database = try Database(path: directory.database, flags: 1)
    #expect(
      try database.value(
        "SELECT group_concat(lot) FROM (SELECT lot FROM record WHERE serial = 'S' ORDER BY cursor)")
        == "L1,L2,L3,L1")
  }

  @Test func whatIsOffIsNotSaid() throws {
    var rules = Rules()
    rules.lotConflict = .off
    rules.expiryConflict = .off
    rules.expired = .off
    #expect(try codes([both("L1", "S"), both("L2", "S")], rules) == [[], []])
    #expect(try codes([expiring("270630", "L"), expiring("260630", "L")], rules) == [[], []])
  }

  @Test func theClockIsAskedOnlyWhereAnExpiryIsPast() throws {
    final class Clock { var questions = 0 }
    let clock = Clock()
    let connection = try WriterConnection(path: directory.path + "/clock.db", now: 0) {
      clock.questions += 1
      return clock.questions == 1
    }
    func codes(_ date: String) throws -> [String] {
      try connection.append([expiring(date, date)], rules: Rules()).flatMap {
        $0.record.notes.map(\.code)
      }
    }
    #expect(try codes("270630") == [])
    #expect(clock.questions == 0)
    #expect(try codes("260630") == ["expired"])
    #expect(try codes("260629") == ["clock-unsynchronised"])
  }

  @Test func everyLookUpIsOneSeekOfAnIndexOnEitherSide() throws {
    let database = try Database(path: directory.database, flags: 1)
    let accepted = "FROM record WHERE verdict = 'accepted' AND"
    for (question, plan) in [
      (
        "SELECT cursor \(accepted) serial = ? AND gtin IS ? AND step IS ? "
          + "ORDER BY lot DESC, cursor DESC",
        "INDEX record_serial (serial=? AND gtin=? AND verdict=? AND step=?)"
      ),
      (
        "SELECT 1 \(accepted) serial = ? AND gtin IS ?",
        "INDEX record_serial (serial=? AND gtin=? AND verdict=?)"
      ),
      (
        "SELECT cursor, lot \(accepted) serial = ? AND gtin = ? AND step IS ? AND lot < ? "
          + "ORDER BY lot DESC",
        "INDEX record_serial (serial=? AND gtin=? AND verdict=? AND step=? AND lot<?)"
      ),
      (
        "SELECT step \(accepted) serial = ? AND gtin = ? AND step > ? ORDER BY step",
        "INDEX record_serial (serial=? AND gtin=? AND verdict=? AND step>?)"
      ),
      (
        "SELECT cursor, expiry \(accepted) lot = ? AND gtin = ? AND expiry > ? ORDER BY expiry",
        "INDEX record_lot_expiry (lot=? AND gtin=? AND expiry>?)"
      ),
    ] {
      let steps = try database.plan(question)
      #expect(steps.count == 1 && steps[0].contains(plan), "\(steps)")
    }
  }

  @Test func aJournalOfTheSecondSchemaKnowsItsEarlierScans() throws {
    let path = directory.path + "/second.db"
    do {
      let database = try Database(path: path, flags: 6)
      try database.configureForWriting()
      let second = Schema(
        applicationID: Schema.journal.applicationID,
        migrations: Array(Schema.journal.migrations[..<2]))
      try database.migrate(
        from: 0, to: second, adding: JournalHeader.insertSQL(uuid: "second", now: 0))
      try database.execute(
        """
        INSERT INTO judging VALUES (1, 'gs1');
        INSERT INTO record (cursor, time, scanner, verdict, gtin, lot, serial, expiry, reasons,
          notes, judging, data, body)
        VALUES (1, 4, 'a', 'accepted', '\(gtin)', 'L1', 'S1', '2027-06-30', '', '', 1, x'', x'7B7D');
        UPDATE journal SET head = 1;
        """)
    }
    let connection = try WriterConnection(path: path, now: 0)
    let records = try connection.append(
      [both("L2", "S1"), expiring("270629", "L1")], rules: Rules())
    #expect(
      records.map { $0.record.notes.map(\.code) } == [
        ["lot-conflict", "serial-repeated"], ["expiry-conflict"],
      ])
  }
}
