// SPDX-License-Identifier: Apache-2.0

// A request has room for some hundred items, and a file of items may have a hundred thousand, which
// are set all or nothing. So the parts of a batch wait here until the last one has come. They lie in
// memory of their own, because the heap is never given back.

import SystemCalls
import Tracking

/// The parts of a batch of items that have come so far.
struct ItemBatch: ~Copyable {
  /// The most items in one batch.
  static let itemLimit = 200_000
  /// The most bytes of one batch. Items that are as long as can be fit in, so that it is the number
  /// of items that people meet.
  static let byteLimit = 64 << 20

  /// The connection that sends it.
  let connection: UInt64
  private let name: String
  private let uid: UInt32
  private var memory: Mapping
  private var parts = 0
  private var count = 0
  private var length = 0

  /// A batch whose first part is `first`; it is still to be added.
  init(beginningWith first: borrowing ItemBatchPart) throws(JournalError) {
    (connection, name, uid) = (first.connection, first.batch, first.uid)
    do throws(SystemCallError) {
      memory = try Mapping(length: Self.byteLimit)
    } catch {
      throw .system(error)
    }
  }

  /// The memory it holds.
  var size: ItemBatchSize { ItemBatchSize(uid: uid, bytes: length, connection: connection) }

  /// True if `part` is the next one.
  func isContinued(by part: ItemBatchPart) -> Bool {
    connection == part.connection && name == part.batch && parts == part.number
  }

  /// Adds the next part.
  mutating func add(_ part: ItemBatchPart) throws(JournalError) {
    guard count + part.items.count <= Self.itemLimit,
      length + part.items.bytes.count <= memory.length
    else { throw .batchTooLong }
    memory.write(part.items.bytes, at: length)
    length += part.items.bytes.count
    count += part.items.count
    parts += 1
  }

  /// Calls `body` with the items, one by one.
  func withItems<T>(
    _ body: (() throws(JournalError) -> Item?) throws(JournalError) -> T
  ) throws(JournalError) -> T {
    var decoder = ItemDecoder(memory.bytes[..<length])
    return try body { () throws(JournalError) in try decoder.next() }
  }
}

/// One part of a batch.
struct ItemBatchPart: Sendable {
  /// The connection that sends it.
  let connection: UInt64
  /// The user who sends it.
  let uid: UInt32
  /// The name of the batch.
  let batch: String
  /// The number of the part, from 0.
  let number: Int
  /// True if more parts follow.
  let isMoreToCome: Bool
  /// The items of the part.
  let items: EncodedItems
}

extension JournalError {
  static let batchLost = JournalError(
    .batchLost,
    "The beginning of this batch is not there any more; nothing was changed. Begin again.")

  fileprivate static let batchTooLong = JournalError(
    .batchTooLong,
    "A batch has at most \(ItemBatch.itemLimit) items; nothing was changed. Divide it.")
}
