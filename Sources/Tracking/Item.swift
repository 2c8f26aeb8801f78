// SPDX-License-Identifier: Apache-2.0

import GS1
import Wire

/// The rules for the items of one GTIN.
public struct Item: Sendable, Equatable {
  /// The longest name, in bytes.
  public static let longestName = 200

  /// The GTIN, 14 digits.
  public let gtin: String
  /// The name that people use.
  public let name: String?
  /// The way in which it must be tracked.
  public var policy: Policy
  /// The consequences that are set for it; they override the station's and the daemon's.
  public var checks: Checks

  /// An item.
  ///
  /// - Parameters:
  ///   - gtin: the GTIN in 8, 12, 13 or 14 digits.
  ///   - name: the name that people use, at most `longestName` bytes; an empty one becomes nil.
  public init(
    gtin: String, name: String? = nil, policy: Policy, checks: Checks = Checks()
  ) throws(ItemError) {
    self.gtin = try canonical(gtin)
    guard (name?.utf8.count ?? 0) <= Self.longestName else { throw .name(name ?? "") }
    self.name = name?.isEmpty == true ? nil : name
    self.policy = policy
    self.checks = checks
  }
}

/// The data that the labels of an item must carry, so that it can be tracked.
public enum Policy: String, Sendable, CaseIterable {
  /// The serial, AI (21).
  case serial
  /// The lot, AI (10).
  case lot
  /// The lot and the serial.
  case both
  /// Nothing more than the label happens to carry.
  case any
}

extension Policy {
  var needsSerial: Bool { self == .serial || self == .both }
  var needsLot: Bool { self == .lot || self == .both }
}

/// An error in the description of an item or a recall.
public enum ItemError: Error, Sendable, Equatable {
  /// Not 8, 12, 13 or 14 digits, or with a wrong check digit.
  case gtin(String)
  /// A name that is too long.
  case name(String)
  /// A text that is none of the policies.
  case policy(String)
  /// A check, and a text that is none of the consequences.
  case check(String, String)
  /// A text that AI (10) cannot hold, so that no label carries it.
  case lot(String)
  /// A text that AI (21) cannot hold, so that no label carries it.
  case serial(String)
  /// A recall without GTIN, lot and serial, or with both lot and serial.
  case scope
  /// A reason for a recall that is empty or too long.
  case reason(String)
}

extension ItemError: CustomStringConvertible {
  /// A sentence that describes the error; it quotes the text as it was given.
  public var description: String {
    switch self {
    case .gtin(let text):
      "\"\(text)\" is no GTIN: 8, 12, 13 or 14 digits, the last of which is a check digit."
    case .name(let text):
      "The name has \(text.utf8.count) bytes; \(Item.longestName) are allowed."
    case .policy(let text):
      "\"\(text)\" is no policy: serial, lot, both or any."
    case .check(let name, let text):
      "\(name) cannot be \"\(text)\": reject, note or off."
    case .lot(let text):
      "\"\(text)\" is not a lot that a label can carry: AI (10) has 1 to 20 characters of GS1's "
        + "set 82."
    case .serial(let text):
      "\"\(text)\" is not a serial that a label can carry: AI (21) has 1 to 20 characters of GS1's "
        + "set 82."
    case .scope:
      "A recall covers a GTIN, or a lot or a serial with or without a GTIN."
    case .reason(let text):
      text.isEmpty
        ? "A recall needs a reason."
        : "The reason has \(text.utf8.count) bytes; \(Recall.longestReason) are allowed."
    }
  }
}

/// The 14 digits of a GTIN.
func canonical(_ gtin: String) throws(ItemError) -> String {
  guard let good = GTIN(gtin) else { throw .gtin(gtin) }
  return good.digits
}

extension Item {
  /// The item that `fields` describe.
  public init(_ fields: ItemFields) throws(ItemError) {
    guard let policy = Policy(named: fields.policy) else { throw .policy(fields.policy) }
    func consequence(_ name: String) throws(ItemError) -> Consequence? {
      guard let text = fields.checks[name] else { return nil }
      guard let consequence = Consequence(named: text) else { throw .check(name, text) }
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
  /// The fields of `item`.
  public init(_ item: Item) {
    self.init(gtin: item.gtin, name: item.name, policy: item.policy.rawValue)
    checks["serialRepeated"] = item.checks.serialRepeated?.rawValue
    checks["lotConflict"] = item.checks.lotConflict?.rawValue
    checks["expiryConflict"] = item.checks.expiryConflict?.rawValue
    checks["expired"] = item.checks.expired?.rawValue
    checks["recalled"] = item.checks.recalled?.rawValue
  }
}
