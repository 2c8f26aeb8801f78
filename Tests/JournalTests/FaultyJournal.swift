// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing
import Tracking
import Wire

@testable import Journal

/// A journal on a faulty disk, with its events.
final class FaultyJournal: Sendable {
  let disk: FaultyDisk
  let events = Events()
  private let opened = Mutex<ScanJournal?>(nil)
  private let appended = Mutex<[String]>([])
  private let marks = Mutex<[RecordedRun.Mark]>([])

  /// On an empty disk, which is checkpointed often.
  init() throws {
    disk = try FaultyDisk()
    disk.setCheckpoint(pages: 25)
  }

  var journal: ScanJournal { opened.withLock { $0! } }
  /// The number of scans that were appended.
  var count: Int { appended.withLock { $0.count } }

  /// Opens the journal, as the daemon does when it starts.
  func open() throws {
    let journal = try ScanJournal(directory: disk.directory.path, rules: Rules()) {
      [weak self] event in
      // Published from here on.
      if case .recorded(let records, _) = event { self?.mark(records.count) }
      self?.events.add(event)
    }
    opened.withLock { $0 = journal }
  }

  /// Appends so many scans.
  func append(_ count: Int) {
    for _ in 0..<count {
      let serial = appended.withLock {
        $0.append("S\($0.count)")
        return $0[$0.count - 1]
      }
      journal.append(scan(serial: serial))
    }
  }

  /// Waits until everything is recorded or something fails.
  func settle() throws {
    try events.wait { _ in events.recorded == count || journal.status.fault != nil }
  }

  /// Waits until everything is recorded.
  func recordAll() throws {
    try events.wait { _ in events.recorded == count && journal.status.fault == nil }
  }

  /// Waits until the writer has tried once more, and again.
  func tryAgain() throws {
    let attempts = journal.status.attempts
    try events.wait { _ in journal.status.attempts > attempts + 1 }
  }

  /// The first broken promise of a closed journal or of its events; nil if there is none.
  ///
  /// A power loss is simulated at each of `lookups`, given as a part of the run from 0 to 1.
  func problem(lookups: [Double] = [1]) throws -> String? {
    disk.heal()
    let published = events.all.flatMap { event -> [EncodedRecord] in
      if case .recorded(let records, _) = event { records } else { [] }
    }
    if let said = events.all.first(where: \.isLoss) { return "it said \(said)" }
    guard published.map(\.cursor) == (0..<count).map({ Int64($0 + 1) }) else {
      return "the cursors are \(published.map(\.cursor))"
    }
    guard published.map(\.decoded.subject.serial) == appended.withLock({ $0 }) else {
      return "published in the order \(published.map(\.decoded.subject.serial))"
    }
    let kept = try records(in: disk.directory)
    guard kept == published.map(\.body) else {
      return "\(published.count) were published and \(kept.count) recorded, or others"
    }
    return lossAtMarks(published.map(\.body), lookups)
  }

  private func lossAtMarks(_ published: [[UInt8]], _ lookups: [Double]) -> String? {
    let marks = marks.withLock { $0 }
    let run = RecordedRun(
      title: "", disk: disk, uuid: journal.status.uuid, published: published, marks: marks)
    for lookup in lookups {
      let mark = marks[Int(lookup * Double(marks.count - 1))]
      if let loss = run.loss(before: mark.step, keeping: .nothing) {
        return "the power gone after \(mark.published) were published: \(loss)"
      }
    }
    return nil
  }

  private func mark(_ count: Int) {
    marks.withLock { marks in
      let before = marks.last?.published ?? 0
      marks.append(RecordedRun.Mark(step: disk.steps, published: before + count))
    }
  }
}

extension JournalEvent {
  /// True for events that a disk that fails for a while must not cause.
  fileprivate var isLoss: Bool {
    switch self {
    case .recorded, .fault, .recovered, .itemsUnavailable, .itemsAvailable, .removalFailed,
      .handedOver, .restoration:
      false
    case .setAside, .overflowed, .lost, .removed, .damagedRecord: true
    }
  }
}
