// SPDX-License-Identifier: Apache-2.0

// What the reader delivers and the writer has not yet recorded. The reader must never wait: it
// holds the lock for an append only, and it wakes the writer with an eventfd(2).

import CLinux
import Glibc
import Synchronization
import Tracking

/// A bounded queue of scans, and what else there is to write, for the writer.
final class Inbox: Sendable {
  /// What waits in memory at most: while the disk is full, some hours of a busy site.
  static let limit = 100_000

  private struct Content {
    var scans: [Scan] = []
    var pendingWrites: [PendingWrite] = []
    var isClosed = false
    var overflowed = 0

    /// Whether whoever takes may be asleep: it goes to sleep only when there is nothing.
    var isEmpty: Bool { scans.isEmpty && pendingWrites.isEmpty }
  }

  private let content = Mutex(Content())
  private let wake: Int32

  /// An empty queue.
  init() throws(JournalError) {
    wake = eventfd(0, Int32(EFD_CLOEXEC))
    guard wake >= 0 else { throw .directory("eventfd", errno: errno) }
  }

  deinit {
    Glibc.close(wake)
  }

  /// How many scans wait.
  var count: Int { content.withLock { $0.scans.count } }

  /// How many scans found no room.
  var overflowed: Int { content.withLock { $0.overflowed } }

  /// Whether no more will come.
  var isClosed: Bool { content.withLock { $0.isClosed } }

  /// Adds a scan; false when there was no room for it.
  func append(_ scan: Scan) -> Bool {
    let (fits, mayBeAsleep) = content.withLock { content in
      guard content.scans.count < Self.limit else {
        content.overflowed += 1
        return (false, false)
      }
      defer { content.scans.append(scan) }
      return (true, content.isEmpty)
    }
    if mayBeAsleep { signal() }
    return fits
  }

  /// Adds a pending write; false when no more is done.
  func append(_ pendingWrite: PendingWrite) -> Bool {
    let (isTaken, mayBeAsleep) = content.withLock { content in
      guard !content.isClosed else { return (false, false) }
      defer { content.pendingWrites.append(pendingWrite) }
      return (true, content.isEmpty)
    }
    if mayBeAsleep { signal() }
    return isTaken
  }

  /// Says that no more will come.
  func close() {
    content.withLock { $0.isClosed = true }
    signal()
  }

  /// Has whoever waits look around, though there may be nothing to write.
  func wakeWriter() { signal() }

  /// Waits for something to write and takes up to `count` of each kind.
  ///
  /// - Parameter milliseconds: how long it waits; -1: as long as it takes.
  /// - Returns: an empty group when the time is over or after `wakeWriter`; nil when closed and empty.
  func dequeue(upTo count: Int, within milliseconds: Int32) -> Group? {
    var hasWaited = false
    while true {
      let (group, isClosed) = content.withLock { content in
        let group = Group(
          scans: Array(content.scans.prefix(count)),
          pendingWrites: Array(content.pendingWrites.prefix(count)))
        content.scans.removeFirst(group.scans.count)
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

  /// Takes every pending write that waits.
  func dequeuePendingWrites() -> [PendingWrite] {
    content.withLock { content in
      defer { content.pendingWrites = [] }
      return content.pendingWrites
    }
  }

  /// Waits until something is added or the queue is closed, or the time is over.
  func wait(milliseconds: Int32) {
    var entry = pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, milliseconds) > 0 else { return }
    var count: UInt64 = 0
    _ = read(wake, &count, MemoryLayout.size(ofValue: count))
  }

  private func signal() {
    var one: UInt64 = 1
    _ = write(wake, &one, MemoryLayout.size(ofValue: one))
  }
}
