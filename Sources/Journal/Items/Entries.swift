// SPDX-License-Identifier: Apache-2.0

import Tracking
import Wire

/// The user who makes a change: the one at the other end of the socket (SO_PEERCRED of unix(7)).
public struct Author: Sendable, Equatable {
  /// The numeric user id.
  public var uid: UInt32
  /// The name of the user at the time (getpwuid(3)).
  public var name: String

  /// The user `uid`.
  public init(uid: UInt32, name: String) {
    self.uid = uid
    self.name = name
  }
}

/// The time and the author of a change.
public struct Change: Sendable, Equatable {
  /// The wall clock.
  public let time: Timestamp
  /// The user.
  public let author: Author
}

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

/// A recall with its changes.
public struct RecallEntry: Sendable, Equatable {
  /// The recall.
  public let recall: Recall
  /// The change that brought it into force.
  public let added: Change
  /// The change that lifted it; nil while it is in force.
  public let lifted: Change?
}

/// The status of items and recalls.
public struct ItemDatabaseStatus: Sendable, Equatable {
  /// The reason why they cannot be read or relied on; nil if there is none.
  public var fault: String?
  /// True if the file is damaged, which only `ItemDatabase.beginAnew` or a restored file ends.
  public var isDamaged = false
}
