// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Wire

/// An item as the daemon has it.
struct StoredItem {
  /// The item.
  let fields: ItemFields
  /// The time and the author of the last change.
  let changed: ChangeMark?
  /// The daemon's own object.
  let json: JSONValue

  /// An element of the answer to `items`; nil if it is none.
  init?(_ json: JSONValue) {
    guard let gtin = json["gtin"]?.text, let policy = json["policy"]?.text else { return nil }
    var fields = ItemFields(gtin: gtin, name: json["name"]?.text, policy: policy)
    for name in ItemFields.checkNames { fields.checks[name] = json[name]?.text }
    self.fields = fields
    changed = json["changed"].flatMap(ChangeMark.init)
    self.json = json
  }

  /// `expired reject, recalled off`
  var checks: String {
    ItemFields.checkNames.compactMap { name in
      fields.checks[name].map { "\(name) \(visible($0))" }
    }.joined(separator: ", ")
  }
}
