// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import Glibc
import Wire

/// Shows records as they come.
struct FollowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Show records as they come.",
    discussion: """
      Ends with Ctrl+C, or after --count records. When the daemon restarts, follow waits for it and \
      goes on where it was.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "One JSON object a line, for programs.")
  var json = false

  @Option(help: "Begin after: now, start, or a cursor.")
  var after: Request.Start = .now

  @Option(help: "End after this many records.")
  var count: Int?

  @Option(help: "Only this verdict: accepted, rejected or incomplete. May be repeated.")
  var verdict: [Verdict] = []

  @Option(help: "Only this station. May be repeated.")
  var station: [String] = []

  @Option(help: "Only this step. May be repeated.")
  var step: [String] = []

  @Option(help: "Only this GTIN, 14 digits. May be repeated.")
  var gtin: [String] = []

  @Option(help: "Only this lot. May be repeated.")
  var lot: [String] = []

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count must be 1 or more.") }
  }

  func run() throws {
    var follower = Follower(request: request, printsJSON: json, remaining: count)
    follower.run(connection.connect(), reconnect: connection.tryToConnect)
  }

  private var request: Request.Follow {
    var filter = RecordFilter()
    filter.verdicts = verdict
    filter.stations = station
    filter.steps = step
    filter.gtins = gtin
    filter.lots = lot
    return Request.Follow(after: after, filter: filter)
  }
}

extension Verdict: ExpressibleByArgument {}

extension Request.Start: ExpressibleByArgument {
  /// Reads what stands on the command line.
  public init?(argument: String) {
    switch argument {
    case "now": self = .now
    case "start": self = .start
    default:
      guard let cursor = Int64(argument), cursor >= 0 else { return nil }
      self = .cursor(cursor)
    }
  }

  /// How `--help` shows it.
  public var defaultValueDescription: String {
    switch self {
    case .now: "now"
    case .start: "start"
    case .cursor(let cursor): "\(cursor)"
    }
  }
}

/// Follows the journal over as many connections as it takes.
private struct Follower {
  /// What to ask for next: once something came, what comes after it in the same journal.
  var request: Request.Follow
  let printsJSON: Bool
  var remaining: Int?

  mutating func run(
    _ first: FeedConnection, reconnect: () throws(FeedClientError) -> FeedConnection
  ) {
    var connection = first
    sayIfNothingCanCome(connection)
    while true {
      do throws(FeedClientError) {
        try follow(connection)
        return
      } catch .server(let error) where error.code == "journal-changed" {
        tell("The daemon has begun a new journal; showing it from its start.")
        request.journal = nil
        request.after = .start
      } catch .disconnected {
        tell("The daemon has ended; waiting for it.")
      } catch {
        fail(error)
      }
      connection = wait(for: reconnect)
    }
  }

  /// Shows what comes until the connection ends; returns when enough was shown.
  private mutating func follow(_ connection: FeedConnection) throws(FeedClientError) {
    try connection.send(.follow(request))
    while let answer = try connection.next() {
      switch answer.message {
      case .following(let following):
        request.journal = following.journal
        request.after = .cursor(following.after)
      case .record(let record, let json):
        show(record, json)
        if let cursor = record.cursor { request.after = .cursor(cursor) }
        if let remaining {
          self.remaining = remaining - 1
          if remaining == 1 { return }
        }
      case .through(let cursor):
        request.after = .cursor(cursor)
      case .gap(let gap):
        tell("Records \(gap.from) to \(gap.to) are no longer there (\(visible(gap.cause))).")
      case .error(let error):
        throw .server(error)
      default:
        break
      }
    }
    throw .disconnected
  }

  private func show(_ record: Record, _ json: [UInt8]) {
    if printsJSON {
      print(bytes: json + [UInt8(ascii: "\n")])
    } else {
      print(line: record.line())
    }
  }

  /// Without a scanner nothing will ever come; that is worth a word.
  private func sayIfNothingCanCome(_ connection: FeedConnection) {
    guard !printsJSON, isatty(STDOUT_FILENO) == 1,
      let answer = try? connection.ask(.scanners), answer["scanners"]?.count == 0
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

  private func tell(_ text: String) {
    let line = Array("scanctl: \(text)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }
}
