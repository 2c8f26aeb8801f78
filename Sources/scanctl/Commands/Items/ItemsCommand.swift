// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The commands for items: their policies and their own consequences of the checks.
struct ItemsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "items",
    abstract: "Show, set, import, export and remove items and their policies.",
    discussion: """
      An item is a GTIN with a policy: what a label of it must carry, a serial, a lot, both, or any. \
      It may have a name, and its own consequences of the checks (reject, note, off), which come \
      before those of the station and of the daemon. GTINs may be given in 8, 12, 13 or 14 digits. \
      Only administrators may change items: root and members of the group scand-admin.
      """,
    subcommands: [
      ItemsListCommand.self, ItemsSetCommand.self, ItemsImportCommand.self,
      ItemsExportCommand.self, ItemsRemoveCommand.self, ItemsBeginAnewCommand.self,
    ],
    defaultSubcommand: ItemsListCommand.self)
}
