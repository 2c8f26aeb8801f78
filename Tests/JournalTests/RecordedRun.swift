// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

/// A run of a journal on a faulty disk: the appended records, and the step of the disk's log from which
/// each counts as published.
struct RecordedRun {
  /// So many records had been published when the log had so many steps.
  struct Mark {
    let step: Int
    let published: Int
    /// The acknowledged cursor that was reported to the subscriber.
    var acknowledged: Int64 = 0
    /// The number of resolved exceptions.
    var resolved = 0
  }

  let title: String
  let disk: FaultyDisk
  let uuid: String
  /// The records that were there already.
  let before: [[UInt8]]
  /// The bodies of all records in the order of their cursors.
  private(set) var published: [[UInt8]] = []
  /// At first, and after each group.
  private(set) var marks: [Mark] = []
  /// The steps before which the power can be lost.
  var steps: ClosedRange<Int> { marks[0].step...disk.steps }

  /// A run whose journal on `disk` reported `published`.
  init(title: String, disk: FaultyDisk, uuid: String, published: [[UInt8]], marks: [Mark]) {
    self.title = title
    self.disk = disk
    self.uuid = uuid
    before = []
    self.published = published
    self.marks = marks
  }

  /// Appends so many scans in groups of mixed sizes, with a checkpoint now and then.
  init(
    appends: Int, seed: UInt64, synchronous: String = "FULL",
    in directory: TemporaryDirectory = try! TemporaryDirectory()
  ) throws {
    title = "\(appends) appends by \(seed)"
    var random = SeededGenerator(seed: seed)
    disk = try FaultyDisk(directory)
    let start = disk.steps
    disk.setCheckpoint(pages: Int32.random(in: 20...120, using: &random))
    let connection = try WriterConnection(path: directory.database, now: 0)
    uuid = connection.header.uuid
    try disk.execute("PRAGMA synchronous = \(synchronous)")
    before = try records(in: directory)
    published = before
    // The first content of the directory is durable, and so is what SQLite recovers from it.
    marks = [Mark(step: start, published: before.count)]
    let end = published.count + appends
    while published.count < end {
      let count = min(Int.random(in: 1...8, using: &random), end - published.count)
      let pendingWrites = PendingWrite.some(behind: Int64(published.count), &random)
      let written = try connection.write(
        Group(scans: scans(count, &random), pendingWrites: pendingWrites), rules: Rules())
      try #require(written.failures.allSatisfy { $0 == nil })
      published += written.records.map(\.body)
      try note(connection)
      if Int.random(in: 0..<15, using: &random) == 0 { connection.checkpoint() }
    }
  }

  /// The records that were published when the log had `step` steps.
  func published(before step: Int) -> ArraySlice<[UInt8]> {
    published.prefix(marks.last { $0.step <= step }?.published ?? 0)
  }

  /// The fault of the journal after a power loss before `step`; nil if there is none.
  func loss(before step: Int, keeping fate: Fate) -> String? {
    do {
      let image = try disk.image(before: step, keeping: fate)
      return try loss(in: image, step: step)
    } catch {
      return "\(error)"
    }
  }

  private func loss(in image: TemporaryDirectory, step: Int) throws -> String? {
    let disk = try FaultyDisk(image)
    defer { withExtendedLifetime(disk) {} }
    let connection = try WriterConnection(path: image.database, now: 0)
    let kept = try records(in: image)
    let count = published(before: step).count
    guard kept.starts(with: published(before: step)) else {
      return "of \(count) published records \(kept.count) are there, or others"
    }
    guard published.starts(with: kept) else { return "there are records that were never appended" }
    guard kept.isEmpty || marks.contains(where: { $0.published == kept.count }) else {
      return "\(kept.count) records are the half of a group"
    }
    guard kept.isEmpty || connection.header.uuid == uuid else { return "it is another journal" }
    guard connection.header.cursor == kept.count else {
      return "the head is \(connection.header.cursor)"
    }
    let done = try connection.database.pendingWritesDone()
    let promised = marks.last { $0.step <= step }
    guard done.acknowledged >= promised?.acknowledged ?? 0,
      done.acknowledged <= connection.header.cursor
    else { return "acknowledged up to \(done.acknowledged), said: \(promised as Any)" }
    guard done.resolved >= promised?.resolved ?? 0 else { return "\(done.resolved) are resolved" }
    return try unsoundness(of: connection, in: image)
  }

  private func unsoundness(of connection: WriterConnection, in image: TemporaryDirectory) throws
    -> String?
  {
    let database = try Database(path: image.database, flags: SQLITE_OPEN_READONLY)
    let said = try database.value("PRAGMA integrity_check") ?? ""
    guard said == "ok" else { return said }
    let next = connection.header.cursor + 1
    let appended = try connection.append([scan(serial: "NEXT")], rules: Rules())
    return appended.map(\.cursor) == [next] ? nil : "the next record is \(appended)"
  }

  private mutating func note(_ connection: WriterConnection) throws {
    let (acknowledged, resolved) = try connection.database.pendingWritesDone()
    marks.append(
      Mark(
        step: disk.steps, published: published.count, acknowledged: acknowledged,
        resolved: resolved))
  }
}

/// Scans of many lengths, some of them equal, some cut.
private func scans(_ count: Int, _ random: inout SeededGenerator) -> [Scan] {
  (0..<count).map { _ in
    let number = Int.random(in: 0..<1000, using: &random)
    let tail = String(repeating: "x", count: Int.random(in: 0..<600, using: &random) / 4)
    switch number % 5 {
    case 0: return scan("]C101\(gtin)10LOT\(number)\u{1D}21S\(number)")
    case 1: return scan("plain \(number) \(tail)\(tail)\(tail)\(tail)")
    case 2: return scan("]C101\(gtin)10C20250721HD-\(number)", step: "shipping")
    default: return scan(serial: "S\(number)")
    }
  }
}

extension PendingWrite {
  /// Acknowledgements and resolutions while scans are recorded.
  fileprivate static func some(behind head: Int64, _ random: inout SeededGenerator)
    -> [PendingWrite]
  {
    guard head > 0, Bool.random(using: &random) else { return [] }
    let cursor = Int64.random(in: 1...head, using: &random)
    return [
      PendingWrite(
        work: { database throws(JournalError) in
          try database.execute(
            """
            INSERT INTO subscriber VALUES ('wms', 1, \(cursor), 0, 0) ON CONFLICT DO
              UPDATE SET cursor = max(cursor, excluded.cursor);
            INSERT INTO resolution SELECT cursor, 0, 0, '', 'x' FROM record
              WHERE cursor = \(cursor) ON CONFLICT DO NOTHING
            """)
        }, done: { _ in })
    ]
  }
}

extension Database {
  fileprivate func pendingWritesDone() throws -> (acknowledged: Int64, resolved: Int) {
    (
      try number("SELECT max(cursor) FROM subscriber"),
      Int(try number("SELECT count(*) FROM resolution"))
    )
  }
}

/// The bodies of all records; the cursors must be dense.
func records(in directory: TemporaryDirectory) throws -> [[UInt8]] {
  let database = try Database(path: directory.database, flags: SQLITE_OPEN_READONLY)
  let rows = try database.prepare("SELECT cursor, body FROM record ORDER BY cursor")
  var bodies: [[UInt8]] = []
  while try rows.step() {
    bodies.append(rows.bytes(1))
    guard rows.integer(0) == bodies.count else {
      throw database.damage("cursor \(rows.integer(0)) at \(bodies.count)")
    }
  }
  return bodies
}
