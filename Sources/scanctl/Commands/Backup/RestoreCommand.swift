// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import Journal
import TerminalIO
import Wire

/// Puts a backup in the place of the journal while the daemon does not run.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the place of the journal, items and recalls.",
    discussion: """
      The daemon must not run: systemctl stop scand.socket scand. What is there is set aside beside \
      it. The journal gets a new uuid, by which subscribers see that their cursors are none of its; \
      named subscribers begin anew.
      """)

  @Option(help: ArgumentHelp("The state directory.", valueName: "directory"))
  var state = "/var/lib/scand"

  @Flag(help: "Only look through the file, and say what is in it.")
  var check = false

  @Argument(help: "What \"scanctl backup\" has made.")
  var file: String

  func run() throws {
    let backup = verified(file)
    if check { return print(line: "\(visible(file)) is sound: \(backup.words).") }
    var bar = ProgressBar(wanted: true)
    let restoration = restored(backup) { bar.draw($0, of: $1, "copied") }
    bar.clear()
    print(line: "Restored \(backup.words).")
    print(line: "The journal is \(restoration.journal) from now on.")
    for path in restoration.setAside {
      print(line: "What was there before is \(visible(path)).")
    }
    print(line: "Start the daemon again: systemctl start scand.socket scand")
  }

  private func restored(
    _ backup: BackupFile, progress: (Int64, Int64) -> Void
  ) -> Restoration {
    do throws(JournalError) {
      return try backup.restore(to: state, progress: progress)
    } catch {
      if error.code == .inUse {
        fail(
          EX_TEMPFAIL,
          "\(visible(error.description)) To stop it: systemctl stop scand.socket scand")
      }
      fail(EX_IOERR, visible(error.description))
    }
  }
}
