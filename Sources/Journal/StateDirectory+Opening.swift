// SPDX-License-Identifier: Apache-2.0

// A damaged database must not keep a dock door from scanning, and must not be lost either: it is
// set aside with its -wal and -shm, and a new journal with a new uuid begins. Damage is believed
// only when a fresh connection meets it twice.

/// A damaged journal that was moved out of the way.
public struct SetAside: Sendable, Equatable {
  /// Where it is now; its -wal and -shm are beside it.
  public let path: String
  /// What SQLite said of it.
  public let cause: String
}

extension StateDirectory {
  /// Opens the journal for writing, after setting a damaged one aside.
  func openConnection() throws(JournalError) -> (connection: WriterConnection, setAside: SetAside?)
  {
    if hasOrphanedLog {
      return try replaceJournal(cause: "the database is gone or empty, and its log is not")
    }
    var damage: SQLiteError?
    for _ in 1...2 {
      do throws(JournalError) {
        return (try openOnce(), nil)
      } catch .database(_, let cause) where cause.isDamage {
        damage = cause
      }
    }
    return try replaceJournal(cause: damage?.description ?? "")
  }

  /// Sets the journal aside and begins a new one.
  func replaceJournal(cause: String) throws(JournalError) -> (
    connection: WriterConnection, setAside: SetAside?
  ) {
    let aside = SetAside(path: try setAside(journal, stamp: fileStamp()), cause: cause)
    return (try openOnce(), aside)
  }

  /// Opens what stands in the place of the journal that was in use; the log of that one, which
  /// SQLite would take for the log of this one, is set aside.
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

/// The present moment as a file's name shows it: `20261123T080600Z`.
func fileStamp() -> String {
  wallClock().description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
}
