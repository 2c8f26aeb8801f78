// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Wire

/// Sets damaged items and recalls aside.
struct ItemsBeginAnewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "begin-anew",
    abstract: "Set damaged items and recalls aside, and begin without any.",
    discussion: """
      Only for a file of items and recalls that is damaged, which "scanctl status" says. Nothing is \
      deleted, but no recall is in force any more until it is added again.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Do not ask for confirmation.")
  var yes = false

  func run() throws {
    try confirm(
      "Items and recalls will be set aside: no recall is in force any more, and no item has a "
        + "policy, until they are set again.", yes: yes)
    let answer = try connection.ask(Request.BeginItemsAnew())
    print(
      text: [
        "Items and recalls begin anew. What was there before is in \(visible(answer.setAside)).",
        "It was damaged: \(visible(answer.cause)).",
      ])
  }
}
