// SPDX-License-Identifier: Apache-2.0

import Tracking
import Wire

/// An item and its last change.
public struct ItemEntry: Sendable, Equatable {
  /// The item.
  public let item: Item
  /// The last change.
  public let changed: Change
}

/// The changes that setting items made.
public struct ItemChanges: Sendable, Equatable {
  /// The number of new items.
  public var added = 0
  /// The number of items that replaced a different one.
  public var changed = 0
  /// The number of items that equal the present one, whose last change is kept.
  public var unchanged = 0
}

/// The status of items and recalls.
public struct ItemDatabaseStatus: Sendable, Equatable {
  /// The reason why they cannot be read or relied on; nil if there is none.
  public var fault: String?
  /// True if the file is damaged, which only `ItemDatabase.beginAnew` or a restored file ends.
  public var isDamaged = false
}
