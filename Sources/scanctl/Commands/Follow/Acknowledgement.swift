// SPDX-License-Identifier: Apache-2.0

// Each acknowledgement that stands alone costs the daemon a sync, so what comes in one go is
// acknowledged in one go: when nothing more comes for a moment, or when it is much.

import FeedClient
import Glibc
import TerminalIO
import Wire

/// The acknowledgement of the records that a subscriber has shown.
struct Acknowledgement {
  /// The wait for a next record before the shown ones are acknowledged.
  private static let pause: Duration = .milliseconds(50)
  /// The number of records after which the acknowledgement is sent without a wait.
  private static let many = 1000

  private let subscriber: String
  /// The last cursor shown.
  private var reached: Int64?
  /// The last cursor sent as acknowledged, answered or not.
  private var sent: Int64 = 0
  private var awaited = 0
  /// The number of lines since the last acknowledgement.
  private var count = 0

  /// An acknowledgement of nothing yet.
  init(subscriber: String) {
    self.subscriber = subscriber
  }

  /// Notes that everything up to a cursor was shown.
  mutating func note(_ cursor: Int64) {
    reached = max(reached ?? 0, cursor)
    count += 1
  }

  /// True if something is to be acknowledged.
  var isDue: Bool { reached.map { $0 > sent } ?? false }

  /// The wait for more lines before sending; nil for none.
  var patience: Duration? { count < Self.many ? Self.pause : nil }

  /// Acknowledges; the answer comes between two lines of the follow.
  mutating func send(
    on connection: FeedConnection, journal: String?
  ) throws(FeedClientError) {
    guard isDue, let reached else { return }
    // A reader that has closed the pipe did not read to the end.
    if !isRead(STDOUT_FILENO) { exit(0) }
    try connection.send(
      Request.Acknowledge(subscriber: subscriber, cursor: reached, journal: journal))
    sent = reached
    count = 0
    awaited += 1
  }

  /// Notes a line that may be the answer to an acknowledgement.
  mutating func note(_ line: ServerLine) {
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
      note(answer)
    }
  }

  /// Starts over on a new connection: acknowledgements sent on the old one may be lost.
  mutating func forget() {
    self = Acknowledgement(subscriber: subscriber)
  }
}
