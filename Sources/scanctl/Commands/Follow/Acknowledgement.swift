// SPDX-License-Identifier: Apache-2.0

// Each acknowledgement that stands alone costs the daemon a sync, so what comes in one go is
// acknowledged in one go: when nothing more comes for a moment, or when it is much.

import FeedClient
import Glibc
import TerminalIO
import Wire

/// What a subscriber has shown and is still to acknowledge.
struct Acknowledgement {
  /// How long a next record is waited for before those shown are acknowledged.
  private static let pause: Duration = .milliseconds(50)
  /// How many records are acknowledged even if more come at once.
  private static let many = 1000

  private let subscriber: String
  /// What was dealt with.
  private var reached: Int64?
  /// What was acknowledged last, whether or not the answer has come.
  private var sent: Int64 = 0
  private var awaited = 0
  /// How many lines came since something was acknowledged.
  private var count = 0

  /// Nothing to acknowledge yet.
  init(subscriber: String) {
    self.subscriber = subscriber
  }

  /// Everything up to a cursor was dealt with.
  mutating func note(_ cursor: Int64) {
    reached = max(reached ?? 0, cursor)
    count += 1
  }

  /// Whether something is to be acknowledged.
  var isDue: Bool { reached.map { $0 > sent } ?? false }

  /// How long to wait for more before; nil: not at all.
  var patience: Duration? { count < Self.many ? Self.pause : nil }

  /// Acknowledges; the answer comes between two lines of the follow.
  mutating func send(
    on connection: FeedConnection, journal: String?
  ) throws(FeedClientError) {
    guard isDue, let reached else { return }
    // Whoever has gone away did not read to the end.
    if !isRead(STDOUT_FILENO) { exit(0) }
    try connection.send(
      Request.Acknowledge(subscriber: subscriber, cursor: reached, journal: journal))
    sent = reached
    count = 0
    awaited += 1
  }

  /// Notes a line that may be an answer.
  mutating func noteAnswer(_ line: ServerLine) {
    guard case .other(let fields) = line.message,
      fields[Request.Acknowledge.answerName ?? ""] != nil
    else { return }
    awaited -= 1
  }

  /// Acknowledges the rest and waits until all of it is on the disk.
  mutating func finish(
    on connection: FeedConnection, journal: String?
  ) throws(FeedClientError) {
    try send(on: connection, journal: journal)
    while awaited > 0 {
      guard let answer = try connection.next(timeout: .seconds(70)) else { throw .disconnected }
      if case .error(let error) = answer.message { throw .server(error) }
      noteAnswer(answer)
    }
  }

  /// The connection has ended, and what was sent on it may not have come to the disk.
  mutating func forget() {
    self = Acknowledgement(subscriber: subscriber)
  }
}
