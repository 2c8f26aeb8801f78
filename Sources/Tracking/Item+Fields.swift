// SPDX-License-Identifier: Apache-2.0

// An item as it crosses the socket, and as it stands in a file of items.

import Wire

extension Item {
  /// The item that `fields` describe.
  public init(_ fields: ItemFields) throws(ItemError) {
    guard let policy = Policy(rawValue: fields.policy) else { throw .policy(fields.policy) }
    func consequence(_ name: String) throws(ItemError) -> Consequence? {
      guard let text = fields.checks[name] else { return nil }
      guard let consequence = Consequence(rawValue: text) else { throw .check(name, text) }
      return consequence
    }
    var checks = Checks()
    checks.serialRepeated = try consequence("serialRepeated")
    checks.lotConflict = try consequence("lotConflict")
    checks.expiryConflict = try consequence("expiryConflict")
    checks.expired = try consequence("expired")
    checks.recalled = try consequence("recalled")
    try self.init(gtin: fields.gtin, name: fields.name, policy: policy, checks: checks)
  }
}

extension ItemFields {
  /// What describes `item`.
  public init(_ item: Item) {
    self.init(gtin: item.gtin, name: item.name, policy: item.policy.rawValue)
    checks["serialRepeated"] = item.checks.serialRepeated?.rawValue
    checks["lotConflict"] = item.checks.lotConflict?.rawValue
    checks["expiryConflict"] = item.checks.expiryConflict?.rawValue
    checks["expired"] = item.checks.expired?.rawValue
    checks["recalled"] = item.checks.recalled?.rawValue
  }
}
