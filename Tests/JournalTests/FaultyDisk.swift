// SPDX-License-Identifier: Apache-2.0

import CFaultyVFS
import CSQLite
import Foundation
import Testing

@testable import Journal

/// A directory on a fault-injecting VFS, which logs what SQLite does and simulates I/O errors and power
/// loss. It exists as long as the value does.
final class FaultyDisk: @unchecked Sendable {
  // All calls of the C module may come from any thread.
  private let disk: OpaquePointer
  let directory: TemporaryDirectory

  /// Makes a directory a faulty disk; what is in it is durable.
  init(_ directory: TemporaryDirectory = try! TemporaryDirectory()) throws {
    self.directory = directory
    disk = try #require(faulty_disk_attach(directory.path))
  }

  deinit {
    faulty_disk_detach(disk)
  }

  /// The number of writes, syncs and other logged steps.
  var steps: Int { faulty_disk_steps(disk) }
  /// The number of calls that can fail, since `fail`.
  var calls: Int { faulty_disk_calls(disk) }
  /// The number of calls that failed.
  var failures: Int { faulty_disk_failures(disk) }
  /// The call that failed last.
  var failure: String { String(cString: faulty_disk_failure(disk)) }

  /// A new directory with the files that the disk could hold after a power loss before `step`.
  func image(before step: Int, keeping fate: Fate) throws -> TemporaryDirectory {
    let image = try TemporaryDirectory()
    let code =
      switch fate {
      case .nothing: faulty_disk_image(disk, step, FAULTY_NONE_KEPT, 0, image.path)
      case .everything: faulty_disk_image(disk, step, FAULTY_ALL_KEPT, 0, image.path)
      case .some(let seed): faulty_disk_image(disk, step, FAULTY_SOME_KEPT, seed, image.path)
      }
    try #require(code == 0, "\(String(cString: strerror(code)))")
    return image
  }

  /// Makes the `number`th call of these kinds from now on fail, and all behind it if `persistently`.
  func fail(
    kinds: Int = FAULTY_ANY, call number: Int, persistently: Bool, variant: Int = 0
  ) {
    let count = persistently ? Int.max / 2 : 1
    faulty_disk_fail(disk, UInt32(kinds), number, count, UInt32(variant))
  }

  /// Ends every fault.
  func heal() {
    faulty_disk_heal(disk)
    faulty_disk_set_quota(disk, -1)
    faulty_disk_set_read_only(disk, false)
  }

  /// Lets the files grow to so many bytes together.
  func setQuota(_ bytes: Int64) { faulty_disk_set_quota(disk, bytes) }

  /// Behaves as a file system that was remounted read-only.
  func makeReadOnly() { faulty_disk_set_read_only(disk, true) }

  /// Sets the number of pages after which a writer checkpoints; SQLite's default is 1,000.
  func setCheckpoint(pages: Int32) { faulty_disk_set_checkpoint(disk, pages) }

  /// Runs a statement on the connection that was opened last, which must be this thread's.
  func execute(_ sql: String) throws {
    let connection = try #require(faulty_disk_connection(disk).map { OpaquePointer($0) })
    try #require(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
  }
}

/// The fate of unsynced writes at a power loss.
enum Fate: Equatable {
  /// None is kept.
  case nothing
  /// All are kept.
  case everything
  /// By a seed, each sector is kept, lost or garbled.
  case some(UInt64)
}
