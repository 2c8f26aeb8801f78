// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Wire

/// Shows the named subscribers.
struct SubscribersListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show who they are, how far behind, and when they were last seen.")

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "One JSON object a line, for programs.")
  var json = false

  func run() throws {
    let subscribers = connection.ask(.subscribers).subscribers
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
