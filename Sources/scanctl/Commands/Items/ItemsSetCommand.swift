// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import ItemImport
import TerminalIO
import Tracking
import Wire

/// Adds an item, or changes something of one.
struct ItemsSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Add an item, or change what is given of it.",
    discussion: """
      What is not given stays as it is. An item that was not there has the policy any, unless \
      another one is given. A check that is set to default is again what is said for the station and \
      the daemon; an empty name is none.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The GTIN.", transform: TypedGTIN.init(argument:))
  var gtin: TypedGTIN

  @Option(help: "What a label must carry: serial, lot, both or any.")
  var policy: Policy?

  @Option(help: "What people call it.")
  var name: String?

  @Option(help: "The same serial again at the same step: reject, note, off or default.")
  var serialRepeated: OwnConsequence?

  @Option(help: "A serial that was seen with another lot.")
  var lotConflict: OwnConsequence?

  @Option(help: "A lot that was seen with another expiry.")
  var expiryConflict: OwnConsequence?

  @Option(help: "An expiry before the day of the scan.")
  var expired: OwnConsequence?

  @Option(help: "A recall that is in force.")
  var recalled: OwnConsequence?

  private var checks: [(column: ItemColumn, consequence: OwnConsequence?)] {
    [
      (.serialRepeated, serialRepeated), (.lotConflict, lotConflict),
      (.expiryConflict, expiryConflict), (.expired, expired), (.recalled, recalled),
    ]
  }

  func validate() throws {
    if policy == nil, name == nil, checks.allSatisfy({ $0.consequence == nil }) {
      throw ValidationError("Say what to set: --policy, --name or a check.")
    }
    guard let name else { return }
    var item = ItemFields(gtin: gtin.digits, policy: "any")
    do throws(ItemError) {
      try ItemColumn.name.set(name, of: &item)
    } catch {
      throw ValidationError(error.description)
    }
    if let complaint = complaint(aboutName: name) { throw ValidationError(complaint) }
  }

  func run() throws {
    let connection = connection.connect()
    let before = connection.item(gtin)?.fields
    let item = item(before)
    _ = connection.answer(to: Request.SetItems(items: [item]))
    print(line: ItemChange(item, before: before).line ?? "\(item.gtin) was so already.")
  }

  private func item(_ before: ItemFields?) -> ItemFields {
    var item = before ?? ItemFields(gtin: gtin.digits, policy: Policy.any.rawValue)
    if let policy { item.policy = policy.rawValue }
    if let name { item.name = name.isEmpty ? nil : name }
    for (column, consequence) in checks {
      guard let consequence else { continue }
      item.checks[column.rawValue] = consequence.consequence?.rawValue
    }
    return item
  }
}

extension Policy: ExpressibleByArgument {}

/// What an item's own check leads to; `default`: nothing of its own.
struct OwnConsequence: ExpressibleByArgument {
  let consequence: Consequence?

  /// Reads what stands on the command line.
  init?(argument: String) {
    consequence = Consequence(rawValue: argument)
    if consequence == nil, argument != "default" { return nil }
  }

  /// What `--help` and wrong usage name.
  static let allValueStrings = Consequence.allCases.map(\.rawValue) + ["default"]
}
