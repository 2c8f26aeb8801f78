// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Tracking
import Wire

/// Recalls goods.
struct RecallAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Recall a GTIN, a lot or a serial.",
    discussion: """
      A lot or a serial is that of one GTIN or, without --gtin, of every GTIN. The recall holds for \
      every scan from now on.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Option(
    help: "The GTIN in 8, 12, 13 or 14 digits; alone, all of it.",
    transform: TypedGTIN.init(argument:))
  var gtin: TypedGTIN?

  @Option(help: "The lot, AI (10).")
  var lot: String?

  @Option(help: "The serial, AI (21).")
  var serial: String?

  @Option(help: "The reason, in a few words.")
  var reason: String

  func validate() throws {
    do throws(ItemError) {
      _ = try RecallScope(gtin: gtin?.digits, lot: lot, serial: serial)
      try Recall.check(reason: reason)
    } catch {
      throw ValidationError(visible(error.description))
    }
  }

  func run() throws {
    let recall = try connection.ask(
      Request.AddRecall(gtin: gtin?.digits, lot: lot, serial: serial, reason: reason))
    print(
      text: [
        "Recall \(recall.number): \(recall.goods). It holds for every scan from now on.",
        "Earlier scans: scanctl trace\(recall.traceOptions)",
      ])
  }
}
