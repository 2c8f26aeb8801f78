// SPDX-License-Identifier: Apache-2.0

/// The effect of a check that finds something.
public enum Consequence: String, Sendable, CaseIterable {
  /// The record is rejected.
  case reject
  /// The record is accepted with a note.
  case note
  /// The check is not made.
  case off
}

/// The consequences of the checks that go beyond GS1's rules.
public struct Rules: Sendable, Equatable {
  /// The same serial of the same GTIN was scanned at the same step before.
  public var serialRepeated = Consequence.note
  /// A serial of a GTIN was scanned with another lot before.
  public var lotConflict = Consequence.note
  /// A lot of a GTIN was scanned with another expiry before.
  public var expiryConflict = Consequence.note
  /// The expiry lies before the day of the scan.
  public var expired = Consequence.note
  /// A recall is in force.
  public var recalled = Consequence.reject
  /// The items and the recalls cannot be read.
  public var itemsUnavailable = Consequence.note
  /// The data depend on a keyboard layout that is not configured.
  public var unverifiedLayout = Consequence.note

  /// A value may hide further elements after a separator that the scanner did not send.
  public var separatorSuspect = Consequence.note

  /// The rules where nothing is configured.
  public init() {}
}

/// The consequences that are set for one item or one station; nil leaves a check to the less
/// specific setting.
public struct Checks: Sendable, Equatable {
  /// The same serial of the same GTIN was scanned at the same step before.
  public var serialRepeated: Consequence?
  /// A serial of a GTIN was scanned with another lot before.
  public var lotConflict: Consequence?
  /// A lot of a GTIN was scanned with another expiry before.
  public var expiryConflict: Consequence?
  /// The expiry lies before the day of the scan.
  public var expired: Consequence?
  /// A recall is in force.
  public var recalled: Consequence?

  /// Leaves everything to the less specific settings.
  public init() {}
}

extension Rules {
  /// The rules for an item at a station: the item's own checks come first, then the station's, then
  /// these rules.
  public func holding(at origin: Origin, for item: Item?) -> Rules {
    var rules = self
    rules.override(with: origin.checks)
    if let item { rules.override(with: item.checks) }
    return rules
  }

  private mutating func override(with checks: Checks) {
    serialRepeated = checks.serialRepeated ?? serialRepeated
    lotConflict = checks.lotConflict ?? lotConflict
    expiryConflict = checks.expiryConflict ?? expiryConflict
    expired = checks.expired ?? expired
    recalled = checks.recalled ?? recalled
  }
}
