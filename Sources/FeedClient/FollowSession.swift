// SPDX-License-Identifier: Apache-2.0

// Reading blocks, so each sequence has a serial queue for it. Cancelling comes from another thread: it
// ends the connection under the lock under which the connection is also released, because the number of a
// closed descriptor may belong to another file a moment later.

import Dispatch
import Synchronization
import Wire

/// The connection behind a sequence of records, made again whenever it ends.
///
/// Everything but the mutex is used on the queue alone, which the compiler cannot see.
final class FollowSession: @unchecked Sendable {
  private struct Shared {
    var connection: FeedConnection?
    var isCancelled = false
  }

  /// The longest pause between two attempts to connect.
  private static let longestPause: Duration = .seconds(5)

  private let client: ScanClient
  private let queue = DispatchQueue(label: "scand.follow")
  private let cancelled = DispatchSemaphore(value: 0)
  private let shared = Mutex(UncheckedSendable(Shared()))
  /// The request that goes on after the last event.
  private var request: Request.Follow
  /// The newest cursor that was given. A subscriber goes on where it acknowledged, which may be before.
  private var delivered: Int64 = 0
  private var hasConnected = false
  private var pause: Duration = .milliseconds(50)

  init(client: ScanClient, request: Request.Follow) {
    self.client = client
    self.request = request
  }

  /// The next event; nil once the sequence is cancelled.
  func next() async -> Result<FollowEvent?, FeedClientError> {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        continuation.resume(
          returning: Result { () throws(FeedClientError) in try readEvent() })
      }
    }
  }

  /// Ends the sequence, from any thread.
  func cancel() {
    shared.withLock {
      $0.value.isCancelled = true
      $0.value.connection?.interrupt()
    }
    cancelled.signal()
  }

  private var isCancelled: Bool { shared.withLock { $0.value.isCancelled } }

  private func readEvent() throws(FeedClientError) -> FollowEvent? {
    while !isCancelled {
      do throws(FeedClientError) {
        let connection = try currentConnection()
        guard let line = try connection.next() else { throw .disconnected }
        if let event = try event(line.message) { return event }
      } catch {
        disconnect()
        if isCancelled { return nil }
        if let event = try recover(from: error) { return event }
      }
    }
    return nil
  }

  /// The event that a message is; nil for what only the session needs to know.
  private func event(_ message: Message) throws(FeedClientError) -> FollowEvent? {
    switch message {
    case .following(let place):
      pause = .milliseconds(50)
      request.after = .cursor(place.after)
      request.journal = place.journal
      return nil
    case .record(let encoded):
      guard advance(to: encoded.cursor) else { return nil }
      guard let record = try? encoded.record else { throw .malformed("record \(encoded.cursor)") }
      return .record(record, encoded: encoded)
    case .through(let cursor): return advance(to: cursor) ? .through(cursor) : nil
    case .gap(let gap): return advance(to: gap.to) ? .gap(gap) : nil
    case .error(let error): throw .server(error)
    case .hello, .other: return nil
    }
  }

  /// Goes on to a cursor; false if it was given before.
  private func advance(to cursor: Int64) -> Bool {
    guard cursor > delivered else { return false }
    delivered = cursor
    request.after = .cursor(cursor)
    return true
  }

  private func currentConnection() throws(FeedClientError) -> FeedConnection {
    if let connection = shared.withLock({ $0.value.connection }) { return connection }
    let connection = try FeedConnection(path: client.path, timeout: client.timeout)
    hasConnected = true
    shared.withLock { $0.value.connection = connection }
    try connection.send(request)
    return connection
  }

  private func disconnect() {
    shared.withLock { $0.value.connection = nil }
  }

  /// Waits before the next attempt, or throws where another attempt would fail as well.
  private func recover(from error: FeedClientError) throws(FeedClientError) -> FollowEvent? {
    switch error {
    case .server(let error) where error.code == .journalChanged:
      return .journalChanged(to: try beginAnew())
    case .server(let error) where error.code == .journalUnreadable: break
    case .disconnected where hasConnected, .timeout where hasConnected,
      .noSocket where hasConnected, .notListening where hasConnected, .refused where hasConnected:
      break
    default: throw error
    }
    _ = cancelled.wait(timeout: .now() + .milliseconds(Int(pause / .milliseconds(1))))
    pause = min(pause * 2, Self.longestPause)
    return nil
  }

  /// Follows the journal that the daemon has now, from its beginning.
  private func beginAnew() throws(FeedClientError) -> String {
    let journal = try FeedConnection(path: client.path, timeout: client.timeout).hello.journal
    request.journal = journal
    request.after = .start
    delivered = 0
    return journal
  }
}

/// A value whose use the code itself keeps to one thread at a time.
private struct UncheckedSendable<Value>: @unchecked Sendable {
  var value: Value

  init(_ value: Value) {
    self.value = value
  }
}
