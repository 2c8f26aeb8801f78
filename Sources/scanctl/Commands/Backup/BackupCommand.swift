// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import Journal
import TerminalIO
import Wire

/// Copies the journal into a file while the daemon records.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the journal, items and recalls into one file, while scans are recorded.",
    discussion: """
      FILE appears, or is replaced, only when the copy is complete and verified. It is a \
      SQLite database, which "scanctl restore" puts in place. For root and members of scand-admin.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print nothing on success.")
  var quiet = false

  @Argument(help: "The file to write.")
  var file: String

  func run() throws {
    let output = try OutputFile(path: file, mode: 0o640)
    var bar = ProgressBar(wanted: !quiet)
    let fetch = BackupFetch(try connection.connect())
    let length = try fetch.make { bar.draw($0, of: $1, "copied by the daemon") }
    try fetch.receive(length: length, into: output) { bar.draw($0, of: length, "received") }
    bar.clear()
    let backup = try verified(output.unfinished ?? file)
    try output.finish()
    backup.tellDamage()
    if !quiet { print(line: "\(visible(file)): \(backup.words).") }
  }
}

/// Verifies a backup.
func verified(_ path: String) throws(CommandFailure) -> BackupFile {
  do throws(JournalError) {
    return try BackupFile(verifying: path)
  } catch {
    throw CommandFailure(EX_DATAERR, visible(error.description))
  }
}

extension BackupFile {
  /// `records 1 to 1042, 12 items and 1 recall of the journal 5d3c…`
  var words: String {
    let records =
      oldest > head
      ? "no records" : "record\(oldest == head ? " \(head)" : "s \(oldest) to \(head)")"
    return "\(records), \(counted(Int(items), "item")) and \(counted(Int(recalls), "recall")) "
      + "of the journal \(visible(journal))"
  }

  /// Says which records are damaged or altered. They are so in the journal as well, and no reason to go
  /// without a backup.
  func tellDamage() {
    for sentence in records.findings { tell(sentence) }
    if !records.damaged.isEmpty { tell("Damaged records are never sent: they are gaps.") }
  }
}
