// SPDX-License-Identifier: Apache-2.0

import CFaultyVFS
import CSQLite
import Synchronization
import Testing
import Tracking

@testable import Journal

/// Writes that are no scans.
@Suite struct PendingWriteTests {
  @Test func aPendingWriteIsOnTheDiskWhenItIsReportedDone() throws {
    let directory = try TemporaryDirectory()
    let journal = try ScanJournal(in: directory, events: Events())
    let outcome = Outcome()
    journal.append(scan(serial: "A"))
    journal.write(
      { database throws(JournalError) in try database.remember("x") }, then: outcome.end)
    #expect(try outcome.wait() == nil)
    journal.close()
    #expect(try directory.remembered() == ["x"])
  }

  @Test func aPendingWriteThatFailsLeavesScansAndOtherWritesAlone() throws {
    let directory = try TemporaryDirectory()
    let connection = try WriterConnection(path: directory.database, now: 0)
    let written = try connection.write(
      Group(
        scans: [scan(serial: "A")],
        pendingWrites: [
          PendingWrite({ database throws(JournalError) in try database.remember("x") }),
          PendingWrite({ database throws(JournalError) in
            try database.remember("y")
            try database.execute("INSERT INTO nowhere VALUES (1)")
          }),
          PendingWrite({ database throws(JournalError) in try database.remember("z") }),
        ]), rules: Rules())
    #expect(written.records.count == 1)
    #expect(written.failures.map { $0 == nil } == [true, false, true])
    #expect(try directory.remembered() == ["x", "z"])
  }

  @Test func whileTheDiskFailsPendingWritesFailAndScansWait() throws {
    let journal = try FaultyJournal()
    try journal.open()
    journal.disk.fail(kinds: Int(FAULTY_SYNC), call: 1, persistently: true)
    let outcomes = (0..<3).map { _ in Outcome() }
    for outcome in outcomes {
      journal.journal.write(
        { database throws(JournalError) in try database.remember("x") }, then: outcome.end)
      #expect(try outcome.wait() != nil)
    }
    journal.append(2)
    try journal.tryAgain()
    #expect(journal.events.recorded == 0)
    journal.disk.heal()
    try journal.recordAll()
    #expect(journal.journal.status.fault == nil)
    journal.journal.close()
    #expect(try journal.problem() == nil)
  }

  @Test func aPendingWriteAloneReportsAFaultAndItsEnd() throws {
    let journal = try FaultyJournal()
    try journal.open()
    journal.disk.fail(kinds: Int(FAULTY_SYNC), call: 1, persistently: true)
    let outcome = Outcome()
    journal.journal.write(
      { database throws(JournalError) in try database.remember("x") }, then: outcome.end)
    #expect(try outcome.wait() != nil)
    #expect(journal.journal.status.fault != nil)
    journal.disk.heal()
    let next = Outcome()
    journal.journal.write(
      { database throws(JournalError) in try database.remember("x") }, then: next.end)
    #expect(try next.wait() == nil)
    try journal.recordAll()
    #expect(journal.events.all.count == 2, "a fault and its end")
    journal.journal.close()
  }

  @Test func nothingIsDoneAfterTheEnd() throws {
    let journal = try ScanJournal(in: try TemporaryDirectory(), events: Events())
    journal.close()
    let outcome = Outcome()
    journal.write({ _ throws(JournalError) in }, then: outcome.end)
    #expect(try outcome.wait() == .closed)
  }
}

/// The outcome of a pending write.
private final class Outcome: Sendable {
  private let result = Mutex<Result<Void, JournalError>?>(nil)

  var end: @Sendable (Result<Void, JournalError>) -> Void {
    { [self] result in self.result.withLock { $0 = result } }
  }

  /// The code of the error; nil if the write succeeded.
  func wait() throws -> JournalError.Code? {
    try Events().wait { _ in result.withLock { $0 != nil } }
    return result.withLock { $0?.code }
  }
}

extension PendingWrite {
  fileprivate init(_ work: @escaping @Sendable (Database) throws(JournalError) -> Void) {
    self.init(work: work) { _ in }
  }
}

extension Database {
  /// Writes something that is no record.
  fileprivate func remember(_ word: String) throws(JournalError) {
    let statement = try prepare("INSERT INTO separator VALUES (?) ON CONFLICT DO NOTHING")
    try statement.bind(1, word)
    try statement.run()
  }
}

extension TemporaryDirectory {
  fileprivate func remembered() throws -> [String] {
    let database = try Database(path: self.database, flags: SQLITE_OPEN_READONLY)
    let rows = try database.prepare("SELECT scanner FROM separator ORDER BY scanner")
    var words: [String] = []
    while try rows.step() { words.append(rows.text(0) ?? "") }
    return words
  }
}
