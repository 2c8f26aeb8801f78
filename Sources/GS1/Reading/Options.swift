// SPDX-License-Identifier: Apache-2.0

extension Reading {
  /// The rules for data without a symbology identifier.
  public enum Assumption: String, Sendable, CaseIterable {
    /// The data must prove what they are: an element string only if all of it is valid, its keys
    /// and pairings included.
    case auto
    /// An element string, as if the symbology identifier of a GS1 symbol stood before it.
    case gs1
    /// Text, even if it looks like an element string.
    case text

    /// The value with this name, or nil.
    public init?(name: String) {
      self.init(rawValue: name)
    }

    /// The name, as configuration files spell it.
    public var name: String { rawValue }
  }

  /// The way in which scan data are read.
  public struct Options: Sendable, Equatable {
    /// Read as GS1's reference engine does: nothing tolerated, no notes, no GTIN from EAN/UPC.
    public var strict = false
    /// The rule for data without a symbology identifier.
    public var assume = Assumption.auto
    /// Enforces the rules by which AIs require or exclude others.
    ///
    /// If this is off, the elements of one item may come from several symbols. The rules always
    /// apply to data that have to prove what they are.
    public var pairing = true
    /// True if the scanner has never sent a separator, so that one may be missing.
    public var separatorNeverSeen = false
    /// The current year, for the century of two-digit years; nil means 1972 to 2071.
    public var currentYear: Int?

    /// The default options.
    public init() {}
  }
}
