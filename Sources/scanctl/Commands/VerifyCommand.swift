// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import Journal
import SystemCalls
import TerminalIO
import Wire

/// Looks through a journal for damage, and for what somebody has changed in it.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Look through a journal for damaged, missing and altered records.",
    discussion: """
      FILE is a journal, a copy of one, or a backup; without it, the journal of the state directory is \
      looked through, also while the daemon records. Nothing is changed. The hash of the newest record \
      stands for all records of the chain up to it: note it elsewhere, and --head says later whether it \
      is still there. The exit status is 1 if something is wrong.
      """)

  @Option(help: ArgumentHelp("The state directory.", valueName: "directory"))
  var state = "/var/lib/scand"

  @Option(help: ArgumentHelp("A hash that was noted, 64 digits.", valueName: "hash"))
  var head: String?

  @Flag(help: "Print one JSON object, for programs.")
  var json = false

  @Argument(help: "The file of a journal.")
  var file: String?

  func validate() throws {
    if let head, NotedHash(head) == nil {
      throw ValidationError("A hash has 64 hexadecimal digits.")
    }
  }

  func run() throws {
    let path = file ?? state + "/journal.db"
    guard Files.exist(path) else {
      throw CommandFailure(EX_NOINPUT, "There is no file \(visible(path)).")
    }
    // The daemon and the scanners come first.
    _ = nice(10)
    let found = try verified(path)
    if json {
      print(bytes: found.line(for: path))
    } else {
      for line in found.lines(for: path) { print(line: line) }
    }
    if !found.isSound { throw ExitCode(1) }
  }

  private func verified(_ path: String) throws(CommandFailure) -> JournalVerification {
    var bar = ProgressBar(wanted: true)
    defer { bar.clear() }
    do throws(JournalError) {
      let verifier = try Verifier(path: path, noted: head.flatMap { NotedHash($0) })
      try verifier.run { bar.draw($0, of: $1, "verified") }
      return verifier.found
    } catch {
      throw CommandFailure(EX_IOERR, visible(error.description))
    }
  }
}
