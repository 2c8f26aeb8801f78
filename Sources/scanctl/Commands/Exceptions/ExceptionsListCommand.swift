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
    let connection = connection.connect()
    var table = Table()
    var count = 0
    let open = connection.forEachPage(of: selection.request) { page in
      count += page.count
      if json {
        var writer = JSONWriter()
        for exception in page { exception.write(to: &writer) }
        return print(bytes: writer.bytes)
      }
      for exception in page {
        table.add(exception.row + (exception.outcome.map { [$0] } ?? []))
      }
    }
    if !json { print(text: table.lines + [selection.summary(found: count, open: open)]) }
  }
}

extension FeedConnection {
  /// The exceptions that `request` asks for, page by page; how many are open in all.
  func forEachPage(of request: Request.Exceptions, _ body: ([StoredException]) -> Void) -> Int64 {
    var request = request
    while true {
      let answer = answer(to: .exceptions(request))
      body((answer["exceptions"]?.elements ?? []).compactMap(StoredException.init))
      guard answer["complete"] == .boolean(false), let through = answer["through"]?.integer,
        through > request.after
      else { return answer["open"]?.integer ?? 0 }
      request.after = through
    }
  }
}
