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
    abstract: "Add an item, or change the given fields of one.",
    discussion: """
      Fields that are not given stay as they are. A new item has the policy any, unless \
      another one is given. The value default of a check restores the default of the station and \
      the daemon; an empty name removes the name.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The GTIN.", transform: TypedGTIN.init(argument:))
  var gtin: TypedGTIN

  @Option(help: "The policy: labels must carry serial, lot, both or any.")
  var policy: Policy?

  @Option(help: "The name for people.")
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
      throw ValidationError("Give --policy, --name or a check.")
    }
    guard let name else { return }
    var item = ItemFields(gtin: gtin.digits, policy: "any")
    do throws(ItemError) {
      try ItemColumn.name.set(name, of: &item)
    } catch {
      throw ValidationError(error.description)
    }
    if let error = nameError(name) { throw ValidationError(error) }
  }

  func run() throws {
    let connection = try connection.connect()
    let before = try connection.item(gtin)?.fields
    let item = item(before)
    _ = try connection.answer(to: Request.SetItems(items: [item]))
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

/// An item's own consequence of a check; `default` for none.
struct OwnConsequence: ExpressibleByArgument {
  let consequence: Consequence?

  /// Reads what stands on the command line.
  init?(argument: String) {
    consequence = Consequence(rawValue: argument)
    if consequence == nil, argument != "default" { return nil }
  }

  /// The values that `--help` and usage errors list.
  static let allValueStrings = Consequence.allCases.map(\.rawValue) + ["default"]
}
