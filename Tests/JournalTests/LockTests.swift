// SPDX-License-Identifier: Apache-2.0

// Another program's locks are made by another program: record locks of one process do not conflict.

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct LockTests {
  private let directory: TemporaryDirectory
  private let events = Events()

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(.timeLimit(.minutes(2))) func aLockThatHoldsUpRecordingIsNamedWithItsProcess() throws {
    let journal = try ScanJournal(in: directory, events: events)
    #expect(journal.obstacle == nil)
    let before = wallClock()
    let program = try OtherProgram.locking(directory.database + "-shm", byte: 120)
    journal.append(scan(serial: "A"))
    while journal.status.fault == nil { usleep(10_000) }
    let obstacle = try #require(journal.obstacle)
    #expect(obstacle.processes == [program.id])
    #expect(obstacle.since >= before && obstacle.since <= wallClock())
    usleep(600_000)
    #expect(journal.obstacle == obstacle)
    program.end()
    try events.wait { $0.recorded == 1 }
    while journal.status.fault != nil { usleep(10_000) }
    #expect(journal.obstacle == nil)
    journal.close()
  }

  @Test(.timeLimit(.minutes(2))) func aLockThatHoldsUpChangesOfItemsIsNamedWithItsProcess() throws {
    let journal = try ScanJournal(in: directory, events: events)
    let item = try Item(gtin: gtin, policy: .lot)
    #expect(journal.itemDatabase.obstacle == nil)
    let program = try OtherProgram.locking(directory.items + "-shm", byte: 120)
    expect(.itemsUnavailable) { try journal.itemDatabase.set([item], by: alice) }
    #expect(journal.itemDatabase.obstacle?.processes == [program.id])
    program.end()
    #expect(journal.itemDatabase.obstacle == nil)
    try journal.itemDatabase.set([item], by: alice)
    journal.close()
  }

  @Test func anOpenTransactionIsNamedWithItsProcess() throws {
    let journal = try ScanJournal(in: directory, events: events)
    journal.append(scan(serial: "A"))
    try events.wait { $0.recorded == 1 }
    #expect(journal.readingProcesses == [])
    let program = try OtherProgram.reading(directory.database)
    #expect(journal.readingProcesses == [program.id])
    #expect(DatabaseLocks.blocking(directory.database) == [])
    program.end()
    #expect(journal.readingProcesses == [])
    journal.close()
  }

  @Test func askingForLocksLeavesSQLitesOwnLocksInPlace() throws {
    let database = try WriterConnection(path: directory.database, now: 0).database
    let transaction = try Transaction(on: database)
    for _ in 0..<3 {
      #expect(DatabaseLocks.blocking(directory.database) == [])
      #expect(DatabaseLocks.reading(directory.database) == [])
    }
    let program = try OtherProgram.trying(directory.database + "-shm", byte: 120)
    #expect(program.said == "refused")
    program.end()
    try transaction.commit()
  }

  @Test func aLockOfAnOpenFileHasNoProcess() throws {
    let path = directory.path + "/journal.db"
    _ = try WriterConnection(path: path, now: 0)
    let program = try OtherProgram.lockingOpenFile(path + "-shm", byte: 120)
    #expect(DatabaseLocks.blocking(path) == [-1])
    program.end()
  }
}

/// A program in Python that does one thing to a file, says so, and stays until it is ended.
private final class OtherProgram {
  private let process = Process()
  private let input = Pipe()
  let said: String

  var id: Int32 { process.processIdentifier }

  private init(_ code: String, _ path: String) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [
      "-c",
      "import fcntl, sqlite3, struct, sys\n\(code)\nprint(said, flush=True)\nsys.stdin.read()",
      path,
    ]
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    said = line.trimmingCharacters(in: .newlines)
  }

  deinit { if process.isRunning { end() } }

  func end() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Has a shared lock on a byte of a file.
  static func locking(_ path: String, byte: Int) throws -> OtherProgram {
    try OtherProgram(
      "f = open(sys.argv[1], 'rb'); fcntl.lockf(f, fcntl.LOCK_SH, 1, \(byte)); said = 'locked'",
      path)
  }

  /// Has tried to get a shared lock on a byte of a file.
  static func trying(_ path: String, byte: Int) throws -> OtherProgram {
    try OtherProgram(
      """
      f = open(sys.argv[1], 'rb')
      try:
        fcntl.lockf(f, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, \(byte))
        said = 'locked'
      except OSError:
        said = 'refused'
      """, path)
  }

  /// Has a lock on a byte that belongs to the open file (F_OFD_SETLK), not to the process.
  static func lockingOpenFile(_ path: String, byte: Int) throws -> OtherProgram {
    try OtherProgram(
      """
      f = open(sys.argv[1], 'rb')
      fcntl.fcntl(f, 37, struct.pack('hhqqi4x', fcntl.F_RDLCK, 0, \(byte), 1, 0))
      said = 'locked'
      """, path)
  }

  /// Has a transaction open in which it has read.
  static func reading(_ path: String) throws -> OtherProgram {
    try OtherProgram(
      """
      db = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True, isolation_level=None)
      db.execute('BEGIN')
      db.execute('SELECT count(*) FROM record').fetchall()
      said = 'reading'
      """, path)
  }
}
