// SPDX-License-Identifier: Apache-2.0

/// The journal's knowledge about the subject of a scan when it is judged.
public struct Facts: Sendable, Equatable {
  /// An accepted record of the same serial and GTIN at the same step; the newest unless lots
  /// differ.
  public var sameSerial: Int64?
  /// An accepted record of the same serial and GTIN with another lot.
  public var otherLot: Sighting?
  /// An accepted record of the same lot and GTIN with another expiry.
  public var otherExpiry: Sighting?
  /// The item with its GTIN; nil if there is none in the list of items.
  public var item: Item?
  /// The recalls in force that apply to it.
  public var recalls: [Recall] = []
  /// True if items and recalls cannot be read, or cannot be relied on.
  public var itemsUnavailable = false
  /// True if the clock is not synchronised.
  public var clockUnsynchronised = false
  /// True if the clock was later when the record before was made.
  public var clockWentBack = false

  /// True if the scanner has never sent a separator, so that one may be missing.
  public var separatorNeverSeen = false

  /// No facts.
  public init() {}
}

/// A value that an earlier record has.
public struct Sighting: Sendable, Equatable {
  /// The record's cursor.
  public var cursor: Int64
  /// Its lot or its expiry.
  public var value: String

  /// The lot or expiry `value` of the record at `cursor`.
  public init(cursor: Int64, value: String) {
    self.cursor = cursor
    self.value = value
  }
}
