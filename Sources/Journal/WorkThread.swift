// SPDX-License-Identifier: Apache-2.0

// Work that may wait for the disk, and that nobody waits for: it is handed over and tells its end
// itself. While one piece of work hangs, the later ones wait here, up to a limit, and everybody can
// see since when.

import Synchronization
import SystemCalls

/// A thread with a queue of work.
final class WorkThread: Sendable {
  /// The reason why work was not taken.
  enum Refusal: Error {
    /// The thread is ending.
    case closed
    /// Too much work waits.
    case full
  }

  /// The work that the thread does at a moment.
  struct Current: Sendable, Equatable {
    /// The name of the work, for people.
    let name: String
    /// The time at which it began, in microseconds of CLOCK_MONOTONIC.
    let began: Int64
  }

  /// Work with its name.
  private struct Work: Sendable {
    let name: String
    let body: @Sendable () -> Void
  }

  private struct Content {
    var waiting: [Work] = []
    var current: Current?
    var isClosed = false
  }

  private let limit: Int
  private let content = Mutex(Content())
  private let wake: Counter
  private let thread = Mutex<POSIXThread?>(nil)

  /// Starts the thread, which lives until `close`.
  ///
  /// - Parameter limit: the most pieces of work that wait.
  init(limit: Int) throws(JournalError) {
    self.limit = limit
    do throws(SystemCallError) {
      wake = try Counter.events()
    } catch {
      throw .system(error)
    }
    let thread = try POSIXThread.ofJournal { [self] in run() }
    self.thread.withLock { $0 = thread }
  }

  /// The work in hand; nil while there is none.
  var current: Current? { content.withLock { $0.current } }

  /// Hands work over; returns at once.
  func submit(
    _ name: String, _ body: @escaping @Sendable () -> Void
  ) throws(Refusal) {
    let refusal: Refusal? = content.withLock { content in
      if content.isClosed { return .closed }
      if content.waiting.count >= limit { return .full }
      content.waiting.append(Work(name: name, body: body))
      return nil
    }
    if let refusal { throw refusal }
    wake.increment()
  }

  /// Takes no more work, and waits until what was handed over is done.
  ///
  /// - Parameters:
  ///   - milliseconds: the longest wait; afterwards the thread is left behind.
  ///   - last: the last work; only that of the first call is done.
  /// - Returns: true if the thread has ended.
  @discardableResult
  func close(within milliseconds: Int32, last: @escaping @Sendable () -> Void = {}) -> Bool {
    content.withLock { content in
      guard !content.isClosed else { return }
      content.isClosed = true
      content.waiting.append(Work(name: "the end", body: last))
    }
    wake.increment()
    return thread.withLock { $0 }?.join(within: milliseconds) ?? true
  }

  private func run() {
    while let work = next() { work.body() }
  }

  /// Waits for the next work; nil once there will be no more.
  private func next() -> Work? {
    while true {
      let (work, isClosed) = content.withLock { content in
        content.current = nil
        guard !content.waiting.isEmpty else { return (Work?.none, content.isClosed) }
        let work = content.waiting.removeFirst()
        content.current = Current(name: work.name, began: SystemClock.monotonic.now)
        return (work, false)
      }
      if let work { return work }
      if isClosed { return nil }
      wake.wait(milliseconds: -1)
    }
  }
}
