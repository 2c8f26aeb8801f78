// SPDX-License-Identifier: Apache-2.0

// From the hand-over of a scan to the line at a subscriber, through the real journal, server,
// socket and client, beside one bare SQLite commit of the same row on the same disk. The two take
// turns, so that whatever else the disk does meets both alike.

import Feed
import FeedClient
import Glibc
import Journal
import Synchronization
import Tracking
import Wire

/// The journal as the server wants it.
struct Source: FeedSource {
  let store: ScanJournal
  var journalID: String { store.status.uuid }
  func bounds() -> FeedBounds { FeedBounds(oldest: 1, head: store.status.head) }
  func page(
    after: Int64, filter: RecordFilter, limits: PageLimits
  ) throws(RequestError) -> RecordPage {
    guard let page = try? store.page(after: after, filter: filter, limits: limits) else {
      throw RequestError(.journalUnreadable, "The journal cannot be read.")
    }
    return page
  }
  func trace(
    _ request: Request.Trace, after: Int64, limits: PageLimits
  ) throws(RequestError) -> RecordPage { RecordPage(through: 0) }
  func answer(
    _ query: Request.Query, problems: [String],
    then: @escaping @Sendable (Result<EncodedAnswer, RequestError>) -> Void
  ) {
    then(.failure(RequestError(.journalUnreadable, "Nobody asks here.")))
  }
  var unfinishedBatch: (uid: UInt32, bytes: Int)? { nil }
  func carryOut(
    _ command: Request.Command, from peer: Peer,
    then: @escaping @Sendable (Result<EncodedAnswer, RequestError>) -> Void
  ) {
    then(.failure(RequestError(.journalUnwritable, "Nobody asks here.")))
  }
  func resume(
    _ subscriber: String, after: Int64?, from peer: Peer,
    then: @escaping @Sendable (Result<Int64, RequestError>) -> Void
  ) {
    then(.success(0))
  }
  func keys(
    _ request: Request.Keys, from peer: Peer,
    then: @escaping @Sendable (Result<(KeysBegun, any LineStream), RequestError>) -> Void
  ) {
    then(.failure(RequestError(.unknownScanner, "There is none here.")))
  }
  func ended(_ peer: Peer) {}
}

func microseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

func percentile(_ values: [Double], _ part: Double) -> Int {
  let sorted = values.sorted()
  return Int(sorted[min(Int(Double(sorted.count) * part), sorted.count - 1)].rounded())
}

func scan(_ number: Int) -> Scan {
  let data = Array("]C101095060001343521727063010C202507\u{1D}21HD-\(10_000 + number)".utf8)
  let time = Timestamp(microseconds: 1_795_420_800_000_000 + Int64(number))
  return Scan(data: data, time: time, origin: Origin(scanner: "usb-0c2e_0b61-S1234"))
}

func measure(in directory: String, rounds: Int) async throws {
  let announce = Mutex<(@Sendable ([EncodedRecord], String) -> Void)?>(nil)
  let journal = try ScanJournal(directory: directory, rules: Rules()) { event in
    if case .recorded(let records, let uuid) = event {
      announce.withLock { $0 }?(records, uuid)
    }
  }
  let server = FeedServer(source: Source(store: journal), version: "bench", host: "bench")
  announce.withLock {
    $0 = { records, uuid in
      server.announce(records, of: uuid)
    }
  }
  try server.start(path: directory + "/socket")
  let client = try FeedConnection(path: directory + "/socket")
  try client.send(Request.Follow(after: .start))
  _ = try client.nextLine()
  var ours: [Double] = []
  var bare: [Double] = []
  var baseline: Baseline?
  for number in 0..<rounds {
    let start = microseconds()
    journal.append(scan(number))
    _ = try client.nextLine()
    ours.append(microseconds() - start)
    let reference =
      baseline
      ?? Baseline(
        like: directory + "/journal.db", at: directory + "/baseline.db")
    baseline = reference
    usleep(2000)
    let again = microseconds()
    reference.commit()
    bare.append(microseconds() - again)
    usleep(2000)
  }
  server.shutdown()
  journal.close()
  let ratio = Double(percentile(ours, 0.5)) / Double(percentile(bare, 0.5))
  print(
    "scan handed over -> subscriber   p50 \(percentile(ours, 0.5)) µs  p99 \(percentile(ours, 0.99)) µs"
  )
  print(
    "one bare SQLite FULL commit      p50 \(percentile(bare, 0.5)) µs  p99 \(percentile(bare, 0.99)) µs"
  )
  print("ratio of the medians             \(Double(Int(ratio * 100)) / 100)")
}

try await measure(in: CommandLine.arguments[1], rounds: 500)
