// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import Glibc
import TerminalIO
import Wire

/// Shows everything of single exceptions.
struct ExceptionsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a rejected or incomplete record in full, with its resolution.",
    discussion: "The exit status is 1 if one of the cursors is no exception.")

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print one JSON object a line, for programs.")
  var json = false

  @Argument(help: "The cursors, as \"scanctl exceptions list\" shows them.")
  var cursor: [Int64]

  func validate() throws {
    if cursor.contains(where: { $0 < 1 }) { throw ValidationError("Cursors are 1 or more.") }
  }

  func run() throws {
    let connection = try connection.connect()
    var shown = 0
    for cursor in cursor {
      guard let exception = try connection.exception(cursor) else {
        tell("Record \(cursor) is no exception: there is none of that cursor, or it was accepted.")
        continue
      }
      if json {
        print(bytes: exception.line)
      } else if let listed = ListedException(exception) {
        print(text: (shown > 0 ? [""] : []) + listed.lines)
      }
      shown += 1
    }
    if shown < cursor.count { throw ExitCode(1) }
  }
}

extension FeedConnection {
  /// The exception of a cursor; nil if there is none.
  func exception(_ cursor: Int64) throws(CommandFailure) -> ExceptionInfo? {
    let request = Request.Exceptions(state: .all, after: cursor - 1, limit: 1)
    let answer = try answer(to: request)
    if let gap = answer.gaps.first(where: { ($0.from...$0.to).contains(cursor) }) {
      throw CommandFailure(EX_DATAERR, "\(gap.words).")
    }
    return answer.exceptions.first { $0.record.cursor == cursor }
  }
}
