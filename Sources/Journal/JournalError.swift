// SPDX-License-Identifier: Apache-2.0

// The one error of this module. A database connection knows which part of the journal it serves, so
// an error that SQLite reports gets its code where it is made and passes through unchanged.

import CSQLite
import SystemCalls
import Tracking
import Wire

/// An error of the journal, of items and recalls, or of a backup.
public struct JournalError: Error, Sendable, Equatable {
  /// The kind of an error.
  public enum Code: Sendable, CaseIterable {
    /// A system call on the state directory failed.
    case directoryUnusable
    /// A system call that has nothing to do with the directory failed.
    case systemCallFailed
    /// Another process holds the state directory.
    case inUse
    /// A later version of this program wrote the file.
    case newerSchema
    /// The file is a database of another program.
    case foreignDatabase
    /// The journal is being closed.
    case closed
    /// SQLite cannot read records.
    case unreadable
    /// SQLite cannot write records or what belongs to them.
    case unwritable

    /// Items and recalls cannot be read or changed.
    case itemsUnavailable
    /// Items and recalls are sound, so there is no reason to begin anew.
    case itemsSound
    /// There never was a recall of this number.
    case noSuchRecall
    /// The recall was lifted before.
    case alreadyLifted
    /// Earlier parts of the batch are gone, or another part was due.
    case batchLost
    /// The batch has more items than are allowed.
    case batchTooLong

    /// There is no such record, or it was accepted.
    case noException
    /// The exception was resolved before.
    case alreadyResolved
    /// A value of a request is not acceptable.
    case badValue

    /// There is no subscriber of this name.
    case unknownSubscriber
    /// The subscriber belongs to another user.
    case foreignSubscriber
    /// The user has as many subscribers as are allowed.
    case tooManySubscribers
    /// The cursor is beyond the newest record.
    case cursorAhead
    /// The cursor belongs to another journal.
    case otherJournal

    /// Another backup is being made or fetched.
    case backupBusy
    /// There is no backup of this id.
    case backupGone
    /// The disk has too little room for a backup.
    case noRoom
    /// The backup could not be made or read.
    case backupFailed
    /// The file is not a sound backup.
    case unsoundBackup
  }

  /// The kind of the error.
  public let code: Code
  /// SQLite's extended result code (sqlite3_extended_errcode); 0 if SQLite reported no error.
  let sqliteCode: Int32
  /// The cause, without a full stop, for codes whose sentence `description` begins; else the sentence.
  let detail: String

  /// An error; `detail` may quote a damaged file, of which names and values may be any text.
  init(_ code: Code, _ detail: String, sqliteCode: Int32 = 0) {
    self.code = code
    self.sqliteCode = sqliteCode
    self.detail = Self.shown(detail)
  }

  /// The longest detail in bytes: more would not fit into the status line of the service manager.
  private static let longest = 1500

  /// Text that can be shown, cut where it is longer than any of ours.
  private static func shown(_ detail: String) -> String {
    let shown = visible(detail)
    if shown.utf8.count <= longest { return shown }
    return String(String.UnicodeScalarView(shown.unicodeScalars.prefix(longest / 4))) + "…"
  }
}

extension JournalError: CustomStringConvertible {
  /// One or two sentences: the problem and, where there is one, the remedy.
  public var description: String {
    switch code {
    case .directoryUnusable:
      "The state directory cannot be used: \(detail). Make it writable for this user, "
        + "or name another directory with --state."
    case .systemCallFailed: "The kernel refuses a call that the journal needs: \(detail)."
    case .unreadable: "The journal cannot be read just now: \(detail)."
    case .unwritable: "The journal cannot be used: \(detail)."
    case .itemsUnavailable: "Items and recalls cannot be read or changed: \(detail)."
    case .backupFailed: "The backup failed: \(detail)."
    case .unsoundBackup: "This is not a sound backup: \(detail)."
    default: detail
    }
  }
}

extension JournalError {
  /// True if the file is not, or no longer, a sound database.
  var isDamage: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(sqliteCode & 0xFF) }

  /// True if another connection held a lock for longer than the busy timeout.
  var isBusy: Bool { [SQLITE_BUSY, SQLITE_PROTOCOL].contains(sqliteCode & 0xFF) }

  /// A failed system call on a file of the state directory.
  static func directory(_ path: String, _ error: SystemCallError) -> JournalError {
    JournalError(.directoryUnusable, "\(path): \(error.reason)")
  }

  /// A failed system call that has nothing to do with the state directory.
  static func system(_ error: SystemCallError) -> JournalError {
    JournalError(.systemCallFailed, error.description)
  }

  /// Another process, if it is known which, holds the state directory.
  static func inUse(path: String, process: Int32?) -> JournalError {
    JournalError(
      .inUse,
      "Another scand\(process.map { " (process \($0))" } ?? "") uses the state directory \(path). "
        + "Stop it first, or name another directory with --state.")
  }

  /// An item or a recall that cannot be.
  init(_ error: ItemError) {
    self.init(.badValue, error.description)
  }

  /// The journal takes no more writes.
  static let closed = JournalError(.closed, "The journal is being closed; try again in a moment.")

  /// Items and recalls cannot be used for the reason that `detail` gives.
  static func itemsUnavailable(_ detail: String) -> JournalError {
    JournalError(.itemsUnavailable, detail)
  }
}
