// SPDX-License-Identifier: Apache-2.0

import GS1

/// How the items of one GTIN are to be judged.
public struct Item: Sendable, Equatable {
  /// The most bytes of a name.
  public static let longestName = 200

  /// The GTIN, 14 digits.
  public let gtin: String
  /// What people call it.
  public let name: String?
  /// How it must be tracked.
  public var policy: Policy
  /// What its own checks lead to, before what is configured for the station and the daemon.
  public var checks: Checks

  /// An item.
  ///
  /// - Parameters:
  ///   - gtin: the GTIN in 8, 12, 13 or 14 digits.
  ///   - name: what people call it, at most `longestName` bytes; an empty name is none.
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

/// Why something cannot be an item, or cannot be recalled.
public enum ItemError: Error, Sendable, Equatable {
  /// Not 8, 12, 13 or 14 digits, or with a wrong check digit.
  case gtin(String)
  /// A name that is too long.
  case name(String)
  /// None of the policies.
  case policy(String)
  /// What a check cannot lead to.
  case check(String, String)
  /// Not what AI (10) can hold, so no label ever carries it.
  case lot(String)
  /// Not what AI (21) can hold, so no label ever carries it.
  case serial(String)
  /// A recall of neither a GTIN nor a lot nor a serial, or of a lot and a serial.
  case scope
  /// No reason for a recall, or one that is too long.
  case reason(String)
}

extension ItemError: CustomStringConvertible {
  /// One sentence that says what is wrong; it holds what was given as it was given.
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
      "\"\(text)\" is no lot that a label can carry: AI (10) has 1 to 20 characters of GS1's set 82."
    case .serial(let text):
      "\"\(text)\" is no serial that a label can carry: AI (21) has 1 to 20 characters of GS1's "
        + "set 82."
    case .scope:
      "A recall is of a GTIN, or of a lot or a serial with or without a GTIN."
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
