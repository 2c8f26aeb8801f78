// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Wire

/// Shows recalls.
struct RecallListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show recalls: goods, reason, and who added and lifted them.")

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Only recalls that have not been lifted.")
  var inForce = false

  @Flag(help: "Print one JSON object a line, for programs.")
  var json = false

  func run() throws {
    let recalls = try found()
    if json {
      print(bytes: recalls.flatMap(\.line))
    } else {
      var table = Table()
      for recall in recalls { table.add(recall.row) }
      let holding = recalls.count { $0.lifted == nil }
      let kind = inForce ? "" : ", \(holding) in force"
      print(text: table.lines + ["\(counted(recalls.count, "recall"))\(kind)."])
    }
  }

  /// All of them, page by page.
  private func found() throws -> [RecallInfo] {
    let connection = try connection.connect()
    var request = Request.Recalls(inForce: inForce, limit: 1000)
    var recalls: [RecallInfo] = []
    while true {
      let answer = try connection.answer(to: request)
      recalls += answer.recalls
      guard !answer.complete, let last = answer.recalls.last else { return recalls }
      request.after = last.number
    }
  }
}
