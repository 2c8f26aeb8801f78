// SPDX-License-Identifier: Apache-2.0

// While the disk is full or read-only, scans wait and nothing is published. They are recorded in order
// as soon as it is possible.

import Foundation
import Glibc
import Testing

@testable import Journal

@Suite struct DiskFullTests {
  @Test func scansWaitWhileTheDiskIsFullAndAreRecordedWhenThereIsRoom() throws {
    let journal = try FaultyJournal()
    try journal.open()
    for quota in [100_000, 200_000, 300_000] as [Int64] {
      journal.disk.setQuota(quota)
      try appendUntilFault(journal)
      #expect(journal.journal.status.fault?.contains("full") == true)
      try expectWaiting(journal)
      journal.disk.heal()
      try journal.recordAll()
    }
    journal.journal.close()
    #expect(try journal.problem(lookups: [0, 0.5, 1]) == nil)
  }

  @Test func scansWaitWhileTheFileSystemIsReadOnly() throws {
    let journal = try FaultyJournal()
    try journal.open()
    journal.append(3)
    try journal.recordAll()
    journal.disk.makeReadOnly()
    journal.append(2)
    try journal.settle()
    #expect(journal.journal.status.fault != nil)
    try expectWaiting(journal)
    journal.disk.heal()
    try journal.recordAll()
    journal.journal.close()
    #expect(try journal.problem() == nil)
  }

  @Test func aJournalWithoutRoomForItselfIsRefusedInWordsAndBeginsWhenThereIsRoom() throws {
    let journal = try FaultyJournal()
    for quota in stride(from: Int64(0), to: 45_000, by: 3000) {
      journal.disk.setQuota(quota)
      #expect(throws: JournalError.self) { try journal.open() }
    }
    journal.disk.heal()
    try journal.open()
    journal.append(3)
    try journal.recordAll()
    journal.journal.close()
    #expect(try journal.problem() == nil)
  }

  @Test(.enabled(if: SmallFileSystem.isPossible, "needs root, for a tmpfs of its own"))
  func scansWaitWhileARealFileSystemIsFull() throws {
    let place = try SmallFileSystem()
    let events = Events()
    let journal = try ScanJournal(directory: place.path, rules: .init()) { events.add($0) }
    journal.append(scan(serial: "FIRST"))
    try events.wait { $0.recorded == 1 }
    try place.fill()
    var count = 1
    while journal.status.fault == nil {
      journal.append(scan(serial: "S\(count)"))
      count += 1
      try events.wait { $0.recorded == count || journal.status.fault != nil }
    }
    let recorded = events.recorded
    #expect(journal.status.fault?.contains("full") == true)
    #expect(journal.status.notDurable == count - recorded)
    try place.makeRoom()
    try events.wait { $0.recorded == count }
    journal.close()
    #expect(try journal.records().map(\.cursor) == (1...count).map { Int64($0) })
    #expect(
      try journal.records().dropFirst().map(\.subject.serial) == (1..<count).map { "S\($0)" })
    #expect(events.setAside == nil && events.lost == 0)
  }

  private func appendUntilFault(_ journal: FaultyJournal) throws {
    while journal.journal.status.fault == nil {
      journal.append(5)
      try journal.settle()
    }
  }

  private func expectWaiting(_ journal: FaultyJournal) throws {
    let recorded = journal.events.recorded
    journal.append(4)
    try journal.tryAgain()
    #expect(journal.events.recorded == recorded)
    #expect(journal.journal.status.notDurable == journal.count - recorded)
  }
}

/// A tmpfs of 1 MiB that exists as long as the value does.
private final class SmallFileSystem {
  static let isPossible = (try? SmallFileSystem()) != nil

  private let directory: TemporaryDirectory
  var path: String { directory.path }

  init() throws {
    directory = try TemporaryDirectory()
    let code = mount("tmpfs", directory.path, "tmpfs", 0, "size=1m")
    try #require(code == 0)
  }

  deinit {
    umount2(path, Int32(MNT_DETACH))
  }

  /// Takes all the room there is.
  func fill() throws {
    let ballast = fopen(path + "/ballast", "w")
    let block = [UInt8](repeating: 0, count: 4096)
    while fwrite(block, 1, block.count, ballast) == block.count, fflush(ballast) == 0 {}
    fclose(ballast)
  }

  /// Gives it back.
  func makeRoom() throws {
    try FileManager.default.removeItem(atPath: path + "/ballast")
  }
}
