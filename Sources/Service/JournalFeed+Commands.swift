// SPDX-License-Identifier: Apache-2.0

import Feed
import Journal
import Wire

extension JournalFeed {
  func carryOut(
    _ command: Request.Command, from peer: Peer,
    then: @escaping @Sendable (Result<EncodedAnswer, RequestError>) -> Void
  ) {
    // Looked up where it is needed alone: the user database may be a server that does not answer.
    var author: Author { Author(uid: peer.uid, name: userName(of: peer.uid)) }
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
    case .setItems(let request):
      items.set(request, by: author, on: peer.connection) {
        then(answer(to: request, $0.map(ItemsSet.init)))
      }
    case .removeItem(let request):
      items.remove(request.gtin, by: author) { result in
        then(answer(to: request, result.map { ItemRemoved(gtin: request.gtin, removed: $0) }))
      }
    case .beginItemsAnew(let request):
      items.beginAnew { result in
        then(answer(to: request, result.map { ItemsSetAside(setAside: $0.path, cause: $0.cause) }))
      }
    case .addRecall(let request):
      items.recall(request, by: author) { then(answer(to: request, $0)) }
    case .liftRecall(let request):
      items.lift(request.number, by: author) { then(answer(to: request, $0)) }
    case .backup(.begin(let request)): then(answer(to: request, by: author, beginBackup))
    case .backup(.progress(let request)): then(answer(to: request, by: author, backupProgress))
    case .backup(.read(let request)): then(answer(to: request, by: author, readBackup))
    case .backup(.end(let request)): then(answer(to: request, by: author, endBackup))
    }
  }

  private var items: ItemDatabase { journal.itemDatabase }

  /// The encoded answer to a request, or the error of the wire.
  func answer<Kind: AnsweredRequest>(
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

// Commands that are carried out at once, on a thread that may wait for the disk.
extension JournalFeed {
  private func beginBackup(_: Request.BeginBackup, _: Author) throws(JournalError) -> BackupState {
    try journal.beginBackup()
  }

  private func backupProgress(
    _ request: Request.BackupProgress, _: Author
  ) throws(JournalError) -> BackupState {
    try journal.backupProgress(request.id)
  }

  private func readBackup(_ request: Request.ReadBackup, _: Author) throws(JournalError)
    -> BackupPart
  {
    let bytes = try journal.readBackup(request.id, at: request.offset)
    return BackupPart(id: request.id, offset: request.offset, bytes: bytes)
  }

  private func endBackup(_ request: Request.EndBackup, _: Author) throws(JournalError)
    -> BackupEnded
  {
    try journal.endBackup(request.id)
    return BackupEnded(id: request.id)
  }
}

extension ItemsSet {
  /// The answer after the changes; nil if more parts are awaited.
  fileprivate init(_ changes: ItemChanges?) {
    self.init(
      complete: changes != nil, added: changes?.added, changed: changes?.changed,
      unchanged: changes?.unchanged)
  }
}

/// The place of a subscriber, if it could be changed.
private func place(
  of subscriber: String, _ result: Result<Int64, JournalError>
) -> Result<SubscriberPlace, JournalError> {
  result.map { SubscriberPlace(subscriber: subscriber, cursor: $0) }
}
