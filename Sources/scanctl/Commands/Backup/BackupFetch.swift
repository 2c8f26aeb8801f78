// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Glibc
import TerminalIO
import Wire

/// Has the daemon make a backup, and fetches it piece by piece.
final class BackupFetch {
  private let connection: FeedConnection
  private var id = ""

  /// A backup of the daemon's journal.
  init(_ connection: FeedConnection) {
    self.connection = connection
  }

  /// Waits until the copy is whole.
  ///
  /// - Returns: its length in bytes.
  func make(progress: (Int64, Int64) -> Void) throws(CommandFailure) -> Int64 {
    var state = try connection.answer(to: Request.BeginBackup())
    id = state.id
    while true {
      if let length = state.length { return length }
      progress(Int64(state.done), Int64(state.pages))
      usleep(50_000)
      state = try connection.answer(to: Request.BackupProgress(id: id))
    }
  }

  /// Writes all of the copy into `output` and has the daemon remove it.
  func receive(length: Int64, into output: OutputFile, progress: (Int64) -> Void) throws {
    var offset: Int64 = 0
    while offset < length {
      let part = try connection.answer(to: Request.ReadBackup(id: id, offset: offset))
      if part.bytes.isEmpty { throw FeedClientError.malformed("backup") }
      try output.write(part.bytes)
      offset += Int64(part.bytes.count)
      progress(offset)
    }
    _ = try connection.answer(to: Request.EndBackup(id: id))
  }
}
