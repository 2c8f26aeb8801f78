// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import ItemImport
import TerminalIO
import Wire

/// Writes all items as a table.
struct ItemsExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write all items as the CSV file that import reads.",
    discussion: """
      A cell that begins with = + - @ has an apostrophe in front, so that no spreadsheet takes it \
      for a formula; import removes it again.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "The text as it is, even if a spreadsheet or terminal acts upon it.")
  var raw = false

  @Option(
    help: ArgumentHelp("Write to this file, which appears when it is complete.", valueName: "file"))
  var output: String?

  func run() throws {
    // Whatever ends the program while it asks must not leave half a file behind.
    var items: [ItemFields] = []
    try connection.connect().forEachPageOfItems { items += $0.map(\.fields) }
    let output = try OutputFile(path: output)
    let table = ItemTable(isRaw: raw, isShown: output.isTerminal)
    try output.write(table.header + items.flatMap(table.line))
    try output.finish()
  }
}
