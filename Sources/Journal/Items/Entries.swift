// SPDX-License-Identifier: Apache-2.0

import Tracking
import Wire

/// Who changes items and recalls: the user at the other end of the socket (SO_PEERCRED of unix(7)).
public struct Author: Sendable, Equatable {
  /// The numeric user id.
  public var uid: UInt32
  /// The name that belonged to it then (getpwuid(3)).
  public var name: String

  /// The user `uid`.
  public init(uid: UInt32, name: String) {
    self.uid = uid
    self.name = name
  }
}

/// When something was changed, and by whom.
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
  /// When it was added or changed.
  public let changed: Change
}

/// What became of the items that were to be set.
public struct ItemChanges: Sendable, Equatable {
  /// They were not there before.
  public var added = 0
  /// They were there, and different.
  public var changed = 0
  /// They were there as they are; their last change stays.
  public var unchanged = 0
}

/// A recall and what became of it.
public struct RecallEntry: Sendable, Equatable {
  /// The recall.
  public let recall: Recall
  /// When it came into force.
  public let added: Change
  /// When it was lifted; nil while it is in force.
  public let lifted: Change?
}

/// How items and recalls are.
public struct ItemDatabaseStatus: Sendable, Equatable {
  /// Why they cannot be read or relied on; nil when all is well.
  public var fault: String?
  /// Whether the file is damaged, which does not mend by itself: `ItemDatabase.beginAnew`.
  public var isDamaged = false
}
