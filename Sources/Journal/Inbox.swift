// SPDX-License-Identifier: Apache-2.0

// The scans that the reader has delivered and the writer has not yet recorded. The reader must never
// wait: it holds the lock only to append, and it wakes the writer with an eventfd(2).
//
// Pending writes need no limit here: each belongs to the one request in hand of a connection, whose
// length and number the server limits.

import Synchronization
import SystemCalls
import Tracking

/// A bounded queue of scans and pending writes for the writer.
final class Inbox: Sendable {
  /// The most scans that wait in memory: some hours of a busy site, while the disk is full.
  static let limit = 100_000
  /// The most bytes that these scans take. So many scans of the usual length take less; of the longest
  /// that a scanner sends, 4,096 bytes, it is 13,000. The unit allows the daemon 256 MiB in all.
  static let byteLimit = 64 << 20

  private struct Content {
    var scans: [Scan] = []
    /// The bytes that `scans` take.
    var bytes = 0
    var pendingWrites: [PendingWrite] = []
    /// The number of scans that the writer has dequeued and not yet recorded.
    var inHand = 0
    var isClosed = false
    var overflowed = 0

    /// True if the writer may be asleep: it sleeps only while there is nothing to dequeue.
    var isEmpty: Bool { scans.isEmpty && pendingWrites.isEmpty }
  }

  private let content = Mutex(Content())
  private let wake: Counter

  /// An empty queue.
  init() throws(JournalError) {
    do throws(SystemCallError) {
      wake = try Counter.events()
    } catch {
      throw .system(error)
    }
  }

  /// The number of scans that wait.
  var count: Int { content.withLock { $0.scans.count } }

  /// The number of scans that are not durable: those that wait and those that the writer has in hand.
  var notDurable: Int { content.withLock { $0.scans.count + $0.inHand } }

  /// The number of scans that were lost because the inbox was full.
  var overflowed: Int { content.withLock { $0.overflowed } }

  /// True once the inbox is closed.
  var isClosed: Bool { content.withLock { $0.isClosed } }

  /// Adds a scan; false if the inbox is full.
  func append(_ scan: Scan) -> Bool {
    let (fits, mayBeAsleep) = content.withLock { content in
      let cost = scan.cost
      guard content.scans.count < Self.limit, content.bytes + cost <= Self.byteLimit else {
        content.overflowed += 1
        return (false, false)
      }
      defer {
        content.scans.append(scan)
        content.bytes += cost
      }
      return (true, content.isEmpty)
    }
    if mayBeAsleep { signal() }
    return fits
  }

  /// Adds a pending write; false if the inbox is closed.
  func append(_ pendingWrite: PendingWrite) -> Bool {
    let (isAccepted, mayBeAsleep) = content.withLock { content in
      guard !content.isClosed else { return (false, false) }
      defer { content.pendingWrites.append(pendingWrite) }
      return (true, content.isEmpty)
    }
    if mayBeAsleep { signal() }
    return isAccepted
  }

  /// Closes the inbox: no more will be added.
  func close() {
    content.withLock { $0.isClosed = true }
    signal()
  }

  /// Wakes the writer although there may be nothing to write.
  func wakeWriter() { signal() }

  /// Waits for something to write and removes up to `count` of each kind.
  ///
  /// - Parameter milliseconds: the longest wait; -1: no limit.
  /// - Returns: an empty group after a timeout or `wakeWriter`; nil if the inbox is closed and empty.
  func dequeue(upTo count: Int, within milliseconds: Int32) -> Group? {
    var hasWaited = false
    while true {
      let (group, isClosed) = content.withLock { content in
        let group = Group(
          scans: Array(content.scans.prefix(count)),
          pendingWrites: Array(content.pendingWrites.prefix(count)))
        content.scans.removeFirst(group.scans.count)
        content.bytes -= group.scans.reduce(0) { $0 + $1.cost }
        content.inHand = group.scans.count
        content.pendingWrites.removeFirst(group.pendingWrites.count)
        return (group, content.isClosed)
      }
      if !group.isEmpty { return group }
      if isClosed { return nil }
      if hasWaited || milliseconds == 0 { return group }
      wait(milliseconds: milliseconds)
      hasWaited = true
    }
  }

  /// Notes that the group that was dequeued last is recorded, or given up; before anybody is told.
  func settle() {
    content.withLock { $0.inHand = 0 }
  }

  /// Removes every pending write.
  func dequeuePendingWrites() -> [PendingWrite] {
    content.withLock { content in
      defer { content.pendingWrites = [] }
      return content.pendingWrites
    }
  }

  /// Waits until something is added, the inbox is closed, or the time is over.
  private func wait(milliseconds: Int32) {
    wake.wait(milliseconds: milliseconds)
  }

  private func signal() {
    wake.increment()
  }
}

extension Scan {
  /// The bytes that a waiting scan takes: its data with the head of their block, and twice its own
  /// size, because an array that grows is half empty. Names are shared by the scans of a scanner.
  fileprivate var cost: Int { data.capacity + 64 + 2 * MemoryLayout<Scan>.stride }
}
