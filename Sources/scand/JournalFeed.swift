// SPDX-License-Identifier: Apache-2.0

// The feed knows the journal only through its own protocol; here the two meet.

import Feed
import Journal
import Wire

/// The journal and the roster of scanners as the socket's server asks for them.
struct JournalFeed: FeedSource {
  let store: ScanJournal
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
    try recordPage { () throws(JournalError) in
      try store.page(after: after, limit: limit, filter: filter)
    }
  }

  func trace(_ request: Request.Trace) throws(RequestError) -> RecordPage {
    try recordPage { () throws(JournalError) in try store.trace(request) }
  }

  func answer(
    _ question: Request.Question, from peer: Peer, to json: inout JSONWriter
  ) throws(RequestError) {
    switch question {
    case .status: writeStatus(to: &json)
    case .scanners: writeScanners(to: &json)
    case .subscribers: try writeSubscribers(to: &json)
    case .items(let request): try writeItems(request, to: &json)
    case .recalls(let request): try writeRecalls(request, to: &json)
    case .exceptions(let request): try writeExceptions(request, to: &json)
    }
  }

  func carryOut(
    _ order: Request.Order, from peer: Peer,
    then: @escaping @Sendable (Result<[UInt8], RequestError>) -> Void
  ) {
    let author = Author(uid: peer.uid, name: userName(of: peer.uid))
    switch order {
    case .acknowledge(let subscriber, let cursor, let journal):
      acknowledge(subscriber, cursor, of: journal, by: SubscriberUser(peer), then)
    case .forget(let subscriber): forget(subscriber, then)
    case .resolve(let cursors, let note): resolve(cursors, note: note, by: author, then)
    case .backup(let backup): carryOut(backup, then)
    case .setItems, .removeItem, .beginItemsAnew, .addRecall, .liftRecall:
      then(changeItems(order, by: author))
    }
  }

  func resume(
    _ subscriber: String, after: Int64?, from peer: Peer,
    then: @escaping @Sendable (Result<Int64, RequestError>) -> Void
  ) {
    store.resume(subscriber, after: after, by: SubscriberUser(peer)) {
      then($0.mapError(RequestError.init))
    }
  }

  private func recordPage(
    _ read: () throws(JournalError) -> Page
  ) throws(RequestError) -> RecordPage {
    let page = try answering(read)
    return RecordPage(records: page.entries.map { ($0.cursor, $0.body) }, through: page.through)
  }

  /// The result of `read`; an error of the journal becomes the client's error.
  func answering<T>(_ read: () throws(JournalError) -> T) throws(RequestError) -> T {
    do throws(JournalError) {
      return try read()
    } catch {
      throw RequestError(error)
    }
  }
}

extension RequestError {
  /// The error on the wire for an error of the journal.
  init(_ error: JournalError) {
    self.init(error.code.onWire, error.description)
  }
}

extension JournalError.Code {
  /// The code on the wire (docs/protocol.md).
  fileprivate var onWire: String {
    switch self {
    case .directoryUnusable, .inUse, .newerSchema, .foreignDatabase, .closed, .unwritable:
      "journal-unwritable"
    case .unreadable: "journal-unreadable"
    case .itemsUnavailable: "items-unavailable"
    case .itemsSound: "items-sound"
    case .noSuchRecall: "no-such-recall"
    case .alreadyLifted: "already-lifted"
    case .batchLost: "batch-lost"
    case .batchTooLong: "batch-too-long"
    case .noException: "no-exception"
    case .alreadyResolved: "already-resolved"
    case .badNote: "bad-value"
    case .unknownSubscriber: "unknown-subscriber"
    case .foreignSubscriber: "not-allowed"
    case .tooManySubscribers: "too-many-subscribers"
    case .cursorAhead: "cursor-ahead"
    case .otherJournal: "journal-changed"
    case .backupBusy: "backup-busy"
    case .backupGone: "backup-gone"
    case .noRoom: "no-room"
    case .backupFailed, .unsoundBackup: "backup-failed"
    }
  }
}
