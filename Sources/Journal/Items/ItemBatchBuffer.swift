// SPDX-License-Identifier: Apache-2.0

// A request has room for some hundred items, and a file of items may have a hundred thousand, which
// are set all or nothing. So the parts of a batch wait here until the last one has come.

import Tracking

/// The parts of a batch of items that have come so far.
struct ItemBatchBuffer {
  /// The most items in one batch: some tens of megabytes of memory while it is sent.
  static let limit = 200_000

  private var items: [Item] = []
  private var name: String?
  private var uid: UInt32 = 0
  private var parts = 0

  /// Adds a part of a batch.
  ///
  /// - Parameter batch: the name of the batch; nil if `more` are all of its items.
  /// - Returns: all items once the last part has come; nil before.
  mutating func add(
    _ more: [Item], of batch: String?, part: Int, by uid: UInt32, more isMoreToCome: Bool
  ) throws(JournalError) -> [Item]? {
    guard let batch else { return more }
    if part == 0 {
      self = ItemBatchBuffer()
      (name, self.uid) = (batch, uid)
    }
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

extension JournalError {
  fileprivate static let batchLost = JournalError(
    .batchLost,
    "The beginning of this batch is not there any more; nothing was changed. Begin again.")

  fileprivate static let batchTooLong = JournalError(
    .batchTooLong,
    "A batch has at most \(ItemBatchBuffer.limit) items; nothing was changed. Divide it.")
}
