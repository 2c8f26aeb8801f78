// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Wire

/// Shows items.
struct ItemsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show items: policy, name, own checks, and who changed them.",
    discussion:
      "Without a GTIN, all are shown. The exit status is 1 if one of the named GTINs has no item."
  )

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print one JSON object a line, for programs.")
  var json = false

  @Argument(help: "Only these GTINs.", transform: TypedGTIN.init(argument:))
  var gtin: [TypedGTIN] = []

  func run() throws {
    let connection = try connection.connect()
    var table = Table()
    var count = 0
    func show(_ items: [ItemInfo]) {
      count += items.count
      if json { return print(bytes: items.flatMap(\.line)) }
      for item in items { table.add(row(item)) }
    }
    if gtin.isEmpty { try connection.forEachPageOfItems(show) }
    for gtin in gtin {
      if let item = try connection.item(gtin) {
        show([item])
      } else {
        tell("There is no item of GTIN \(gtin.digits).")
      }
    }
    if !json { print(text: table.lines + (gtin.isEmpty ? ["\(counted(count, "item"))."] : [])) }
    if count < gtin.count { throw ExitCode(1) }
  }

  private func row(_ item: ItemInfo) -> [String] {
    let fields = item.fields
    return [
      visible(fields.gtin), visible(fields.policy), fields.name.map(visible) ?? "–",
      fields.checkWords.isEmpty ? "–" : fields.checkWords, item.changed.words,
    ]
  }
}
