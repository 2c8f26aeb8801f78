// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
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
      ExportCommand.self, BackupCommand.self, RestoreCommand.self, VerifyCommand.self,
      ParseCommand.self, RecordCommand.self, ReplayCommand.self, DoctorCommand.self,
      AdoptCommand.self, ForgetCommand.self, CalibrateCommand.self,
    ])

  /// Runs the command that the arguments name, and tells an error without what acts on a terminal.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as any CommandError {
      tell(error.sentence)
      Glibc.exit(error.exitCode)
    } catch {
      let code = exitCode(for: error)
      if code == .success { exit(withError: error) }
      let message = fullMessage(for: error)
      if !message.isEmpty {
        tell(
          lines: message.split(separator: "\n", omittingEmptySubsequences: false).map {
            visible(String($0))
          })
      }
      Glibc.exit(code.rawValue)
    }
  }
}
