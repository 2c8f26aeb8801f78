// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Goods that must not be used any more.
struct RecallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recall",
    abstract: "Recall goods, lift recalls, and show them.",
    discussion: """
      A recall applies to every scan after it was added, until it is lifted; earlier scans are \
      shown by "scanctl trace". A scan of recalled goods is rejected unless something else is \
      configured. Only administrators may add and lift: root and members of the group scand-admin.
      """,
    subcommands: [RecallAddCommand.self, RecallLiftCommand.self, RecallListCommand.self],
    defaultSubcommand: RecallListCommand.self)
}
