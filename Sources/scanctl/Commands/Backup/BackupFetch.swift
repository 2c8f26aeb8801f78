// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Glibc
import TerminalIO
import Wire

/// Has the daemon make a backup, and fetches it piece by piece.
final class BackupFetch {
  private let connection: FeedConnection
  private let cleanUp: () -> Void
  private var id = ""

  /// - Parameter cleanUp: is called before the program ends because there is no backup.
  init(_ connection: FeedConnection, orElse cleanUp: @escaping () -> Void) {
    self.connection = connection
    self.cleanUp = cleanUp
  }

  /// Waits until the copy is whole.
  ///
  /// - Returns: its length in bytes.
  func make(progress: (Int64, Int64) -> Void) -> Int64 {
    var state = answer(to: Request.BeginBackup())
    id = state.id
    while true {
      if let length = state.length { return length }
      progress(Int64(state.done), Int64(state.pages))
      usleep(50_000)
      state = answer(to: Request.BackupProgress(id: id))
    }
  }

  /// Writes all of the copy into `output` and has the daemon remove it.
  func receive(
    length: Int64, into output: OutputFile, progress: (Int64) -> Void
  ) throws(OutputError) {
    var offset: Int64 = 0
    while offset < length {
      let part = answer(to: Request.ReadBackup(id: id, offset: offset))
      guard !part.bytes.isEmpty else {
        cleanUp()
        fail(.malformed("backup"))
      }
      try output.write(part.bytes)
      offset += Int64(part.bytes.count)
      progress(offset)
    }
    _ = answer(to: Request.EndBackup(id: id))
  }

  private func answer<Kind: AnsweredRequest>(to request: Kind) -> Kind.Answer {
    do throws(FeedClientError) {
      return try connection.ask(request)
    } catch {
      cleanUp()
      fail(error, asking: request)
    }
  }
}
