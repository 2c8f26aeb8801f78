// SPDX-License-Identifier: Apache-2.0

// The file of items and recalls and the unfinished batch, as the thread that reads and changes them
// has them.

import Tracking

/// The connection to items and recalls, opened when it is needed. It is used before the thread of
/// `ItemDatabase` begins, and by that thread alone from then on, which the compiler cannot check.
final class ItemStore: @unchecked Sendable {
  private let directory: StateDirectory
  private let condition: ItemCondition
  private var batch: ItemBatch?
  private var connection: ItemConnection? {
    didSet { condition.set(isOpen: connection != nil) }
  }

  private var path: String { directory.items }

  init(in directory: StateDirectory, _ condition: ItemCondition) {
    self.directory = directory
    self.condition = condition
  }

  /// Opens the items and recalls, or creates them.
  ///
  /// An unreadable file is a condition, not an error; a newer file and another program's are refused.
  func openFirst() throws(JournalError) {
    do throws(JournalError) {
      connection = try ItemConnection(in: directory)
    } catch {
      if [.newerSchema, .foreignDatabase].contains(error.code) { throw error }
      condition.reportFailure(error, generation: 0)
    }
  }

  /// Opens the connection if there is none, so that the file is migrated to the present schema.
  func prepare() {
    guard !condition.status.isDamaged else { return }
    try? withConnection { _ throws(JournalError) in }
  }

  /// Moves the content of the log into the file, so that a copy of that file alone is complete.
  func close() {
    connection?.checkpoint()
    connection = nil
    dropBatch()
  }

  /// Sets a damaged file aside and begins without items and recalls.
  func beginAnew() throws(JournalError) -> SetAside {
    let status = condition.status
    guard status.isDamaged else { throw .itemsSound }
    connection = nil
    do throws(JournalError) {
      let aside = try directory.setAside(path, stamp: fileStamp())
      connection = try ItemConnection(in: directory)
      condition.beginAnew()
      return SetAside(path: aside, cause: status.fault ?? "")
    } catch {
      throw .itemsUnavailable(error.detail)
    }
  }

  /// Runs `body` with the database, which is opened if necessary.
  func withDatabase<T>(
    _ body: (Database) throws(JournalError) -> T
  ) throws(JournalError) -> T {
    try withConnection { connection throws(JournalError) in try body(connection.database) }
  }

  /// Runs `body` with the database, if the file can be changed. It cannot if it is damaged, if
  /// another file replaced it, or if a forced remount made the disk read-only.
  func withWritableDatabase<T>(
    _ body: (Database) throws(JournalError) -> T
  ) throws(JournalError) -> T {
    try requireSoundness()
    do throws(JournalError) {
      try directory.requireWritable()
    } catch {
      throw .itemsUnavailable(error.detail)
    }
    return try withConnection { connection throws(JournalError) in
      guard connection.isStill(at: path) else {
        throw .itemsUnavailable(
          "\(path) was removed or replaced while it was in use; put it back, or restart scand")
      }
      return try body(connection.database)
    }
  }

  private func requireSoundness() throws(JournalError) {
    let status = condition.status
    if status.isDamaged { throw .itemsUnavailable(status.fault ?? "") }
  }

  private func withConnection<T>(
    _ body: (ItemConnection) throws(JournalError) -> T
  ) throws(JournalError) -> T {
    let opened = if let connection { connection } else { try open() }
    // A connection that failed is kept: it knows that the frames it could not sync are no part of
    // the log, and a new one would not.
    do throws(JournalError) {
      return try body(opened)
    } catch {
      condition.noteLock(error)
      if error.isDamage { condition.reportFailure(error, generation: condition.generation) }
      throw error
    }
  }

  private func open() throws(JournalError) -> ItemConnection {
    do throws(JournalError) {
      let opened = try ItemConnection(in: directory)
      connection = opened
      return opened
    } catch {
      condition.reportFailure(error, generation: condition.generation)
      throw .itemsUnavailable(error.detail)
    }
  }
}

// The unfinished batch.
extension ItemStore {
  /// Adds a part to the batch; the first part begins one, in the place of an unfinished one.
  ///
  /// - Returns: true if the batch is whole; `takeBatch` is due then.
  func add(_ part: ItemBatchPart) throws(JournalError) -> Bool {
    if part.number == 0 { try begin(part) }
    guard batch?.isContinued(by: part) == true else { throw .batchLost }
    do throws(JournalError) {
      try batch?.add(part)
    } catch {
      dropBatch()
      throw error
    }
    condition.batch = batch?.size
    return !part.isMoreToCome
  }

  /// Calls `body` with the items of the batch one by one, and drops the batch.
  func takeBatch<T>(
    _ body: (() throws(JournalError) -> Item?) throws(JournalError) -> T
  ) throws(JournalError) -> T {
    defer { dropBatch() }
    guard let result = try batch?.withItems(body) else { throw .batchLost }
    return result
  }

  /// Drops the batch if its connection has ended.
  func dropAbandonedBatch() {
    if let size = condition.batch, !condition.isSender(size.connection) { dropBatch() }
  }

  private func begin(_ part: ItemBatchPart) throws(JournalError) {
    dropBatch(unless: part.connection)
    guard condition.isSender(part.connection) else { throw .batchLost }
    try requireSoundness()
    batch = try ItemBatch(beginningWith: part)
  }

  private func dropBatch(unless next: UInt64? = nil) {
    if let sender = batch?.connection, sender != next { condition.removeSender(sender) }
    batch = nil
    condition.batch = nil
  }
}
