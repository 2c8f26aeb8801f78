// SPDX-License-Identifier: Apache-2.0

/// What data without a symbology identifier are taken for.
public enum Assume: String, Sendable, CaseIterable {
  /// What they prove to be: an element string only if all of it holds, keys and pairings too.
  case auto
  /// An element string, as if a GS1 carrier had been named.
  case gs1
  /// Text, whatever they look like.
  case text

  /// The value with this name, or nil.
  public init?(name: String) {
    self.init(rawValue: name)
  }

  /// The name, as configuration files spell it.
  public var name: String { rawValue }
}

/// How scan data are to be read.
public struct Options: Sendable, Equatable {
  /// Read as GS1's reference engine does: nothing tolerated, no notes, no GTIN from EAN/UPC.
  public var strict = false
  /// What data without a symbology identifier are taken for.
  public var assume = Assume.auto
  /// Whether AIs that require or exclude others are held to it.
  ///
  /// Off, elements of one item may come from several symbols. Data whose kind has to be guessed
  /// are always held to it.
  public var pairing = true
  /// Whether the scanner has never sent a separator, so that one may be missing.
  public var separatorNeverSeen = false
  /// The current year, for the century of two-digit years; nil takes 1972 to 2071.
  public var currentYear: Int?

  /// The default options.
  public init() {}
}
