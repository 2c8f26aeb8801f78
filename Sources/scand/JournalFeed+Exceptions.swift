// SPDX-License-Identifier: Apache-2.0

import Feed
import Journal
import Wire

extension JournalFeed {
  /// Rejected and incomplete records, and what came of them: what `scanctl exceptions` shows.
  func writeExceptions(
    _ request: Request.Exceptions, to json: inout JSONWriter
  ) throws(RequestError) {
    let found = try answering { () throws(JournalError) in try store.exceptions(request) }
    let status = store.status
    json.object { json in
      json.key("exceptions")
      json.array { json in
        for (entry, resolution) in zip(found.page.entries, found.resolutions) {
          json.object { json in
            json.key("record")
            json.record(body: entry.body, cursor: entry.cursor)
            if let resolution {
              json.key("resolved")
              resolution.write(to: &json)
            }
          }
        }
      }
      json.number("through", found.page.through)
      json.number("head", max(status.head, found.page.through))
      json.key("complete")
      json.boolean(found.page.through >= status.head)
      json.number("open", status.openExceptions)
    }
  }

  func resolve(
    _ cursors: [Int64], note: String, by author: Author,
    _ then: @escaping @Sendable (Result<[UInt8], RequestError>) -> Void
  ) {
    store.resolve(cursors, note: note, by: author) { result in
      then(
        result.mapError(RequestError.init).map { resolution in
          var json = JSONWriter()
          json.object { json in
            json.key("cursors")
            json.array { json in for cursor in Set(cursors).sorted() { json.number(cursor) } }
            json.key("resolved")
            resolution.write(to: &json)
          }
          return json.bytes
        })
    }
  }
}

extension Resolution {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      change.writeFields(to: &json)
      json.field("note", note)
    }
  }
}

extension Change {
  /// Writes when something was changed, and by whom.
  func writeFields(to json: inout JSONWriter) {
    json.field("time", time.description)
    json.number("uid", author.uid)
    json.field("user", author.name)
  }
}
