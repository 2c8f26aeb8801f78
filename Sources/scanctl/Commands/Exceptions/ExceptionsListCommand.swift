// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Wire

/// Shows the worklist.
struct ExceptionsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show the open rejected and incomplete records, oldest first.",
    discussion: """
      A time without an offset is local time, a date is its first moment. --lot, --gtin and --serial \
      match the interpreted values.
      """)

  @OptionGroup var connection: ConnectionOptions

  @OptionGroup(title: "Selection") var selection: ExceptionSelection

  @Flag(help: "Print one JSON object a line, for programs.")
  var json = false

  func run() throws {
    let connection = try connection.connect()
    var table = Table()
    var count = 0
    let open = try connection.forEachPage(of: selection.request) { page in
      count += page.count
      if json { return print(bytes: page.flatMap(\.line)) }
      for exception in page.compactMap(ListedException.init) { table.add(exception.row) }
    }
    if !json { print(text: table.lines + [selection.summary(found: count, open: open)]) }
  }
}

extension FeedConnection {
  /// Calls `body` with the exceptions that `request` asks for, page by page.
  ///
  /// - Returns: the number of open exceptions in the whole journal.
  func forEachPage(
    of request: Request.Exceptions, _ body: ([ExceptionInfo]) -> Void
  ) throws(CommandFailure) -> Int64 {
    var request = request
    while true {
      let answer = try answer(to: request)
      for gap in answer.gaps { tell("\(gap.words).") }
      body(answer.exceptions)
      guard !answer.complete, answer.through > request.after else { return answer.open }
      request.after = answer.through
    }
  }
}
