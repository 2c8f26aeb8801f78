// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// The command that people use.
@main
struct Scanctl: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scanctl",
    abstract: "Shows what scand's barcode scanners read, and asks its journal.",
    version: scandVersion,
    subcommands: [
      FollowCommand.self, StatusCommand.self, ScannersCommand.self, TraceCommand.self,
      ItemsCommand.self, RecallCommand.self, ExceptionsCommand.self, SubscribersCommand.self,
      ExportCommand.self, BackupCommand.self, RestoreCommand.self, ParseCommand.self,
      ReplayCommand.self, DoctorCommand.self,
    ])
}
