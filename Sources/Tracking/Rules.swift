// SPDX-License-Identifier: Apache-2.0

/// What is to happen when a check finds something.
public enum Consequence: String, Sendable, CaseIterable {
  /// The record is rejected.
  case reject
  /// The record is accepted with a note.
  case note
  /// Nothing; the check is not made.
  case off
}

/// How scans are judged beyond what GS1 demands.
public struct Rules: Sendable, Equatable {
  /// The same serial of the same GTIN again at the same step.
  public var serialRepeated = Consequence.note
  /// A serial of a GTIN that was seen with another lot.
  public var lotConflict = Consequence.note
  /// A lot of a GTIN that was seen with another expiry.
  public var expiryConflict = Consequence.note
  /// An expiry before the day of the scan.
  public var expired = Consequence.note
  /// A recall that is in force.
  public var recalled = Consequence.reject
  /// Whether it is recalled, and how it must be tracked, cannot be looked up.
  public var itemsUnavailable = Consequence.note
  /// Data whose characters depend on a keyboard layout that nobody configured.
  public var unverifiedLayout = Consequence.note

  /// A value that may hide further elements behind a separator that the scanner did not send.
  public var separatorSuspect = Consequence.note

  /// The rules that hold where nothing is configured.
  public init() {}
}

extension Rules {
  /// These rules as they hold for an item at a station: what is said of the item comes first, then
  /// what is said of the station.
  public func holding(at origin: Origin, for item: Item?) -> Rules {
    var rules = self
    rules.take(origin.checks)
    if let item { rules.take(item.checks) }
    return rules
  }

  private mutating func take(_ checks: Checks) {
    serialRepeated = checks.serialRepeated ?? serialRepeated
    lotConflict = checks.lotConflict ?? lotConflict
    expiryConflict = checks.expiryConflict ?? expiryConflict
    expired = checks.expired ?? expired
    recalled = checks.recalled ?? recalled
  }
}
