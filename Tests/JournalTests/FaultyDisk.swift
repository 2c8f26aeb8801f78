// SPDX-License-Identifier: Apache-2.0

import CFaultyVFS
import CSQLite
import Foundation
import Testing

@testable import Journal

/// A directory on a disk that logs what SQLite does, can fail, and knows what would be left of it
/// had the power gone. It exists as long as the value does.
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

  /// How many writes, syncs and the like there were.
  var steps: Int { faulty_disk_steps(disk) }
  /// How many calls that can fail there were since `fail`.
  var calls: Int { faulty_disk_calls(disk) }
  /// How many calls failed.
  var failures: Int { faulty_disk_failures(disk) }
  /// Which call failed last.
  var failure: String { String(cString: faulty_disk_failure(disk)) }

  /// A new directory with what the disk could hold if the power had gone before `step`.
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

  /// Has whoever writes checkpoint after so many pages instead of 1,000.
  func setCheckpoint(pages: Int32) { faulty_disk_set_checkpoint(disk, pages) }

  /// Has the connection that was opened last, which must be this thread's, run a statement.
  func execute(_ sql: String) throws {
    let connection = try #require(faulty_disk_connection(disk).map { OpaquePointer($0) })
    try #require(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
  }
}

/// What becomes of the writes that no sync has confirmed when the power goes.
enum Fate: Equatable {
  /// None is kept.
  case nothing
  /// All are kept.
  case everything
  /// By a seed, each sector is kept, lost or garbled.
  case some(UInt64)
}
