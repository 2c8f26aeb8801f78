// SPDX-License-Identifier: Apache-2.0

// A damaged database must not stop a dock door from scanning, and must not be lost either. It is set
// aside with its -wal and -shm, and a new journal with a new uuid begins. Damage counts only when a
// second new connection meets it too.

/// A damaged journal that was moved out of the way.
public struct SetAside: Sendable, Equatable {
  /// The new path of the database; its -wal and -shm are beside it.
  public let path: String
  /// The cause, in the words of SQLite.
  public let cause: String
}

extension StateDirectory {
  /// Opens the journal for writing, after setting a damaged one aside.
  func openConnection() throws(JournalError) -> (connection: WriterConnection, setAside: SetAside?)
  {
    if hasOrphanedLog {
      return try replaceJournal(cause: "the database is gone or empty, and its log is not")
    }
    do throws(JournalError) {
      return (try openOnce(), nil)
    } catch {
      guard error.isDamage else { throw error }
    }
    do throws(JournalError) {
      return (try openOnce(), nil)
    } catch {
      guard error.isDamage else { throw error }
      return try replaceJournal(cause: error.detail)
    }
  }

  /// Sets the journal aside and begins a new one.
  func replaceJournal(cause: String) throws(JournalError) -> (
    connection: WriterConnection, setAside: SetAside?
  ) {
    let aside = SetAside(path: try setAside(journal, stamp: fileStamp()), cause: cause)
    return (try openOnce(), aside)
  }

  /// Opens the database that replaced the journal in use. The log of the old journal, which SQLite
  /// would take for the log of the new one, is set aside.
  func openReplacement() throws(JournalError) -> (connection: WriterConnection, setAside: SetAside?)
  {
    let aside = try setAside(journal, stamp: fileStamp(), suffixes: ["-wal", "-shm"])
    let (connection, _) = try openConnection()
    return (
      connection, SetAside(path: aside, cause: "it was removed or replaced while it was in use")
    )
  }

  private func openOnce() throws(JournalError) -> WriterConnection {
    let connection = try WriterConnection(path: journal, now: wallClock().microseconds)
    try syncNames()
    return connection
  }
}

/// The present time for the name of a file: `20261123T080600Z`.
func fileStamp() -> String {
  wallClock().description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
}
