// SPDX-License-Identifier: Apache-2.0

import SystemCalls

/// Why a journal cannot be opened.
public enum JournalError: Error, Sendable, Equatable {
  /// The directory cannot be used: a failed call's words.
  case directory(path: String, problem: String)
  /// The kernel refuses something that has nothing to do with the directory.
  case system(SystemCallError)
  /// Another process holds the directory.
  case inUse(path: String, process: Int32?)
  /// A later version of this program wrote the journal.
  case newer(path: String, version: Int, known: Int)
  /// The file is a database, but no journal.
  case foreign(path: String)
  /// SQLite cannot work with the file.
  case database(path: String, SQLiteError)
  /// The daemon ends.
  case closed
}

extension JournalError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .directory(let path, let problem):
      "The state directory \(path) cannot be used: \(problem). Make it writable for this user, "
        + "or name another with --state."
    case .system(let error):
      "The kernel refuses what the journal needs: \(error)."
    case .inUse(let path, let process):
      "Another scand\(process.map { " (process \($0))" } ?? "") uses the state directory \(path). "
        + "Stop it first, or name another directory with --state."
    case .newer(let path, let version, let known):
      "\(path) was written by a newer scand (schema \(version); this one knows up to \(known)). "
        + "It was left as it is. Install that version again."
    case .foreign(let path):
      "\(path) is a database of another program. It was left as it is. "
        + "Move it away, or name another directory with --state."
    case .database(let path, let error):
      "The journal \(path) cannot be used: \(error.description)."
    case .closed:
      "The journal is being closed; try again in a moment."
    }
  }
}

extension JournalError {
  /// Whether the file is not, or no longer, a sound database.
  var isDamage: Bool {
    if case .database(_, let error) = self { error.isDamage } else { false }
  }

  /// The error of a failed call on `path`, in the words of strerror(3).
  static func directory(_ path: String, _ error: SystemCallError) -> JournalError {
    .directory(path: path, problem: error.reason)
  }
}
