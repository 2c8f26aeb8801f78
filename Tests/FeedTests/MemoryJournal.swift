// SPDX-License-Identifier: Apache-2.0

import Feed
import Foundation
import Synchronization
import Wire

/// A journal in memory, whose ends a test can move.
final class MemoryJournal: FeedSource {
  private struct State {
    var journal = "11111111-1111-4111-8111-111111111111"
    var records: [EncodedRecord] = []
    var oldest: Int64 = 1
    var damaged: Set<Int64> = []
    var fault: RequestError?
    var places: [String: Int64] = [:]
    var ended: [Peer] = []
  }

  /// The most records looked at for one page.
  private let scanLimit: Int64
  /// Called when a page has been read and not yet been used.
  private let afterPage: @Sendable (MemoryJournal) -> Void
  private let state = Mutex(State())
  private let pages = Atomic<Int>(0)

  init(
    records: Int = 0, scanLimit: Int64 = 10_000,
    afterPage: @escaping @Sendable (MemoryJournal) -> Void = { _ in }
  ) {
    self.scanLimit = scanLimit
    self.afterPage = afterPage
    for _ in 0..<records { append() }
  }

  /// Runs `body` while nobody else gets an answer, and the event loop waits for one.
  func holding<Value>(_ body: () throws -> Value) rethrows -> Value {
    try state.withLock { _ in try body() }
  }

  var journalID: String { state.withLock { $0.journal } }

  func bounds() -> FeedBounds {
    state.withLock { FeedBounds(oldest: $0.oldest, head: Int64($0.records.count)) }
  }

  func page(
    after: Int64, filter: RecordFilter, limits: PageLimits
  ) throws(RequestError) -> RecordPage {
    pages.add(1, ordering: .relaxed)
    let page = try read(after: after, limit: limits.records, scan: scanLimit, filter.passes)
    afterPage(self)
    return page
  }

  func trace(
    _ request: Request.Trace, after: Int64, limits: PageLimits
  ) throws(RequestError) -> RecordPage {
    try read(after: after, limit: limits.records, scan: .max) { record in
      request.serial.map { record.subject.serial == $0 } ?? true
        && request.lot.map { record.subject.lot == $0 } ?? true
    }
  }

  func answer(
    _ query: Request.Query, problems: [String],
    then: @escaping @Sendable (Result<EncodedAnswer, RequestError>) -> Void
  ) {
    switch query {
    case .status:
      var status = sampleStatus
      status.problems = problems
      then(.success(EncodedAnswer(status, to: Request.Status.self)))
    case .scanners:
      let none = ScannerList(scanners: [], ignored: [])
      then(.success(EncodedAnswer(none, to: Request.Scanners.self)))
    default: then(.failure(RequestError(.journalUnreadable, "This journal knows nothing of that.")))
    }
  }

  /// A scanner of any name has these lines, if there are some.
  let stream = Mutex<MemoryStream?>(nil)

  func keys(
    _ request: Request.Keys, from peer: Peer,
    then: @escaping @Sendable (Result<(KeysBegun, any LineStream), RequestError>) -> Void
  ) {
    guard let stream = stream.withLock({ $0 }) else {
      return then(.failure(RequestError(.unknownScanner, "There is no scanner here.")))
    }
    let begun = KeysBegun(
      scanner: request.scanner,
      device: DeviceInfo(name: "", vendor: "", product: "", serial: "", path: "", node: ""),
      time: Timestamp(microseconds: 0), keysDown: [], capsLock: nil, profile: [])
    // As the daemon does, from another thread and later.
    Thread.detachNewThread { then(.success((begun, stream))) }
  }

  var unfinishedBatch: (uid: UInt32, bytes: Int)? { nil }

  func ended(_ peer: Peer) {
    state.withLock { $0.ended.append(peer) }
  }

  func carryOut(
    _ command: Request.Command, from peer: Peer,
    then: @escaping @Sendable (Result<EncodedAnswer, RequestError>) -> Void
  ) {
    guard case .acknowledge(let request) = command else {
      return then(.failure(RequestError(.journalUnwritable, "This journal does nothing else.")))
    }
    let (name, cursor) = (request.subscriber, request.cursor)
    let acknowledged = state.withLock { state in
      state.places[name] = max(state.places[name] ?? 0, cursor)
      return state.places[name] ?? 0
    }
    // As the journal does, from another thread and later.
    let place = SubscriberPlace(subscriber: name, cursor: acknowledged)
    Thread.detachNewThread {
      then(.success(EncodedAnswer(place, to: Request.Acknowledge.self)))
    }
  }

  func resume(
    _ subscriber: String, after: Int64?, from peer: Peer,
    then: @escaping @Sendable (Result<Int64, RequestError>) -> Void
  ) {
    let cursor = state.withLock { state in
      let cursor = state.places[subscriber] ?? after ?? state.oldest - 1
      state.places[subscriber] = cursor
      return cursor
    }
    then(.success(cursor))
  }

  private func read(
    after: Int64, limit: Int, scan: Int64, _ passes: (Record) -> Bool
  ) throws(RequestError) -> RecordPage {
    let (records, oldest, damaged, fault) = state.withLock {
      ($0.records, $0.oldest, $0.damaged, $0.fault)
    }
    if let fault { throw fault }
    let last = min(Int64(records.count), after.addingReportingOverflow(scan).partialValue)
    var page = RecordPage(through: scan == .max ? Int64(records.count) : last)
    for cursor in max(after + 1, oldest)..<max(page.through + 1, after + 1, oldest) {
      let record = records[Int(cursor - 1)]
      guard passes(try record.record) else { continue }
      if damaged.contains(cursor) {
        page.add(Gap(from: cursor, to: cursor, cause: Gap.damage))
        continue
      }
      page.records.append(record)
      if page.records.count == limit {
        page.through = cursor
        break
      }
    }
    page.looked = Int(page.through - min(after, page.through))
    return page
  }
}

// Changes that a test makes.
extension MemoryJournal {
  /// The connections that have ended after they had asked something.
  var endedPeers: [Peer] { state.withLock { $0.ended } }

  /// The number of pages that have been read.
  var pageCount: Int { pages.load(ordering: .relaxed) }

  /// Records one more scan, of the station that `change` gives it.
  @discardableResult
  func append(_ change: (inout Record) -> Void = { _ in }) -> EncodedRecord {
    state.withLock { state in
      let cursor = Int64(state.records.count + 1)
      var record = sampleRecord(cursor)
      change(&record)
      let published = EncodedRecord(record, body: record.body)
      state.records.append(published)
      return published
    }
  }

  /// Removes all records older than `oldest`.
  func retain(from oldest: Int64) {
    state.withLock { $0.oldest = max($0.oldest, oldest) }
  }

  /// From now on these records are damaged.
  func damage(_ cursors: Int64...) {
    state.withLock { $0.damaged.formUnion(cursors) }
  }

  /// Begins a new journal, as after a restore.
  func replace() {
    state.withLock { $0 = State(journal: "22222222-2222-4222-8222-222222222222") }
  }

  /// From now on no page can be read.
  func fail(with error: RequestError) {
    state.withLock { $0.fault = error }
  }
}

/// The state that the journal reports.
let sampleStatus = Status(
  version: "1.2.3", process: 7, started: Timestamp(microseconds: 0), stateDirectory: "/state",
  socket: "/socket", journal: "11111111-1111-4111-8111-111111111111", head: 0,
  records: VerdictCounts(), oldest: 1, openExceptions: 0, notDurable: 0, overflowed: 0, scanners: 0,
  ignoredDevices: 0, problems: [])

/// A record that differs from every other one.
func sampleRecord(_ cursor: Int64) -> Record {
  let serial = "HD-\(cursor)"
  var record = Record(
    time: Timestamp(microseconds: 1_795_421_160_000_000 + cursor), scanner: "usb-0c2e_0b61-S1234",
    verdict: .accepted, data: Array("]C1010950600013435210C202507\u{1d}21\(serial)".utf8))
  record.cursor = cursor
  record.station = cursor % 2 == 0 ? "even" : "odd"
  record.kind = "element-string"
  record.subject.gtin = "09506000134352"
  record.subject.lot = "C202507"
  record.subject.serial = serial
  record.elements = [RecordElement(ai: "21", title: "SERIAL", value: serial)]
  return record
}

/// The line that a follower is sent for `sampleRecord(cursor)`.
func sampleLine(_ cursor: Int64) -> String {
  var json = JSONWriter()
  sampleRecord(cursor).write(to: &json)
  return "{\"record\":" + String(decoding: json.bytes, as: UTF8.self) + "}"
}
