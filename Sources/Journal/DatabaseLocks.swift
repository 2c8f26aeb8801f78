// SPDX-License-Identifier: Apache-2.0

// SQLite's locks are record locks of fcntl(2), which belong to a process: when a process closes any
// descriptor of a file, it loses all its locks on that file, those of SQLite's connections too. So a
// descriptor that was opened to ask for others' locks is never closed.

import Synchronization
import SystemCalls
import Wire

/// The programs that hold locks on a database.
enum DatabaseLocks {
  /// Bytes of the -shm (sqlite.org/walformat.html, 2.2.1).
  private enum Shared {
    /// The locks of whoever writes, copies the log into the database, or recovers the log.
    static let writing: ClosedRange<Int64> = 120...122
    /// The locks of those who have a transaction open.
    static let reading: ClosedRange<Int64> = 123...127
  }

  /// The bytes of the database that are locked while another program has it for itself
  /// (sqlite.org/lockingv3.html): the pending byte, the reserved byte and the shared range.
  private static let whole: ClosedRange<Int64> = 0x4000_0000...0x4000_0201

  /// The processes whose locks keep this one from using a database; -1 stands for one that the kernel
  /// does not name.
  ///
  /// - Parameter path: the database.
  static func blocking(_ path: String) -> [Int32] {
    let index = path + "-shm"
    // Readers share the locks of reading and of the whole file, so only exclusive ones count.
    return unique(
      Shared.writing.compactMap { holder(of: index, $0...$0) }
        + Shared.reading.compactMap { holder(of: index, $0...$0, isExclusive: true) }
        + [holder(of: path, whole, isExclusive: true)].compactMap { $0 })
  }

  /// The processes that have a transaction open, so that the log cannot begin anew.
  static func reading(_ path: String) -> [Int32] {
    unique(Shared.reading.compactMap { holder(of: path + "-shm", $0...$0) })
  }

  private static func holder(
    of path: String, _ bytes: ClosedRange<Int64>, isExclusive: Bool = false
  ) -> Int32? {
    files.file(at: path)?.descriptor.lockHolder(of: bytes, isExclusive: isExclusive)
  }

  private static func unique(_ processes: [Int32]) -> [Int32] { Set(processes).sorted() }
}

/// Another program's lock or open transaction that is in the way.
public struct LockObstacle: Sendable, Equatable {
  /// The time from which on it has been in the way.
  public let since: Timestamp
  /// The processes that hold locks; -1 stands for one that the kernel does not name.
  public let processes: [Int32]
}

/// The files that were opened to ask for locks, for as long as the process lives.
private let files = KeptFiles()

private final class KeptFiles: Sendable {
  final class File: Sendable {
    let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
  }

  /// More than one of a file if it took the place of another one while it was being opened.
  private let opened = Mutex<[FileIdentity: [File]]>([:])

  /// The file at `path`; nil if it cannot be opened.
  func file(at path: String) -> File? {
    opened.withLock { opened in
      if let identity = JournalFiles.identity(of: path), let known = opened[identity]?.first {
        return known
      }
      guard let descriptor = try? Descriptor(opening: path, .readOnly) else { return nil }
      let file = File(descriptor)
      guard let status = try? Stat.of(descriptor: file.descriptor.number) else {
        _ = Unmanaged.passRetained(file)
        return nil
      }
      opened[status.identity, default: []].append(file)
      return file
    }
  }
}
