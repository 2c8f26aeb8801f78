// SPDX-License-Identifier: Apache-2.0

/// What the journal knows about the subject of a scan when it is judged.
public struct Facts: Sendable, Equatable {
  /// An accepted record of the same serial and GTIN at the same step; the newest unless lots differ.
  public var sameSerial: Int64?
  /// An accepted record of the same serial and GTIN with another lot.
  public var otherLot: Sighting?
  /// An accepted record of the same lot and GTIN with another expiry.
  public var otherExpiry: Sighting?
  /// How items of its GTIN are to be judged; nil if nothing is said of them.
  public var item: Item?
  /// The recalls in force that it falls under.
  public var recalls: [Recall] = []
  /// Whether items and recalls cannot be read, or not to be relied on.
  public var itemsUnavailable = false
  /// Whether nobody keeps the clock right.
  public var clockUnsynchronised = false
  /// Whether the clock stood later at the record before.
  public var clockWentBack = false

  /// Whether the scanner has never sent a separator, so that one may be missing.
  public var separatorNeverSeen = false

  /// Nothing known.
  public init() {}
}

/// What an earlier record says.
public struct Sighting: Sendable, Equatable {
  /// The record's cursor.
  public var cursor: Int64
  /// Its lot, or its expiry.
  public var value: String

  /// What the record `cursor` says.
  public init(cursor: Int64, value: String) {
    self.cursor = cursor
    self.value = value
  }
}
