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
    abstract: "Replace the journal, items and recalls by a backup.",
    discussion: """
      The daemon must not run: systemctl stop scand.socket scand. The old files stay beside \
      the new ones under other names. The journal gets a new uuid, which tells subscribers that \
      their cursors are no longer valid; named subscribers start over.
      """)

  @Option(help: ArgumentHelp("The state directory.", valueName: "directory"))
  var state = "/var/lib/scand"

  @Flag(help: "Only verify the file and show its contents.")
  var check = false

  @Argument(help: "The file that \"scanctl backup\" wrote.")
  var file: String

  func run() throws {
    let source = try opened()
    source.contents.tellDamage()
    let words = source.contents.words
    if check { return print(line: "\(visible(file)) is sound: \(words).") }
    var bar = ProgressBar(wanted: true)
    let restoration = try restored(source) { bar.draw($0, of: $1, "copied") }
    bar.clear()
    tell(of: restoration.earlier)
    print(line: "Restored \(words).")
    print(line: "The journal is now \(restoration.journal).")
    for path in restoration.setAside {
      print(line: "The old file is \(visible(path)).")
    }
    print(line: "Start the daemon again: systemctl start scand.socket scand")
  }

  private func opened() throws(CommandFailure) -> BackupSource {
    do throws(JournalError) {
      return try BackupSource(verifying: file)
    } catch {
      throw CommandFailure(EX_DATAERR, visible(error.description))
    }
  }

  private func tell(of earlier: SettledRestoration?) {
    switch earlier {
    case .finished(let setAside):
      print(line: "An earlier restore was interrupted; it was finished first.")
      for path in setAside { print(line: "The file from before it is \(visible(path)).") }
    case .undone: print(line: "An earlier restore was interrupted; its files were removed first.")
    case nil: break
    }
  }

  private func restored(
    _ source: borrowing BackupSource, progress: (Int64, Int64) -> Void
  ) throws(CommandFailure) -> Restoration {
    do throws(JournalError) {
      return try source.restore(to: state, progress: progress)
    } catch {
      if error.code == .inUse {
        throw CommandFailure(
          EX_TEMPFAIL,
          "\(visible(error.description)) To stop it: systemctl stop scand.socket scand")
      }
      throw CommandFailure(EX_IOERR, visible(error.description))
    }
  }
}
