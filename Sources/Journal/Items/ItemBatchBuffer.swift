// SPDX-License-Identifier: Apache-2.0

// A request has room for some hundred items, and a file of items may have a hundred thousand, of
// which all are to be set or none. So the parts of a batch wait here until the last one has come.

import Tracking

/// The parts of a batch of items that have come so far.
struct ItemBatchBuffer {
  /// The most items in one batch: some tens of megabytes of memory, while it is sent.
  static let limit = 200_000

  private var items: [Item] = []
  private var name: String?
  private var uid: UInt32 = 0
  private var parts = 0

  /// Takes a part of a batch, or a batch that is whole.
  ///
  /// - Returns: all items once the last part has come; nil before.
  mutating func add(
    _ more: [Item], of batch: String?, part: Int, by uid: UInt32, more isMoreToCome: Bool
  ) throws(ItemDatabaseError) -> [Item]? {
    guard let batch else { return more }
    if part == 0 { self = ItemBatchBuffer(name: batch, uid: uid) }
    guard name == batch, self.uid == uid, parts == part else { throw .batchLost }
    guard items.count + more.count <= Self.limit else {
      self = ItemBatchBuffer()
      throw .batchTooLong
    }
    items += more
    parts += 1
    if isMoreToCome { return nil }
    defer { self = ItemBatchBuffer() }
    return items
  }
}

extension ItemBatchBuffer {
  fileprivate init(name: String, uid: UInt32) {
    self.name = name
    self.uid = uid
  }
}
