// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import Glibc
import Recordings
import SystemCalls
import TerminalIO
import Wire

/// Records one scanner's key events.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record a scanner's key events, for a bug report or to replay them.",
    discussion: """
      SCANNER is a name that "scanctl scanners" shows. The recording is for "scanctl replay"; it ends \
      with Ctrl+C, after --seconds or --scans, or when the scanner is unplugged, and is complete then. \
      Letters and digits are masked unless --contents is given. scand goes on recording scans \
      meanwhile. Only administrators may do this.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Option(
    help: ArgumentHelp("Write to this file, which appears when it is complete.", valueName: "file"))
  var output: String?

  @Flag(help: "Record the keys as they are: whoever has the file can read the labels.")
  var contents = false

  @Option(help: "End after this many seconds.")
  var seconds: Int?

  @Option(help: "End after this many scans, counted by their terminators.")
  var scans: Int?

  @Argument(help: "The scanner.")
  var scanner: String

  func validate() throws {
    if let seconds, !(1...86_400).contains(seconds) {
      throw ValidationError("--seconds must be 1 to 86400.")
    }
    if let scans, scans < 1 { throw ValidationError("--scans must be 1 or more.") }
  }

  func run() throws {
    let output = try OutputFile(path: output, mode: 0o600)
    let connection = try connection.connect()
    let begun = try connection.answer(to: Request.Keys(scanner: scanner))
    var session = RecordSession(
      connection, KeyRecorder(begun, contents: contents), seconds: seconds, scans: scans)
    if scans != nil, session.recorder.scans == nil {
      throw CommandFailure(
        EX_USAGE, "The scanner sends no terminator, so its scans cannot be counted.")
    }
    tell("Recording \(visible(begun.scanner)); Ctrl+C ends it.")
    try session.run(writing: output.write)
    try output.finish()
    tell(session.summary)
    if session.isCut { throw ExitCode(EX_UNAVAILABLE) }
  }
}
