// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Tracking
import Wire

@testable import Journal

/// The files of a small state directory, which the module made once in this process: records of every
/// verdict, a resolution, a subscriber, items, a recall, and a backup.
struct SoundState: Sendable {
  /// The one of this process.
  static let made = SoundState()
  /// The newest cursor.
  static let head: Int64 = 24
  /// A GTIN of the records, which is an item.
  static let gtin = "09506000134352"

  /// The bytes of the databases.
  let journal, items, backup: [UInt8]
  /// The bodies of the records, from the cursor 1 on.
  let bodies: [[UInt8]]
  /// The hash of the newest record in hexadecimal.
  let hash: String

  private init() {
    let place = TemporaryPlace()
    do {
      backup = try Self.make(at: place)
    } catch {
      fatalError("the sound state: \(error)")
    }
    journal = place.read(place.state + "/journal.db")
    items = place.read(place.state + "/items.db")
    let database = PlainDatabase(place.state + "/journal.db")
    bodies = (1...Self.head).map {
      database.bytes("SELECT body FROM record WHERE cursor = \($0)") ?? []
    }
    hash = hexadecimal(database.bytes("SELECT hash FROM journal") ?? [])
  }

  private static func make(at place: TemporaryPlace) throws -> [UInt8] {
    let journal = try ScanJournal(directory: place.state, rules: Rules()) { _ in }
    for number in 1...head { journal.append(scan(number)) }
    while journal.status.head < head { usleep(1000) }
    let author = Author(uid: 1000, name: "alice")
    _ = try awaited { journal.resolve([5], note: "relabelled", by: author, then: $0) }
    let user = SubscriberUser(uid: 1, isAdministrator: false)
    _ = try awaited { journal.resume("wms", after: 3, by: user, then: $0) }
    let item = try Item(gtin: gtin, name: "Dryer", policy: .serial)
    _ = try awaited { journal.itemDatabase.set([item], by: author, then: $0) }
    let recall = [RecallScope.lot("L1", gtin: nil)]
    _ = try awaited { journal.itemDatabase.recall(recall, reason: "glass", by: author, then: $0) }
    let id = try journal.beginBackup().id
    while try journal.backupProgress(id).length == nil { usleep(1000) }
    var bytes: [UInt8] = []
    while case let part = try journal.readBackup(id, at: Int64(bytes.count)), !part.isEmpty {
      bytes += part
    }
    try journal.endBackup(id)
    journal.close(within: 30_000)
    return bytes
  }

  private static func scan(_ number: Int64) -> Scan {
    switch number % 6 {
    case 2: return scan("]C101\(gtin)10L\(number)", number)
    case 3: return scan("]C10039506000134352000\(number % 10)", number)
    case 4:
      var incomplete = scan("]C101\(gtin)", number)
      incomplete.cause = .overrun
      return incomplete
    case 5: return scan("]C1011", number)
    default: return scan("]C101\(gtin)21S\(number)", number)
    }
  }

  /// A scan of `text`, so many times ten minutes after some moment.
  static func scan(_ text: String, _ number: Int64) -> Scan {
    var origin = Origin(scanner: "usb-0c2e_0b61-S1234")
    origin.station = "bench-1"
    origin.step = "packing"
    return Scan(
      data: Array(text.utf8),
      time: Timestamp(microseconds: 1_795_420_800_000_000 + number * 600_000_000), origin: origin)
  }
}

/// The answer that `begin` gives to its function.
private func awaited<Value: Sendable>(
  _ begin: (@escaping @Sendable (Result<Value, JournalError>) -> Void) -> Void
) throws -> Value {
  let answer = Answer<Value>()
  begin { result in
    answer.result.withLock { $0 = result }
    answer.isHere.signal()
  }
  answer.isHere.wait()
  return try answer.result.withLock { $0! }.get()
}

private final class Answer<Value: Sendable>: Sendable {
  let result = Mutex<Result<Value, JournalError>?>(nil)
  let isHere = DispatchSemaphore(value: 0)
}
