// SPDX-License-Identifier: Apache-2.0

import Wire

/// The journal as the server knows it.
///
/// The server calls `journal` and `bounds()` anywhere, so they must not block; everything else it
/// calls on its own two threads, where a read from the disk may block.
public protocol FeedSource: Sendable {
  /// The journal's uuid; another one means that all cursors begin anew.
  var journal: String { get }
  /// The oldest and the newest record; both are durable.
  func bounds() -> FeedBounds
  /// At most `limit` records after a cursor that pass `filter`, oldest first.
  ///
  /// - Throws: what the client is told when the journal cannot be read.
  func page(
    after: Int64, limit: Int, filter: RecordFilter
  ) throws(RequestError) -> RecordPage
  /// The records of what `request` names, oldest first.
  ///
  /// - Throws: what the client is told when the journal cannot be read.
  func trace(_ request: Request.Trace) throws(RequestError) -> RecordPage
  /// Writes the answer to a question as one JSON value. What was written before an error is dropped.
  ///
  /// - Throws: what the client is told when the question cannot be answered.
  func answer(
    _ question: Request.Question, from peer: Peer, to json: inout JSONWriter
  ) throws(RequestError)
  /// Changes something; called once `peer` is found to be allowed to.
  ///
  /// - Parameter then: is called once, on any thread, when that is durable: with the answer, one JSON
  ///   value, or with what the client is told when it was not done.
  func carryOut(
    _ order: Request.Order, from peer: Peer,
    then: @escaping @Sendable (Result<[UInt8], RequestError>) -> Void)
  /// Finds where a named subscriber goes on, and makes it if there is none of that name.
  ///
  /// - Parameters:
  ///   - after: where it begins if it is made; nil: before the oldest record.
  ///   - then: is called once, on any thread, with the cursor that it has acknowledged.
  func resume(
    _ subscriber: String, after: Int64?, from peer: Peer,
    then: @escaping @Sendable (Result<Int64, RequestError>) -> Void)
}

/// Which cursors a journal holds.
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

/// Some records, oldest first.
public struct RecordPage: Sendable {
  /// A record's cursor and its JSON without the cursor (`Record.body`).
  public var records: [(cursor: Int64, body: [UInt8])]
  /// Every matching record after the cursor asked for and up to here is in `records`.
  public var through: Int64

  /// A page that ends at `through`.
  public init(records: [(cursor: Int64, body: [UInt8])] = [], through: Int64) {
    self.records = records
    self.through = through
  }
}

/// Where a journal is at one moment.
struct Position: Sendable, Equatable {
  /// The uuid.
  var journal: String
  /// The cursors it holds.
  var bounds: FeedBounds

  /// Reads a uuid and the bounds that belong to it, though the journal may be replaced meanwhile.
  init(of source: some FeedSource) {
    repeat {
      journal = source.journal
      bounds = source.bounds()
    } while journal != source.journal
  }
}
