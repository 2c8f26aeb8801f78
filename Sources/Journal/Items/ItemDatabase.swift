// SPDX-License-Identifier: Apache-2.0

// Items and recalls, for clients that read and change them. A change is durable when the call
// returns, and the next group of scans is judged by it. One connection makes all changes, one after
// another; the writer's thread has a connection of its own, so an import does not delay it.
//
// A damaged file is not set aside and not replaced: an empty list of recalls would accept recalled
// goods, and nobody would notice. The file stays as it is, and the part that can be read still holds.
// Every record says `items-unavailable`, and so do log and status, through every restart, until an
// administrator begins anew or restores the file.

import Synchronization
import Tracking

/// Items and recalls of one state directory; may be used from any thread, and waits for the disk.
public final class ItemDatabase: Sendable {
  private struct Condition {
    var status = ItemDatabaseStatus()
    /// The number of times that a new file replaced the old one.
    var generation = 0
    /// True once the directory may belong to another process.
    var isClosed = false
  }

  let path: String
  private let directory: StateDirectory
  private let connection = Mutex<ItemConnection?>(nil)
  private let condition = Mutex(Condition())
  private let report: @Sendable (JournalEvent) -> Void

  /// Opens the items and recalls in a directory, or creates them.
  ///
  /// An unreadable file is a condition, not an error; a newer file and another program's are refused.
  init(
    in directory: StateDirectory, report: @escaping @Sendable (JournalEvent) -> Void
  ) throws(JournalError) {
    self.directory = directory
    self.report = report
    path = directory.items
    do throws(JournalError) {
      let opened = try ItemConnection(in: directory)
      connection.withLock { $0 = opened }
    } catch {
      if [.newerSchema, .foreignDatabase].contains(error.code) { throw error }
      reportFailure(error, generation: 0)
    }
  }

  /// The present status.
  public var status: ItemDatabaseStatus { condition.withLock { $0.status } }

  var generation: Int { condition.withLock { $0.generation } }

  /// Moves the content of the log into the file, so that a copy of that file alone is complete.
  func close() {
    connection.withLock { kept in
      condition.withLock { $0.isClosed = true }
      kept?.checkpoint()
      kept = nil
    }
  }

  /// Sets a damaged file aside and begins without items and recalls.
  public func beginAnew() throws(JournalError) -> SetAside {
    try connection.withLock { kept throws(JournalError) in
      let status = status
      guard status.isDamaged else { throw .itemsSound }
      kept = nil
      do throws(JournalError) {
        let aside = try directory.setAside(path, stamp: fileStamp())
        kept = try ItemConnection(in: directory)
        condition.withLock { $0 = Condition(generation: $0.generation + 1) }
        report(.itemsAvailable)
        return SetAside(path: aside, cause: status.fault ?? "")
      } catch {
        throw .itemsUnavailable(error.detail)
      }
    }
  }

  /// Runs `body` with the connection, which is opened if necessary.
  func withConnection<T: Sendable>(
    _ body: (ItemConnection) throws(JournalError) -> T
  ) throws(JournalError) -> T {
    try connection.withLock { kept throws(JournalError) in
      let opened = if let kept { kept } else { try open() }
      kept = opened
      // A connection that failed is kept: it knows that the frames it could not sync are no part of
      // the log, and a new one would not.
      do throws(JournalError) {
        return try body(opened)
      } catch {
        if error.isDamage { reportFailure(error, generation: generation) }
        throw error
      }
    }
  }

  /// Runs `body` with the connection, if the file can be changed. It cannot if it is damaged, if
  /// another file replaced it, or if a forced remount made the disk read-only.
  func withWritableConnection<T: Sendable>(
    _ body: (ItemConnection) throws(JournalError) -> T
  ) throws(JournalError) -> T {
    let status = status
    if status.isDamaged { throw .itemsUnavailable(status.fault ?? "") }
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
      return try body(connection)
    }
  }

  /// Opens the connection if there is none, so that the file is migrated to the present schema.
  func prepare() {
    guard !status.isDamaged else { return }
    try? withConnection { _ throws(JournalError) in }
  }

  private func open() throws(JournalError) -> ItemConnection {
    if condition.withLock({ $0.isClosed }) { throw .itemsUnavailable("the daemon ends") }
    do throws(JournalError) {
      return try ItemConnection(in: directory)
    } catch {
      reportFailure(error, generation: generation)
      throw .itemsUnavailable(error.detail)
    }
  }
}

extension ItemDatabase {
  /// Notes that the file of a generation could not be read; damage stays, whatever works later.
  func reportFailure(_ error: JournalError, generation: Int) {
    let isNews = condition.withLock { condition in
      guard condition.generation == generation, !condition.status.isDamaged else { return false }
      let isNews = condition.status.fault != error.detail
      condition.status = ItemDatabaseStatus(fault: error.detail, isDamaged: error.isDamage)
      return isNews
    }
    if isNews { report(.itemsUnavailable(error.detail)) }
  }

  /// Notes that everything could be read.
  func reportSuccess() {
    let isNews = condition.withLock { condition in
      guard condition.status.fault != nil, !condition.status.isDamaged else { return false }
      condition.status.fault = nil
      return true
    }
    if isNews { report(.itemsAvailable) }
  }
}

extension JournalError {
  fileprivate static let itemsSound = JournalError(
    .itemsSound, "Items and recalls are sound; nothing was changed.")
}
