// SPDX-License-Identifier: Apache-2.0

import Journal
import Tracking
import Wire

// These wait for the disk.
extension JournalFeed {
  func set(_ request: Request.SetItems, by author: Author) throws(JournalError) -> ItemsSet {
    let changes = try journal.itemDatabase.set(
      request.items, batch: request.batch, part: request.part, more: request.more, by: author)
    return ItemsSet(
      complete: changes != nil, added: changes?.added, changed: changes?.changed,
      unchanged: changes?.unchanged)
  }

  func remove(_ request: Request.RemoveItem, by author: Author) throws(JournalError) -> ItemRemoved {
    let isRemoved = try journal.itemDatabase.remove(request.gtin, by: author)
    return ItemRemoved(gtin: request.gtin, removed: isRemoved)
  }

  func beginItemsAnew() throws(JournalError) -> ItemsSetAside {
    let aside = try journal.itemDatabase.beginAnew()
    return ItemsSetAside(setAside: aside.path, cause: aside.cause)
  }

  func recall(_ request: Request.AddRecall, by author: Author) throws(JournalError) -> RecallInfo {
    try journal.itemDatabase.recall(
      gtin: request.gtin, lot: request.lot, serial: request.serial, reason: request.reason,
      by: author)
  }

  func lift(_ request: Request.LiftRecall, by author: Author) throws(JournalError) -> RecallInfo {
    try journal.itemDatabase.lift(request.number, by: author)
  }

  func beginBackup() throws(JournalError) -> BackupState {
    try journal.beginBackup()
  }

  func progress(_ request: Request.BackupProgress) throws(JournalError) -> BackupState {
    try journal.backupProgress(request.id)
  }

  func read(_ request: Request.ReadBackup) throws(JournalError) -> BackupPart {
    BackupPart(
      id: request.id, offset: request.offset,
      bytes: try journal.readBackup(request.id, at: request.offset))
  }

  func end(_ request: Request.EndBackup) throws(JournalError) -> BackupEnded {
    try journal.endBackup(request.id)
    return BackupEnded(id: request.id)
  }

  func place(
    of subscriber: String, _ result: Result<Int64, JournalError>
  ) -> Result<SubscriberPlace, JournalError> {
    result.map { SubscriberPlace(subscriber: subscriber, cursor: $0) }
  }
}
