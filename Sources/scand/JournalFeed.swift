// SPDX-License-Identifier: Apache-2.0

// The feed knows the journal only through its own protocol; here the two meet.

import Feed
import Journal
import Wire

/// The journal and the roster of scanners as the socket's server asks for them.
struct JournalFeed: FeedSource {
  let store: Journal
  let roster: Roster
  let started: Timestamp
  let places: Places

  var journal: String { store.status.uuid }

  func bounds() -> FeedBounds {
    let status = store.status
    return FeedBounds(oldest: status.oldest, head: status.head)
  }

  func page(
    after: Int64, limit: Int, filter: RecordFilter
  ) throws(RequestError) -> RecordPage {
    try answering { () throws(SQLiteError) in
      try store.page(after: after, limit: limit, filter: filter)
    }
  }

  func trace(_ request: Request.Trace) throws(RequestError) -> RecordPage {
    try answering { () throws(SQLiteError) in try store.trace(request) }
  }

  func answer(
    _ question: Request.Question, from peer: Peer, to json: inout JSONWriter
  ) throws(RequestError) {
    switch question {
    case .status: writeStatus(to: &json)
    case .scanners: writeScanners(to: &json)
    }
  }

  private func answering(
    _ read: () throws(SQLiteError) -> Page
  ) throws(RequestError) -> RecordPage {
    do throws(SQLiteError) {
      let page = try read()
      return RecordPage(
        records: page.entries.map { ($0.cursor, $0.body) }, through: page.through)
    } catch {
      throw RequestError(
        "journal-unreadable", "The journal cannot be read just now: \(error.description).")
    }
  }
}
