// SPDX-License-Identifier: Apache-2.0

// What the reader delivers and the writer has not yet recorded. The reader must never wait: it
// holds the lock for an append only, and it wakes the writer with an eventfd(2).

import Synchronization
import SystemCalls
import Tracking

/// A bounded queue of scans, and what else there is to write, for the writer.
final class Inbox: Sendable {
  /// What waits in memory at most: while the disk is full, some hours of a busy site.
  static let limit = 100_000

  private struct Content {
    var scans: [Scan] = []
    var errands: [Errand] = []
    var isClosed = false
    var overflowed = 0

    /// Whether whoever takes may be asleep: it goes to sleep only when there is nothing.
    var isEmpty: Bool { scans.isEmpty && errands.isEmpty }
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

  /// Adds an errand; false when no more is done.
  func append(_ errand: Errand) -> Bool {
    let (isTaken, mayBeAsleep) = content.withLock { content in
      guard !content.isClosed else { return (false, false) }
      defer { content.errands.append(errand) }
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
  func nudge() { signal() }

  /// Waits for something to write and takes up to `count` of each kind.
  ///
  /// - Parameter milliseconds: how long it waits; -1: as long as it takes.
  /// - Returns: an empty group when the time is over or after `nudge`; nil when closed and empty.
  func take(upTo count: Int, within milliseconds: Int32) -> Group? {
    var hasWaited = false
    while true {
      let (group, isClosed) = content.withLock { content in
        let group = Group(
          scans: Array(content.scans.prefix(count)), errands: Array(content.errands.prefix(count)))
        content.scans.removeFirst(group.scans.count)
        content.errands.removeFirst(group.errands.count)
        return (group, content.isClosed)
      }
      if !group.isEmpty { return group }
      if isClosed { return nil }
      if hasWaited || milliseconds == 0 { return group }
      wait(milliseconds: milliseconds)
      hasWaited = true
    }
  }

  /// Takes every errand that waits.
  func takeErrands() -> [Errand] {
    content.withLock { content in
      defer { content.errands = [] }
      return content.errands
    }
  }

  /// Waits until something is added or the queue is closed, or the time is over.
  func wait(milliseconds: Int32) {
    wake.wait(milliseconds: milliseconds)
  }

  private func signal() {
    wake.increment()
  }
}
