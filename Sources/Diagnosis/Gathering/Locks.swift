// SPDX-License-Identifier: Apache-2.0

// The holders of record locks are in /proc/locks (proc_locks(5)), for root with everybody's
// processes. Asking with fcntl(2) would name one of several.

import Glibc
import TerminalIO

extension StorageFacts {
  /// The bytes of a database's -shm that whoever writes to it locks (sqlite.org/walformat.html).
  private static let writing: ClosedRange<Int64> = 120...122

  /// Gathers the files of the directory, if this user may list it.
  mutating func gatherFiles() {
    files = names(in: directory).filter { $0 == "lock" || $0.contains(".db") }.compactMap { name in
      Diagnosis.status(of: "\(directory)/\(name)").map { found in
        File(
          name: name, owner: found.ownerName, group: found.groupName, mode: found.permissions)
      }
    }
  }

  /// Gathers the locks of other programs than the daemon on the databases.
  mutating func gatherLocks(except daemon: Int32?) {
    let table = FileContents(of: "/proc/locks").text
    for database in ["journal.db", "items.db"] {
      guard let found = Diagnosis.status(of: "\(directory)/\(database)-shm") else { continue }
      let processes = lockHolders(in: table, of: UInt64(found.st_ino), Self.writing)
      locks += processes.filter { $0 != daemon }.map { Lock(database, $0) }
    }
  }
}

extension StorageFacts.Lock {
  /// A lock of a program that runs (proc(5)).
  fileprivate init(_ database: String, _ process: Int32) {
    var name = FileContents(of: "/proc/\(process)/comm").text
    if name.hasSuffix("\n") { name.removeLast() }
    let user = status(of: "/proc/\(process)")?.ownerName ?? "?"
    self.init(database: database, process: process, name: name, user: user)
  }
}

/// The processes with a record lock on some of these bytes of a file, from a table like /proc/locks:
/// `1: POSIX  ADVISORY  READ 4711 fe:01:1234 120 120`. Locks of open files have no process.
func lockHolders(in table: String, of inode: UInt64, _ bytes: ClosedRange<Int64>) -> [Int32] {
  let holders = table.split(separator: "\n").compactMap { line -> Int32? in
    let fields = line.split(separator: " ")
    guard fields.count == 8, fields[1] == "POSIX", let process = Int32(fields[4]), process > 0,
      fields[5].split(separator: ":").last.flatMap({ UInt64($0) }) == inode,
      let first = Int64(fields[6])
    else { return nil }
    let last = Int64(fields[7]) ?? .max
    return first <= bytes.upperBound && last >= bytes.lowerBound ? process : nil
  }
  return Set(holders).sorted()
}
