// SPDX-License-Identifier: Apache-2.0

// The feed knows the journal only through its own protocol; here the two meet. Each request is answered
// with the type that it names, and an error of the journal becomes one of the wire in one place.

import Feed
import Journal
import Tracking
import Wire

/// The journal and the roster of scanners, as the socket's server asks for them.
struct JournalFeed: FeedSource {
  let journal: ScanJournal
  let roster: Roster
  let layouts: LayoutWatch
  let started: Timestamp
  let paths: Paths
  var desk = TapDesk()

  var journalID: String { journal.status.uuid }

  func bounds() -> FeedBounds {
    let status = journal.status
    return FeedBounds(oldest: status.oldest, head: status.head)
  }

  func page(
    after: Int64, filter: RecordFilter, limits: PageLimits
  ) throws(RequestError) -> RecordPage {
    do throws(JournalError) {
      return try journal.page(after: after, filter: filter, limits: limits)
    } catch {
      throw RequestError(error)
    }
  }

  func trace(
    _ request: Request.Trace, after: Int64, limits: PageLimits
  ) throws(RequestError) -> RecordPage {
    do throws(JournalError) {
      return try journal.trace(request, after: after, limits: limits)
    } catch {
      throw RequestError(error)
    }
  }

  func resume(
    _ subscriber: String, after: Int64?, from peer: Peer,
    then: @escaping @Sendable (Result<Int64, RequestError>) -> Void
  ) {
    journal.resume(subscriber, after: after, by: SubscriberUser(peer)) {
      then($0.mapError(RequestError.init))
    }
  }

  var unfinishedBatch: (uid: UInt32, bytes: Int)? {
    journal.itemDatabase.batch.map { ($0.uid, $0.bytes) }
  }

  func ended(_ peer: Peer) {
    journal.itemDatabase.ended(peer.connection)
  }
}

extension SubscriberUser {
  init(_ peer: Peer) {
    self.init(uid: peer.uid, isAdministrator: peer.isAdministrator)
  }
}

extension RequestError {
  /// The error of the wire that an error of the journal becomes.
  init(_ error: JournalError) {
    self.init(Code(error.code), error.description)
  }
}

extension RequestError.Code {
  fileprivate init(_ code: JournalError.Code) {
    self =
      switch code {
      case .directoryUnusable, .systemCallFailed, .inUse, .newerSchema, .foreignDatabase, .closed,
        .unwritable:
        .journalUnwritable
      case .unreadable: .journalUnreadable
      case .itemsUnavailable: .itemsUnavailable
      case .itemsSound: .itemsSound
      case .noSuchRecall: .noSuchRecall
      case .alreadyLifted: .alreadyLifted
      case .batchLost: .batchLost
      case .batchTooLong: .batchTooLong
      case .noException: .noException
      case .alreadyResolved: .alreadyResolved
      case .badValue: .badValue
      case .unknownSubscriber: .unknownSubscriber
      case .foreignSubscriber: .notAllowed
      case .tooManySubscribers: .tooManySubscribers
      case .cursorAhead: .cursorAhead
      case .otherJournal: .journalChanged
      case .backupBusy: .backupBusy
      case .backupGone: .backupGone
      case .noRoom: .noRoom
      case .backupFailed, .unsoundBackup: .backupFailed
      }
  }
}
