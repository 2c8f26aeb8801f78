// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Wire

/// Removes items.
struct ItemsRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove items; the station's and the daemon's defaults apply again.",
    discussion: "The exit status is 1 if one of them had no item.")

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The GTINs.", transform: TypedGTIN.init(argument:))
  var gtin: [TypedGTIN]

  func run() throws {
    let connection = try connection.connect()
    var isOneMissing = false
    for gtin in gtin {
      if try connection.answer(to: Request.RemoveItem(gtin: gtin.digits)).removed {
        print(line: "- \(gtin.digits)")
      } else {
        isOneMissing = true
        tell("There is no item of GTIN \(gtin.digits).")
      }
    }
    if isOneMissing { throw ExitCode(1) }
  }
}
