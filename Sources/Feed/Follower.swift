// SPDX-License-Identifier: Apache-2.0

// A follower has at most one page on its way: it is read, written, and only when the kernel has
// taken it all is the next one read. Whoever does not read what it is sent thus waits with one page
// and its cursor, and nobody waits for it.

import NIOCore
import Wire

/// Sends one connection the records it follows; used on the event loop alone.
final class Follower {
  private let hub: Hub
  private let connection: Connection
  private var cursor: FollowCursor
  private var isBusy = false
  private var isStopped = false
  private var lastSent = NIODeadline.now()
  private var timer: Scheduled<Void>?

  /// A follower that is still to be started.
  init(_ cursor: FollowCursor, on connection: Connection, of hub: Hub) {
    self.cursor = cursor
    self.connection = connection
    self.hub = hub
  }

  /// The client's mark.
  var id: JSONValue? { cursor.id }

  /// Whether all that is recorded has been sent.
  var isDone: Bool { !isBusy && !cursor.isBehind(Position(of: hub.desk.source)) }

  /// Says where the follow begins and sends what there is.
  func start() {
    send(encoded { $0.following(after: cursor.cursor, journal: cursor.journal, id: cursor.id) })
    schedule(in: interval)
  }

  /// Sends nothing more.
  func stop() {
    isStopped = true
    timer?.cancel()
    timer = nil
  }

  /// Sends what is new.
  func headMoved(to position: Position) {
    guard !isBusy, !isStopped, cursor.isBehind(position) else { return }
    if let page = hub.tail.page(
      after: cursor.cursor, of: cursor.journal, filter: cursor.filter,
      limit: hub.desk.limits.pageRecords)
    {
      take(page)
    } else {
      readOn()
    }
  }

  /// Takes a page of the newest records, among which there is no gap.
  private func take(_ page: RecordPage) {
    let lines = encoded {
      cursor.advance(
        over: page, oldest: cursor.cursor + 1, limits: hub.desk.limits, to: &$0)
    }
    if lines.isEmpty { goOn() } else { send(lines) }
  }

  private func readOn() {
    isBusy = true
    hub.ask({ [cursor] desk in Result { () throws(RequestError) in try desk.advance(cursor) } }) {
      [self] result in
      isBusy = false
      if !isStopped { take(result) }
    }
  }

  private func take(_ result: Result<(FollowCursor, [UInt8]), RequestError>) {
    switch result {
    case .success((let next, let lines)):
      cursor = next
      if lines.isEmpty { goOn() } else { send(lines) }
    case .failure(let error):
      connection.end(with: error, id: cursor.id)
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
    headMoved(to: Position(of: hub.desk.source))
    connection.closeIfDone()
  }

  private var interval: TimeAmount { TimeAmount(hub.desk.limits.throughInterval) }

  private func schedule(in time: TimeAmount) {
    guard !isStopped else { return }
    timer = hub.loop.assumeIsolated().scheduleTask(in: time) { [weak self] in
      if let self { timeIsOver() }
    }
  }

  private func timeIsOver() {
    let silence = NIODeadline.now() - lastSent
    guard silence >= interval, !isBusy else {
      return schedule(in: isBusy ? interval : interval - silence)
    }
    send(encoded { cursor.writeThrough(to: &$0) })
    schedule(in: interval)
  }
}
