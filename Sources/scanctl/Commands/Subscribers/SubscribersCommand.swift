// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

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
