// SPDX-License-Identifier: Apache-2.0

import Wire

/// The journal as the server knows it.
///
/// The server calls `journal` and `bounds()` anywhere, so they must not block. It calls everything else
/// on its own two threads, where a read from the disk may block.
public protocol FeedSource: Sendable {
  /// The journal's uuid; another one means that all cursors begin anew.
  var journalID: String { get }
  /// The oldest and the newest record; both are durable.
  func bounds() -> FeedBounds
  /// At most `limit` records after a cursor that pass `filter`, oldest first.
  ///
  /// - Throws: the error for the client when the journal cannot be read.
  func page(
    after: Int64, limit: Int, filter: RecordFilter
  ) throws(RequestError) -> RecordPage
  /// The records of the goods that `request` names, oldest first.
  ///
  /// - Throws: the error for the client when the journal cannot be read.
  func trace(_ request: Request.Trace) throws(RequestError) -> RecordPage
  /// Answers a query.
  ///
  /// - Parameter then: is called once, on any thread, also before this returns: with the answer, or
  ///   with the error for the client when there is none.
  func answer(
    _ query: Request.Query,
    then: @escaping @Sendable (Result<EncodedAnswer, RequestError>) -> Void)
  /// Carries out a command; called once `peer` is found to be allowed to give it.
  ///
  /// - Parameter then: is called once, on any thread, when the change is durable: with the answer, or
  ///   with the error for the client when it was not done.
  func carryOut(
    _ command: Request.Command, from peer: Peer,
    then: @escaping @Sendable (Result<EncodedAnswer, RequestError>) -> Void)
  /// Finds the place of a named subscriber, and makes the subscriber if there is none of that name.
  ///
  /// - Parameters:
  ///   - after: the place where it begins if it is made; nil: before the oldest record.
  ///   - then: is called once, on any thread, with the cursor that it has acknowledged.
  func resume(
    _ subscriber: String, after: Int64?, from peer: Peer,
    then: @escaping @Sendable (Result<Int64, RequestError>) -> Void)
  /// Drops what is kept for a connection that has asked something and has ended now.
  func ended(_ peer: Peer)
}

/// The cursors that a journal holds.
public struct FeedBounds: Sendable, Equatable {
  /// The oldest record that is still there; `head + 1` when there is none.
  public var oldest: Int64
  /// The newest record; 0 before the first.
  public var head: Int64

  /// The cursors from `oldest` to `head`.
  public init(oldest: Int64, head: Int64) {
    self.oldest = oldest
    self.head = head
  }
}

/// The journal and its bounds at one moment.
struct Position: Sendable, Equatable {
  /// The uuid.
  var journal: String
  /// The cursors it holds.
  var bounds: FeedBounds

  /// Reads a uuid and the bounds that belong to it, though the journal may be replaced meanwhile.
  init(of source: some FeedSource) {
    repeat {
      journal = source.journalID
      bounds = source.bounds()
    } while journal != source.journalID
  }
}
