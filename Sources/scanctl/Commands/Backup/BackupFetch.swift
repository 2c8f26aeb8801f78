// SPDX-License-Identifier: Apache-2.0

import FeedClient
import FoundationEssentials
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

  /// Waits until the copy is whole; gives its length in bytes.
  func make(progress: (Int64, Int64) -> Void) -> Int64 {
    var state = give(.begin)
    guard case .string(let id)? = state["id"] else { fail(.malformed("backup")) }
    self.id = id
    while true {
      if let length = state["length"]?.integer { return length }
      progress(state["done"]?.integer ?? 0, state["pages"]?.integer ?? 0)
      usleep(50_000)
      state = give(.progress(id: id))
    }
  }

  /// Writes all of the copy into `output` and has the daemon remove it.
  func receive(
    length: Int64, into output: OutputFile, progress: (Int64) -> Void
  ) throws(OutputError) {
    var offset: Int64 = 0
    while offset < length {
      guard case .string(let text)? = give(.read(id: id, offset: offset))["base64"],
        let bytes = Data(base64Encoded: text), !bytes.isEmpty
      else {
        cleanUp()
        fail(.malformed("backup"))
      }
      try output.write(Array(bytes))
      offset += Int64(bytes.count)
      progress(offset)
    }
    _ = give(.end(id: id))
  }

  private func give(_ backup: Request.Backup) -> JSONValue {
    do throws(FeedClientError) {
      return try connection.ask(.backup(backup))
    } catch {
      cleanUp()
      fail(error, giving: .backup(backup))
    }
  }
}
