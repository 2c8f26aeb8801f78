// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct OpeningTests {
  @Test func aSecondJournalInTheSameDirectoryIsRefusedAndNamesTheProcess() throws {
    let directory = try TemporaryDirectory()
    let first = try ScanJournal(in: directory)
    let refusal = JournalError.inUse(path: directory.path, process: getpid())
    #expect(throws: refusal) { try ScanJournal(in: directory) }
    #expect(refusal.code == .inUse && refusal.description.contains("\(getpid())"))
    first.close()
  }

  /// As a program does between fork(2) and execve(2), whoever started it.
  @Test func aCopyOfTheLocksDescriptorDoesNotKeepTheDirectory() throws {
    let directory = try TemporaryDirectory()
    var copies: [Int32] = []
    do {
      let first = try StateDirectory(path: directory.path)
      copies = try descriptors(of: directory.path + "/lock").map { dup($0) }
      withExtendedLifetime(first) {}
    }
    defer { copies.forEach { close($0) } }
    #expect(copies.count == 1)
    _ = try StateDirectory(path: directory.path)
  }

  @Test func onlyTheOwnerCanOpenTheLockAlsoOfAnEarlierVersion() throws {
    let directory = try TemporaryDirectory()
    let lock = directory.path + "/lock"
    func mode() throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: lock)[.posixPermissions] as? Int
    }
    _ = try StateDirectory(path: directory.path)
    #expect(try mode() == 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: lock)
    _ = try StateDirectory(path: directory.path)
    #expect(try mode() == 0o600)
  }

  private func descriptors(of path: String) throws -> [Int32] {
    let files = FileManager.default
    return try files.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(Int32.init).filter {
      (try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path
    }
  }

  @Test func theDirectoryIsCreatedWithWhatIsMissingAbove() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/a/b"
    let journal = try ScanJournal(directory: path, rules: Rules()) { _ in }
    journal.close()
    #expect(FileManager.default.fileExists(atPath: path + "/journal.db"))
  }

  @Test func aPathThatIsNoDirectoryIsRefusedInWords() throws {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/file"
    try Data().write(to: URL(fileURLWithPath: file))
    let error = #expect(throws: JournalError.self) {
      try ScanJournal(directory: file, rules: Rules()) { _ in }
    }
    #expect(error?.description.contains("Not a directory") == true)
  }

  @Test(arguments: [0, 20, 100]) func aDamagedDatabaseIsSetAsideWholeAndANewJournalBegins(
    offset: Int
  ) throws {
    let directory = try TemporaryDirectory()
    let before = try ScanJournal(in: directory)
    for number in 0..<50 { before.append(scan(serial: "S\(number)")) }
    before.close()
    let damaged = try garble(directory.database, at: offset)

    let events = Events()
    let after = try ScanJournal(in: directory, events: events)
    after.append(scan(serial: "NEW"))
    after.close()
    let aside = try #require(events.setAside)
    #expect(try Data(contentsOf: URL(fileURLWithPath: aside.path)) == damaged)
    #expect(FileManager.default.fileExists(atPath: aside.path + "-wal"))
    #expect(after.status.uuid != before.status.uuid)
    #expect(try after.records().map(\.subject.serial) == ["NEW"])
  }

  @Test func aJournalOfTheFirstSchemaIsBroughtToThePresentOne() throws {
    let directory = try TemporaryDirectory()
    do {
      let database = try Database(path: directory.database, flags: 6)
      try database.configureForWriting()
      try database.execute(
        """
        \(Schema.journal.migrations[0])
        INSERT INTO journal VALUES (1, 'before', 1, 2, 5, 2, 0, 0);
        INSERT INTO judging VALUES (1, 'gs1');
        INSERT INTO record (cursor, time, scanner, verdict, reasons, notes, judging, data, body)
        VALUES (1, 4, 'a', 'accepted', '', '', 1, x'3131411D323142', x'7B7D'),
          (2, 5, 'b', 'accepted', '', '', 1, x'313141', x'7B7D');
        PRAGMA application_id = \(Schema.journal.applicationID);
        PRAGMA user_version = 1;
        """)
    }
    let journal = try ScanJournal(in: directory)
    #expect(journal.status.uuid == "before")
    #expect(journal.status.head == 2)
    journal.close()
    let database = try Database(path: directory.database, flags: 1)
    #expect(try database.value("SELECT group_concat(scanner) FROM separator") == "a")
    #expect(try database.value("PRAGMA user_version") == String(Schema.journal.version))
  }

  @Test func aNewerJournalIsRefusedAndNotTouched() throws {
    let directory = try TemporaryDirectory()
    try ScanJournal(in: directory).close()
    try Database(path: directory.database, flags: 2).execute(
      "CREATE TABLE more (x); PRAGMA user_version = 99")
    let before = try Data(contentsOf: URL(fileURLWithPath: directory.database))
    expect(.newerSchema) { try ScanJournal(in: directory) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: directory.database)) == before)
  }

  @Test func anotherProgramsDatabaseIsRefusedAndNotTouched() throws {
    let directory = try TemporaryDirectory()
    try Database(path: directory.database, flags: 6).execute("CREATE TABLE theirs (x)")
    let before = try Data(contentsOf: URL(fileURLWithPath: directory.database))
    expect(.foreignDatabase) {
      try ScanJournal(in: directory)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: directory.database)) == before)
  }

  /// Overwrites part of the database, whose pages are all checkpointed first.
  private func garble(_ path: String, at offset: Int) throws -> Data {
    try Database(path: path, flags: 2).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try file.seek(toOffset: UInt64(offset))
    try file.write(contentsOf: Data(repeating: 0xA5, count: 300))
    try file.close()
    try Data("what was in the log".utf8).write(to: URL(fileURLWithPath: path + "-wal"))
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }
}
