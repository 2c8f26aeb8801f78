// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// Shows records as they come.
struct FollowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Show records as they come.",
    discussion: """
      Ends with Ctrl+C, or after --count records. When the daemon restarts, follow waits for it and \
      goes on where it was. With --subscriber the daemon remembers a place under that name: follow \
      begins behind what was acknowledged last, and with --acknowledge it acknowledges what it has \
      written to standard output, so that a script that is started again misses nothing. After a \
      crash the last records may come again.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print one JSON object a line, for programs.")
  var json = false

  @Option(help: "Begin after: now (default), start, or a cursor; a subscriber that is new: start.")
  var after: Request.Start?

  @Option(help: "Go on where this named subscriber has acknowledged; the first time makes it.")
  var subscriber: String?

  @Flag(help: "Acknowledge for the subscriber what was shown.")
  var acknowledge = false

  @Option(help: "End after this many records.")
  var count: Int?

  @OptionGroup(title: "Selection") var records: RecordSelection

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count must be 1 or more.") }
    if acknowledge, subscriber == nil {
      throw ValidationError("--acknowledge needs --subscriber, the name that acknowledges.")
    }
    if let subscriber, !isSubscriberName(subscriber) {
      throw ValidationError(
        "A subscriber's name has 1 to 64 of a-z, 0-9, \".\", \"_\" and \"-\", the first a-z or 0-9."
      )
    }
  }

  func run() throws {
    var follower = Follower(
      request: request, printsJSON: json, remaining: count, acknowledges: acknowledge)
    try follower.run(connection.connect(), reconnect: connection.connect)
  }

  private var request: Request.Follow {
    Request.Follow(
      after: after ?? (subscriber == nil ? .now : nil), subscriber: subscriber,
      filter: records.filter)
  }
}

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

  /// The text that `--help` shows.
  public var defaultValueDescription: String {
    switch self {
    case .now: "now"
    case .start: "start"
    case .cursor(let cursor): "\(cursor)"
    }
  }
}
