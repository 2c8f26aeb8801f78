// SPDX-License-Identifier: Apache-2.0

import Feed
import Journal
import Wire

extension JournalFeed {
  /// Begins, shows, sends or removes a backup: what `scanctl backup` asks for.
  func carryOut(
    _ backup: Request.Backup, _ then: (Result<[UInt8], RequestError>) -> Void
  ) {
    then(
      Result { () throws(RequestError) in
        do throws(JournalError) {
          return try answer(backup)
        } catch {
          throw RequestError(error)
        }
      })
  }

  private func answer(_ backup: Request.Backup) throws(JournalError) -> [UInt8] {
    var json = JSONWriter()
    switch backup {
    case .begin: write(try store.beginBackup(), to: &json)
    case .progress(let id): write(try store.backupProgress(id), to: &json)
    case .read(let id, let offset):
      let bytes = try store.readBackup(id, at: offset)
      json.object { json in
        json.field("id", id)
        json.number("offset", offset)
        json.key("base64")
        json.base64(bytes)
      }
    case .end(let id):
      try store.endBackup(id)
      json.object { $0.field("id", id) }
    }
    return json.bytes
  }

  private func write(_ progress: BackupProgress, to json: inout JSONWriter) {
    json.object { json in
      json.field("id", progress.id)
      json.number("pages", progress.pages)
      json.number("done", progress.done)
      if let length = progress.length { json.number("length", length) }
    }
  }
}
