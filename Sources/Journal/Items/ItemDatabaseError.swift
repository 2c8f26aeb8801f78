// SPDX-License-Identifier: Apache-2.0

/// Why items and recalls cannot be asked or changed.
public enum ItemDatabaseError: Error, Sendable, Equatable {
  /// They cannot be read or changed; the words say why.
  case unavailable(String)
  /// There never was a recall of this number.
  case noSuchRecall(Int64)
  /// The recall was lifted before.
  case alreadyLifted(RecallEntry)
  /// The parts of a batch that came before are gone, or another part was due.
  case batchLost
  /// There are more items in a batch than a batch may have.
  case batchTooLong
  /// They are sound, so there is no reason to begin anew.
  case sound
}

extension ItemDatabaseError: CustomStringConvertible {
  /// One sentence that says what is wrong.
  public var description: String {
    switch self {
    case .unavailable(let fault):
      "Items and recalls cannot be read or changed: \(fault)."
    case .noSuchRecall(let number):
      "There is no recall \(number)."
    case .alreadyLifted(let entry):
      "Recall \(entry.recall.number) was lifted before"
        + (entry.lifted.map { ", at \($0.time) by \($0.author.name)." } ?? ".")
    case .batchLost:
      "The beginning of this batch is not there any more; nothing was changed. Begin again."
    case .batchTooLong:
      "A batch has at most \(ItemBatchBuffer.limit) items; nothing was changed. Divide it."
    case .sound:
      "Items and recalls are sound; nothing was changed."
    }
  }
}
