// SPDX-License-Identifier: Apache-2.0

import Wire

/// How the items of a GTIN must be tracked, and so what their labels have to carry.
public enum Policy: String, Sendable, CaseIterable {
  /// Each by its serial, AI (21).
  case serial
  /// By their lot, AI (10).
  case lot
  /// By lot and serial.
  case both
  /// By whatever the label carries.
  case any
}

extension Policy {
  var needsSerial: Bool { self == .serial || self == .both }
  var needsLot: Bool { self == .lot || self == .both }
}

/// What is to happen for one item or at one station when a check finds something; nil leaves it to
/// what is less specific.
public struct Checks: Sendable, Equatable {
  /// The same serial of the same GTIN again at the same step.
  public var serialRepeated: Consequence?
  /// A serial of a GTIN that was seen with another lot.
  public var lotConflict: Consequence?
  /// A lot of a GTIN that was seen with another expiry.
  public var expiryConflict: Consequence?
  /// An expiry before the day of the scan.
  public var expired: Consequence?
  /// A recall that is in force.
  public var recalled: Consequence?

  /// Everything is left to what is less specific.
  public init() {}
}
