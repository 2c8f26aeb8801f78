// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Wire

/// Programs whose place in the journal is remembered.
struct SubscribersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subscribers",
    abstract: "Show and forget the programs whose place the journal remembers.",
    discussion: """
      The journal keeps what a named subscriber has not acknowledged. One that will not come back \
      should be forgotten, or old records are kept for it.
      """,
    subcommands: [SubscribersListCommand.self, SubscribersForgetCommand.self],
    defaultSubcommand: SubscribersListCommand.self)
}

/// Shows the named subscribers.
struct SubscribersListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show the named subscribers, their lag, and when they were last seen.")

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print one JSON object a line, for programs.")
  var json = false

  func run() throws {
    let subscribers = try connection.ask(.subscribers).subscribers
    if json {
      print(bytes: subscribers.flatMap(\.line))
    } else {
      let now = now()
      var table = Table()
      for subscriber in subscribers { table.add(subscriber.row(now: now)) }
      print(text: table.lines + ["\(counted(subscribers.count, "subscriber"))."])
    }
  }
}

/// Forgets a named subscriber.
struct SubscribersForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Forget the place of a subscriber that will not come back.",
    discussion: """
      Records are no longer kept for it. Should it come back under this name, it begins where it \
      asks to, or else at the oldest record. The exit status is 1 when there is none of that name.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The subscriber's name.")
  var name: String

  @Flag(help: "Do not ask for confirmation.")
  var yes = false

  func run() throws {
    let connection = try connection.connect()
    let subscribers = try connection.answer(to: .subscribers).subscribers
    guard let subscriber = subscribers.first(where: { $0.name == name }) else {
      throw CommandFailure(1, "There is no subscriber \"\(visible(name))\".")
    }
    try confirm(meaning(of: subscriber), yes: yes)
    _ = try connection.answer(to: Request.ForgetSubscriber(subscriber: name))
    print(line: "\(visible(name)) is forgotten; it had acknowledged \(subscriber.acknowledged).")
  }

  private func meaning(of subscriber: SubscriberInfo) -> String {
    let count = counted(Int(subscriber.lag), "record")
    let lag =
      subscriber.lag == 0
      ? "has acknowledged everything"
      : "has not acknowledged \(count), which may then be removed"
    return "The subscriber \(visible(name)) of \(visible(subscriber.user)), "
      + "\(subscriber.lastSeen(now: now())), \(lag). If it comes back, it begins anew, as if it had "
      + "never been there."
  }
}

extension SubscriberInfo {
  /// Name, user, progress, and the time it was last seen; safe to show.
  func row(now: Timestamp) -> [String] {
    [
      visible(name), visible(user), "acknowledged \(acknowledged)",
      lag == 0 ? "up to date" : "\(counted(Int(lag), "record")) behind", lastSeen(now: now),
    ]
  }

  /// `last seen 2026-11-23 08:06:00, 3 d ago`
  func lastSeen(now: Timestamp) -> String {
    let ago = max(0, now.microseconds - seen.microseconds) / 1_000_000
    return "last seen \(LocalTime(seen).dateAndClock), \(span(seconds: ago)) ago"
  }
}
