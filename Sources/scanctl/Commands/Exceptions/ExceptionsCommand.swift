// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Rejected and incomplete records as a worklist.
struct ExceptionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exceptions",
    abstract: "Work through rejected and incomplete records.",
    discussion: """
      Every rejected or incomplete record is open until somebody resolves it with a note that says \
      what came of it. Only administrators may resolve: root and members of the group scand-admin.
      """,
    subcommands: [
      ExceptionsListCommand.self, ExceptionsShowCommand.self, ExceptionsResolveCommand.self,
    ],
    defaultSubcommand: ExceptionsListCommand.self)
}
