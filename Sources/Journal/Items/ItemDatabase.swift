// SPDX-License-Identifier: Apache-2.0

// Items and recalls, for those who ask about them and change them. A change is durable when the call
// returns, and the next group of scans is judged by it. Changes are made by one connection, one
// after another; the writer's thread has a connection of its own, so an import does not hold it up.
//
// When the file is damaged nothing is set aside and nothing begins anew by itself: an empty list
// of recalls would accept what is recalled, and nobody would notice. The file stays as it is,
// what can still be read of it still holds, every record says `items-unavailable`, and so do log
// and status, through every restart, until an administrator begins anew or restores the file.

import Synchronization
import Tracking

/// Items and recalls of one state directory; may be used from any thread, and waits for the disk.
public final class ItemDatabase: Sendable {
  private struct Condition {
    var status = ItemDatabaseStatus()
    /// How often a new file has taken the place of the one before.
    var generation = 0
    /// Whether the directory may belong to another process by now.
    var isClosed = false
  }

  let path: String
  private let directory: StateDirectory
  private let connection = Mutex<ItemConnection?>(nil)
  private let condition = Mutex(Condition())
  private let report: @Sendable (JournalEvent) -> Void

  /// Opens the items and recalls in a directory, or creates them.
  ///
  /// What cannot be read is a condition, not an error; a newer file and another program's are refused.
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
      if error.isRefusal { throw error }
      reportFailure(error, generation: 0)
    }
  }

  /// How items and recalls are.
  public var status: ItemDatabaseStatus { condition.withLock { $0.status } }

  var generation: Int { condition.withLock { $0.generation } }

  /// Brings everything from the log into the file, so that a copy of that file alone is whole.
  func close() {
    connection.withLock { kept in
      condition.withLock { $0.isClosed = true }
      kept?.checkpoint()
      kept = nil
    }
  }

  /// Puts a damaged file and what belongs to it aside and begins without items and recalls.
  public func beginAnew() throws(ItemDatabaseError) -> SetAside {
    try connection.withLock { kept throws(ItemDatabaseError) in
      guard status.isDamaged else { throw .sound }
      do throws(JournalError) {
        kept = nil
        let cause = status.fault ?? ""
        let aside = SetAside(path: try directory.setAside(path, stamp: fileStamp()), cause: cause)
        kept = try ItemConnection(in: directory)
        condition.withLock { $0 = Condition(generation: $0.generation + 1) }
        report(.itemsAvailable)
        return aside
      } catch {
        throw .unavailable(words(error))
      }
    }
  }

  /// Runs `body` with the connection, which is opened if it could not be before.
  func ask<T: Sendable>(
    _ body: (ItemConnection) throws(ItemDatabaseError) -> T
  ) throws(ItemDatabaseError) -> T {
    try connection.withLock { kept throws(ItemDatabaseError) in
      let opened = if let kept { kept } else { try open() }
      kept = opened
      // A connection that failed stays: it knows that what it could not sync is no part of the log,
      // and a new one would not.
      do throws(ItemDatabaseError) {
        return try body(opened)
      } catch {
        if let damage = opened.damage {
          reportFailure(.database(path: path, damage), generation: generation)
        }
        throw error
      }
    }
  }

  private func open() throws(ItemDatabaseError) -> ItemConnection {
    if condition.withLock({ $0.isClosed }) { throw .unavailable("the daemon ends") }
    do throws(JournalError) {
      return try ItemConnection(in: directory)
    } catch {
      reportFailure(error, generation: generation)
      throw .unavailable(words(error))
    }
  }

  /// As `ask`, for changes: none is made to a damaged file, to one that has lost its name, or where a
  /// forced remount made the disk read-only and says yes to everything.
  func change<T: Sendable>(
    _ body: (ItemConnection) throws(ItemDatabaseError) -> T
  ) throws(ItemDatabaseError) -> T {
    let status = status
    if status.isDamaged { throw .unavailable(status.fault ?? "") }
    do throws(JournalError) {
      try directory.refuseReadOnly()
    } catch {
      throw .unavailable(words(error))
    }
    return try ask { connection throws(ItemDatabaseError) in
      guard connection.isStill(at: path) else {
        throw .unavailable(
          "\(path) was removed or replaced while it was in use; put it back, or restart scand")
      }
      return try body(connection)
    }
  }

  /// Opens the connection if there is none, so that the file is of the present schema.
  func prepare() {
    guard !status.isDamaged else { return }
    try? ask { _ throws(ItemDatabaseError) in }
  }
}

extension ItemDatabase {
  /// Says that the file of a generation could not be read; damage stays, whatever works later.
  func reportFailure(_ error: JournalError, generation: Int) {
    let fault = words(error)
    let isNews = condition.withLock { condition in
      guard condition.generation == generation, !condition.status.isDamaged else { return false }
      let isNews = condition.status.fault != fault
      condition.status = ItemDatabaseStatus(fault: fault, isDamaged: error.isDamage)
      return isNews
    }
    if isNews { report(.itemsUnavailable(fault)) }
  }

  /// Says that everything could be read.
  func reportSuccess() {
    let isNews = condition.withLock { condition in
      guard condition.status.fault != nil, !condition.status.isDamaged else { return false }
      condition.status.fault = nil
      return true
    }
    if isNews { report(.itemsAvailable) }
  }
}

/// What is wrong, without what to do about the journal.
private func words(_ error: JournalError) -> String {
  switch error {
  case .database(let path, let cause): "\(path): \(cause.description)"
  case .directory(let path, let problem): "\(path): \(problem)"
  default: error.description
  }
}

extension JournalError {
  /// Whether the file is somebody else's, and must be left alone.
  fileprivate var isRefusal: Bool {
    switch self {
    case .newer, .foreign: true
    default: false
    }
  }
}
