// SPDX-License-Identifier: Apache-2.0

import Feed
import Foundation
import Journal
import Layouts
import Scanners
import Synchronization
import Tracking
import Wire

@testable import Service

/// A directory that exists as long as the value does.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "scand-service-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file, in a folder of the directory if the name has a slash.
  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: false, encoding: .utf8)
  }
}

/// A real journal and the feed's view of it.
final class FeedOfAJournal {
  let directory: TemporaryDirectory
  let journal: ScanJournal
  let roster = Roster()
  let feed: JournalFeed
  private let recorded = RecordCounter()

  init() throws {
    directory = try TemporaryDirectory()
    journal = try ScanJournal(directory: directory.path, rules: Rules()) { [recorded] event in
      if case .recorded(let records, _) = event { recorded.add(records.count) }
    }
    feed = JournalFeed(
      journal: journal, roster: roster, layouts: LayoutWatch(LayoutLibrary()),
      started: Timestamp(microseconds: 0),
      paths: Paths(state: directory.path, socket: "/socket", settings: .init()))
  }

  deinit {
    journal.close()
  }

  /// Records labels, `^` in them being the group separator.
  func record(_ labels: [String]) {
    for label in labels {
      let data = label.utf8.map { $0 == UInt8(ascii: "^") ? 0x1D : $0 }
      journal.append(
        Scan(
          data: data, time: Timestamp(microseconds: 1_795_420_800_000_000),
          origin: Origin(scanner: "usb-1")))
    }
    recorded.wait(for: labels.count)
  }

  /// The answer to a query, read as a client reads it.
  func answer<Kind: AnsweredRequest>(to request: Kind) throws -> Kind.Answer {
    guard case .query(let query) = request.request else { throw Unexpected() }
    let answer = try result { feed.answer(query, problems: [], then: $0) }
    return try Kind.answer(in: answer.line(id: nil).dropLast()).get()
  }

  /// The answer to a command, read as a client reads it.
  func carryOut<Kind: AnsweredRequest>(
    _ request: Kind, on connection: UInt64 = 0
  ) throws -> Kind.Answer {
    guard case .command(let command) = request.request else { throw Unexpected() }
    let peer = Peer(uid: 0, isAdministrator: true, connection: connection)
    let answer = try result { feed.carryOut(command, from: peer, then: $0) }
    return try Kind.answer(in: answer.line(id: nil).dropLast()).get()
  }
}

extension FeedOfAJournal {
  /// The cursor that a named subscriber has acknowledged; it is made if there is none.
  func resume(_ name: String) throws -> Int64 {
    try result {
      feed.resume(name, after: nil, from: Peer(uid: 0, isAdministrator: true), then: $0)
    }
  }

  /// Waits for a result that is told later.
  private func result<T: Sendable>(
    _ begin: (@escaping @Sendable (Result<T, RequestError>) -> Void) -> Void
  ) throws -> T {
    let answer = Mutex<Result<T, RequestError>?>(nil)
    let done = DispatchSemaphore(value: 0)
    begin { result in
      answer.withLock { $0 = result }
      done.signal()
    }
    done.wait()
    guard let result = answer.withLock({ $0 }) else { throw Unexpected() }
    return try result.get()
  }
}

struct Unexpected: Error {}

/// Counts records and lets a test wait for them.
private final class RecordCounter: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func add(_ count: Int) {
    for _ in 0..<count { semaphore.signal() }
  }

  func wait(for count: Int) {
    for _ in 0..<count { semaphore.wait() }
  }
}
