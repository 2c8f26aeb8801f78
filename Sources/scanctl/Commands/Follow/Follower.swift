// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Glibc
import TerminalIO
import Wire

/// Follows the journal over as many connections as it takes.
struct Follower {
  /// The next request: it continues after the last line received, in the same journal.
  private var request: Request.Follow
  private let printsJSON: Bool
  /// The number of records still to show; nil for no limit.
  private var remaining: Int?
  /// The last cursor shown; a subscriber receives again what it has not acknowledged.
  private var shown: Int64 = 0
  private var acknowledgement: Acknowledgement?

  /// Shows what `request` asks for, and acknowledges it for its subscriber if it `acknowledges`.
  init(request: Request.Follow, printsJSON: Bool, remaining: Int?, acknowledges: Bool) {
    self.request = request
    self.printsJSON = printsJSON
    self.remaining = remaining
    if acknowledges { acknowledgement = request.subscriber.map { Acknowledgement(subscriber: $0) } }
  }

  /// Follows until enough was shown.
  ///
  /// - Parameters:
  ///   - first: the first connection.
  ///   - reconnect: gives further ones.
  mutating func run(
    _ first: FeedConnection, reconnect: () throws(FeedClientError) -> FeedConnection
  ) throws(FeedClientError) {
    var connection = first
    warnIfNoScanner(connection)
    while true {
      do throws(FeedClientError) {
        try follow(connection)
        return
      } catch .server(let error) where error.code == .journalChanged {
        tell("The daemon has started a new journal; following it from its start.")
        request.journal = nil
        request.after = .start
        shown = 0
        acknowledgement?.forget()
      } catch .disconnected {
        tell("The daemon has stopped; waiting for it.")
        acknowledgement?.forget()
      }
      connection = wait(for: reconnect)
    }
  }

  /// Shows what comes until the connection ends; returns when enough was shown.
  private mutating func follow(_ connection: FeedConnection) throws(FeedClientError) {
    try connection.send(request)
    while let answer = try next(on: connection) {
      switch answer.message {
      case .following(let following):
        request.journal = following.journal
        request.after = .cursor(following.after)
        // The connection ended while the last acknowledgement was on its way.
        if remaining == 0 { return try finish(on: connection) }
      case .record(let record):
        try show(record)
        if remaining == 0 { return try finish(on: connection) }
      case .through(let cursor):
        reach(cursor)
      case .gap(let gap):
        tell("\(gap.words).")
        reach(gap.to)
      case .error(let error):
        throw .server(error)
      default:
        acknowledgement?.note(answer)
      }
    }
    throw .disconnected
  }

  /// The next line; what was shown is acknowledged once none comes for a moment.
  private mutating func next(on connection: FeedConnection) throws(FeedClientError) -> ServerLine? {
    guard acknowledgement?.isDue == true else { return try connection.next() }
    do throws(FeedClientError) {
      if let patience = acknowledgement?.patience {
        return try connection.next(timeout: patience)
      }
    } catch .timeout {}
    try acknowledgement?.send(on: connection, journal: request.journal)
    return try connection.next()
  }

  /// Has everything that was shown acknowledged.
  private mutating func finish(on connection: FeedConnection) throws(FeedClientError) {
    acknowledgement?.note(shown)
    try acknowledgement?.finish(on: connection, journal: request.journal)
  }

  private mutating func show(_ encoded: EncodedRecord) throws(FeedClientError) {
    let cursor = encoded.cursor
    // A subscriber that acknowledges nothing gets all again after a restart.
    if cursor > shown {
      if printsJSON {
        print(bytes: encoded.json + [UInt8(ascii: "\n")])
      } else {
        guard let record = try? encoded.record else { throw .malformed("record \(cursor)") }
        print(line: record.line())
      }
      remaining = remaining.map { $0 - 1 }
    }
    reach(cursor)
  }

  private mutating func reach(_ cursor: Int64) {
    request.after = .cursor(cursor)
    shown = max(shown, cursor)
    acknowledgement?.note(cursor)
  }

  /// Without a scanner nothing will ever come; that is worth a word.
  private func warnIfNoScanner(_ connection: FeedConnection) {
    guard !printsJSON, isatty(STDOUT_FILENO) == 1,
      let answer = try? connection.ask(.scanners), answer.scanners.isEmpty
    else { return }
    tell("No scanner is connected. \"scanctl scanners\" shows which input devices there are.")
  }

  private func wait(
    for reconnect: () throws(FeedClientError) -> FeedConnection
  ) -> FeedConnection {
    while true {
      if let connection = try? reconnect() { return connection }
      sleep(1)
    }
  }
}
