// SPDX-License-Identifier: Apache-2.0

import Journal
import Wire

// Commands that are carried out at once, on a thread that may wait for the disk.
extension JournalFeed {
  func set(_ request: Request.SetItems, _ author: Author) throws(JournalError) -> ItemsSet {
    let changes = try journal.itemDatabase.set(request, by: author)
    return ItemsSet(
      complete: changes != nil, added: changes?.added, changed: changes?.changed,
      unchanged: changes?.unchanged)
  }

  func remove(_ request: Request.RemoveItem, _ author: Author) throws(JournalError) -> ItemRemoved {
    let isRemoved = try journal.itemDatabase.remove(request.gtin, by: author)
    return ItemRemoved(gtin: request.gtin, removed: isRemoved)
  }

  func beginAnew(_: Request.BeginItemsAnew, _: Author) throws(JournalError) -> ItemsSetAside {
    let aside = try journal.itemDatabase.beginAnew()
    return ItemsSetAside(setAside: aside.path, cause: aside.cause)
  }

  func recall(_ request: Request.AddRecall, _ author: Author) throws(JournalError) -> RecallInfo {
    try journal.itemDatabase.recall(request, by: author)
  }

  func lift(_ request: Request.LiftRecall, _ author: Author) throws(JournalError) -> RecallInfo {
    try journal.itemDatabase.lift(request.number, by: author)
  }

  func beginBackup(_: Request.BeginBackup, _: Author) throws(JournalError) -> BackupState {
    try journal.beginBackup()
  }

  func backupProgress(
    _ request: Request.BackupProgress, _: Author
  ) throws(JournalError) -> BackupState {
    try journal.backupProgress(request.id)
  }

  func readBackup(_ request: Request.ReadBackup, _: Author) throws(JournalError) -> BackupPart {
    let bytes = try journal.readBackup(request.id, at: request.offset)
    return BackupPart(id: request.id, offset: request.offset, bytes: bytes)
  }

  func endBackup(_ request: Request.EndBackup, _: Author) throws(JournalError) -> BackupEnded {
    try journal.endBackup(request.id)
    return BackupEnded(id: request.id)
  }
}

/// The place of a subscriber, if it could be changed.
func place(
  of subscriber: String, _ result: Result<Int64, JournalError>
) -> Result<SubscriberPlace, JournalError> {
  result.map { SubscriberPlace(subscriber: subscriber, cursor: $0) }
}
