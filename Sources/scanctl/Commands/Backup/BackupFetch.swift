// SPDX-License-Identifier: Apache-2.0

import FeedClient
import FoundationEssentials
import Glibc
import Wire

/// Has the daemon make a backup, and fetches it piece by piece.
final class BackupFetch {
  private let connection: FeedConnection
  private var id = ""

  init(_ connection: FeedConnection) {
    self.connection = connection
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

  /// Writes all of the copy into `draft` and has the daemon remove it.
  func receive(length: Int64, into draft: Draft, progress: (Int64) -> Void) {
    var offset: Int64 = 0
    while offset < length {
      guard case .string(let text)? = give(.read(id: id, offset: offset))["base64"],
        let bytes = Data(base64Encoded: text), !bytes.isEmpty
      else {
        draft.remove()
        fail(.malformed("backup"))
      }
      draft.write(Array(bytes))
      offset += Int64(bytes.count)
      progress(offset)
    }
    _ = give(.end(id: id))
  }

  private func give(_ backup: Request.Backup) -> JSONValue {
    connection.answer(to: .backup(backup))
  }
}

/// A file that is written beside its place and put there when it is whole.
struct Draft {
  /// Where it is written.
  let path: String
  private let place: String
  private let descriptor: Int32

  /// Begins a file that is to be at `place`, or ends the program.
  init(of place: String) {
    self.place = place
    path = place + ".partial"
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
    if descriptor < 0 {
      fail(EX_CANTCREAT, "\(visible(path)): \(String(cString: strerror(errno)))")
    }
  }

  /// Appends `bytes` (write(2)), or ends the program.
  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0 { end() }
      rest = rest.dropFirst(count)
    }
  }

  /// Makes it durable (fsync(2)) and gives it its name (rename(2)), or ends the program.
  func publish() {
    guard fsync(descriptor) == 0, rename(path, place) == 0 else { end() }
    close(descriptor)
  }

  /// Removes what was written.
  func remove() {
    unlink(path)
  }

  private func end() -> Never {
    let problem = String(cString: strerror(errno))
    remove()
    fail(EX_IOERR, "\(visible(path)): \(problem)")
  }
}
