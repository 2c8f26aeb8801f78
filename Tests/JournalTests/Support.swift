// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing
import Tracking
import Wire

@testable import Journal

/// A directory that exists as long as the value does.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "scand-journal-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  var database: String { path + "/journal.db" }

  var items: String { path + "/items.db" }

  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}

/// The events that a journal reported.
final class Events: Sendable {
  private let events = Mutex<[JournalEvent]>([])

  func add(_ event: JournalEvent) { events.withLock { $0.append(event) } }

  var all: [JournalEvent] { events.withLock { $0 } }

  var setAside: SetAside? {
    for case .setAside(let aside) in all { return aside }
    return nil
  }
}

let gtin = "09506000134352"

/// A good label of the serial `serial`, scanned at a step.
func scan(serial: String, step: String? = "packing", second: Int64 = 0) -> Scan {
  scan("]C101\(gtin)21\(serial)", step: step, second: second)
}

/// A scan of `text`, `second` seconds after some moment.
func scan(_ text: String, step: String? = "packing", second: Int64 = 0) -> Scan {
  var origin = Origin(scanner: "usb-0c2e_0b61-S1234")
  origin.station = "bench-1"
  origin.step = step
  return Scan(
    data: Array(text.utf8),
    time: Timestamp(microseconds: 1_795_420_800_000_000 + second * 1_000_000), origin: origin)
}

extension ScanJournal {
  convenience init(in directory: TemporaryDirectory, events: Events = Events()) throws {
    try self.init(directory: directory.path, rules: Rules()) { events.add($0) }
  }

  /// Closes, however long the threads wait for a processor, so that the directory can be opened again.
  func close() {
    close(within: 30_000)
  }

  /// Every record, read page by page.
  func records() throws -> [Record] {
    var records: [Record] = []
    var after: Int64 = 0
    while after < status.head {
      let page = try page(after: after, filter: RecordFilter(), limits: PageLimits(records: 100))
      records += try page.records.map { try $0.record }
      after = page.through
    }
    return records
  }
}

extension EncodedRecord {
  /// The record; the test fails where it cannot be read.
  var decoded: Record { try! record }
}

/// Overwrites a page of a database, counted from 1.
func garble(_ path: String, page: Int) throws {
  let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
  try file.seek(toOffset: UInt64((page - 1) * 4096))
  try file.write(contentsOf: Data(repeating: 0xEE, count: 4096))
  try file.close()
}

extension Database {
  /// The first page of a table or an index.
  func rootPage(of name: String) throws -> Int {
    Int(try value("SELECT rootpage FROM sqlite_schema WHERE name = '\(name)'") ?? "") ?? 0
  }
}

extension WriterConnection {
  /// Appends scans as a group of their own.
  @discardableResult
  func append(
    _ scans: [Scan], rules: Rules, items: ItemReader? = nil
  ) throws(JournalError) -> [EncodedRecord] {
    try write(Group(scans: scans, pendingWrites: []), rules: rules, items: items).records
  }
}

extension Result where Failure == JournalError {
  /// The code of a failure; nil for a success.
  var code: JournalError.Code? {
    if case .failure(let error) = self { error.code } else { nil }
  }
}

/// Expects an error with a code.
func expect(
  _ code: JournalError.Code, at location: SourceLocation = #_sourceLocation,
  from body: () throws -> some Any
) {
  let error = #expect(throws: JournalError.self, sourceLocation: location) { _ = try body() }
  #expect(error?.code == code, sourceLocation: location)
}
