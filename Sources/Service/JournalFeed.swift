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
  let started: Timestamp
  let paths: Paths

  var journalID: String { journal.status.uuid }

  func bounds() -> FeedBounds {
    let status = journal.status
    return FeedBounds(oldest: status.oldest, head: status.head)
  }

  func page(
    after: Int64, limit: Int, filter: RecordFilter
  ) throws(RequestError) -> RecordPage {
    do throws(JournalError) {
      return try journal.page(after: after, limit: limit, filter: filter)
    } catch {
      throw RequestError(error)
    }
  }

  func trace(_ request: Request.Trace) throws(RequestError) -> RecordPage {
    do throws(JournalError) {
      return try journal.trace(request)
    } catch {
      throw RequestError(error)
    }
  }

  func answer(_ query: Request.Query) throws(RequestError) -> EncodedAnswer {
    do throws(JournalError) {
      switch query {
      case .status: return EncodedAnswer(status(), to: Request.Status.self)
      case .scanners: return EncodedAnswer(scanners(), to: Request.Scanners.self)
      case .subscribers: return EncodedAnswer(try subscribers(), to: Request.Subscribers.self)
      case .items(let request): return EncodedAnswer(try items(request), to: Request.Items.self)
      case .recalls(let request):
        return EncodedAnswer(try recalls(request), to: Request.Recalls.self)
      case .exceptions(let request):
        return EncodedAnswer(try exceptions(request), to: Request.Exceptions.self)
      }
    } catch {
      throw RequestError(error)
    }
  }

  func carryOut(
    _ command: Request.Command, from peer: Peer,
    then: @escaping @Sendable (Result<EncodedAnswer, RequestError>) -> Void
  ) {
    let author = Author(uid: peer.uid, name: userName(of: peer.uid))
    switch command {
    case .acknowledge(let request):
      journal.acknowledge(
        request.subscriber, request.cursor, of: request.journal, by: SubscriberUser(peer)
      ) { then(answer(to: request, place(of: request.subscriber, $0))) }
    case .forgetSubscriber(let request):
      journal.forget(request.subscriber) {
        then(answer(to: request, place(of: request.subscriber, $0)))
      }
    case .resolve(let request):
      journal.resolve(request.cursors, note: request.note, by: author) { result in
        let cursors = Set(request.cursors).sorted()
        then(answer(to: request, result.map { ExceptionsResolved(cursors: cursors, resolved: $0) }))
      }
    case .setItems(let request): then(answer(to: request, by: author, set))
    case .removeItem(let request): then(answer(to: request, by: author, remove))
    case .beginItemsAnew(let request): then(answer(to: request, by: author, beginAnew))
    case .addRecall(let request): then(answer(to: request, by: author, recall))
    case .liftRecall(let request): then(answer(to: request, by: author, lift))
    case .backup(.begin(let request)): then(answer(to: request, by: author, beginBackup))
    case .backup(.progress(let request)): then(answer(to: request, by: author, backupProgress))
    case .backup(.read(let request)): then(answer(to: request, by: author, readBackup))
    case .backup(.end(let request)): then(answer(to: request, by: author, endBackup))
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

  /// The encoded answer to a request, or the error of the wire.
  private func answer<Kind: AnsweredRequest>(
    to request: Kind, _ result: Result<Kind.Answer, JournalError>
  ) -> Result<EncodedAnswer, RequestError> {
    result.map { EncodedAnswer($0, to: Kind.self) }.mapError(RequestError.init)
  }

  /// The encoded answer to a command that is carried out at once, or the error of the wire.
  private func answer<Kind: AnsweredRequest>(
    to request: Kind, by author: Author,
    _ carryOut: (Kind, Author) throws(JournalError) -> Kind.Answer
  ) -> Result<EncodedAnswer, RequestError> {
    do throws(JournalError) {
      return .success(EncodedAnswer(try carryOut(request, author), to: Kind.self))
    } catch {
      return .failure(RequestError(error))
    }
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
      case .directoryUnusable, .systemCallFailed, .inUse, .newerSchema, .foreignDatabase, .closed, .unwritable:
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
