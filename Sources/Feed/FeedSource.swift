// SPDX-License-Identifier: Apache-2.0

import Wire

/// The journal as the server knows it.
///
/// The server calls `journalID` and `bounds()` anywhere, so they must not block. It calls everything else on
/// threads of its own.
public protocol FeedSource: Sendable {
  /// The journal's uuid; another one means that all cursors begin anew.
  var journalID: String { get }
  /// The oldest and the newest record; both are durable.
  func bounds() -> FeedBounds
  /// Records after a cursor that pass `filter`, oldest first; may wait for the disk.
  ///
  /// - Throws: the error for the client when the journal cannot be read.
  func page(
    after: Int64, filter: RecordFilter, limits: PageLimits
  ) throws(RequestError) -> RecordPage
  /// The records after a cursor of the goods that `request` names, oldest first; may wait for the disk.
  ///
  /// - Throws: the error for the client when the journal cannot be read.
  func trace(
    _ request: Request.Trace, after: Int64, limits: PageLimits
  ) throws(RequestError) -> RecordPage
  /// Answers a query. `status` and `scanners` must not wait for a disk; other queries may.
  ///
  /// - Parameters:
  ///   - problems: the problems of the server itself, for `status`.
  ///   - then: is called once, on any thread, with the answer or the error for the client.
  func answer(
    _ query: Request.Query, problems: [String],
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
  /// Begins to give the key events of a scanner; called once `peer` is found to be allowed to have them.
  ///
  /// - Parameter then: is called once, on any thread, with the answer and the lines that follow it.
  func keys(
    _ request: Request.Keys, from peer: Peer,
    then: @escaping @Sendable (Result<(KeysBegun, any LineStream), RequestError>) -> Void)
  /// The import of items that is not complete: its user and its bytes; must not wait for a disk.
  var unfinishedBatch: (uid: UInt32, bytes: Int)? { get }
  /// Called when a connection that has asked something has ended; must not wait for a disk.
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
