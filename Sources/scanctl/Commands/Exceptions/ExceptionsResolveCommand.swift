// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Wire

/// Resolves exceptions.
struct ExceptionsResolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Resolve exceptions: all that are named, or none.",
    discussion: "The daemon records the user and the time.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The cursors, as \"scanctl exceptions list\" shows them.")
  var cursor: [Int64]

  @Option(help: "The resolution: \"label reprinted\".")
  var note: String

  func validate() throws {
    if cursor.contains(where: { $0 < 1 }) { throw ValidationError("Cursors are 1 or more.") }
    if cursor.count > 1000 { throw ValidationError("At most 1,000 cursors at once.") }
    if note.allSatisfy(\.isWhitespace) { throw ValidationError("--note must say something.") }
  }

  func run() throws {
    let connection = try connection.connect()
    let answer = try connection.answer(to: Request.Resolve(cursors: cursor, note: note))
    let open = try connection.answer(to: .status).openExceptions
    let user = visible(answer.resolved.change.author.name)
    print(
      line: "\(counted(answer.cursors.count, "exception")) resolved by \(user); \(open) open.")
  }
}
