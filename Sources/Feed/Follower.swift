// SPDX-License-Identifier: Apache-2.0

// A follower has at most one page on its way: it is read, written, and only when the kernel has
// taken it all is the next one read. So a client that does not read waits with one page and its
// cursor, and nobody waits for it.

import NIOCore
import Wire

/// Sends one connection the records it follows; used on the event loop alone.
final class Follower {
  private let connections: Connections
  private let connection: Connection
  private var cursor: FollowCursor
  private var isBusy = false
  private var isStopped = false
  private var lastSent = NIODeadline.now()
  private var timer: Scheduled<Void>?

  /// A follower that is still to be started.
  init(_ cursor: FollowCursor, on connection: Connection, of connections: Connections) {
    self.cursor = cursor
    self.connection = connection
    self.connections = connections
  }

  /// The client's mark.
  var id: JSONValue? { cursor.id }

  /// The name under which the client follows.
  var subscriber: String? { cursor.subscriber }

  /// True if all that is recorded has been sent.
  var isDone: Bool { !isBusy && !cursor.isBehind(Position(of: connections.handler.source)) }

  /// Tells the place where the follow begins and sends the records there are.
  func start() {
    let place = Following(after: cursor.cursor, journal: cursor.journal)
    send(ServerLine(id: cursor.id, .following(place)).bytes)
    schedule(in: interval)
  }

  /// Sends nothing more.
  func stop() {
    isStopped = true
    timer?.cancel()
    timer = nil
  }

  /// Sends the new records.
  func headMoved(to position: Position) {
    guard !isBusy, !isStopped, cursor.isBehind(position) else { return }
    if let page = connections.tail.page(
      after: cursor.cursor, of: cursor.journal, filter: cursor.filter,
      limit: connections.handler.limits.pageRecords)
    {
      send(page)
    } else {
      readOn()
    }
  }

  /// Sends a page of the newest records, among which there is no gap.
  private func send(_ page: RecordPage) {
    let lines = cursor.advance(
      over: page, oldest: cursor.cursor + 1, limits: connections.handler.limits)
    if lines.isEmpty { goOn() } else { send(lines) }
  }

  private func readOn() {
    isBusy = true
    connection.advance(cursor) { [self] next, lines in
      isBusy = false
      if isStopped { return }
      cursor = next
      switch lines {
      case .success(let lines): if lines.isEmpty { goOn() } else { send(lines) }
      case .failure(let error): connection.end(with: error, id: cursor.id)
      }
    }
  }

  private func send(_ lines: [UInt8]) {
    isBusy = true
    connection.write(lines) { [self] in
      isBusy = false
      lastSent = .now()
      goOn()
    }
  }

  private func goOn() {
    headMoved(to: Position(of: connections.handler.source))
    connection.closeIfDone()
  }

  private var interval: TimeAmount { TimeAmount(connections.handler.limits.throughInterval) }

  private func schedule(in time: TimeAmount) {
    guard !isStopped else { return }
    timer = connections.loop.assumeIsolated().scheduleTask(in: time) { [weak self] in
      if let self { timeIsOver() }
    }
  }

  private func timeIsOver() {
    let silence = NIODeadline.now() - lastSent
    guard silence >= interval, !isBusy else {
      return schedule(in: isBusy ? interval : interval - silence)
    }
    send(cursor.through())
    schedule(in: interval)
  }
}
