// SPDX-License-Identifier: Apache-2.0

import Wire

/// An event of a sequence of records.
public enum FollowEvent: Sendable, Equatable {
  /// A record; it is on the disk already.
  case record(Record, encoded: EncodedRecord)
  /// Every matching record up to this cursor has come; store it as the cursor of a record is stored.
  case through(Int64)
  /// Records that were asked for and will not come: they are no longer there, or damaged.
  case gap(Gap)
  /// The daemon has another journal, whose records come from its beginning; cursors of the old one are
  /// no longer valid.
  case journalChanged(to: String)
}

/// The records after a place in the journal, as an asynchronous sequence.
///
/// After the end of a connection the sequence connects again, in intervals that grow to 5 seconds,
/// and goes on after the last record that it has given. It ends when its task is cancelled, and throws when
/// the first connection fails or the daemon refuses the request for good.
public struct FollowSequence: AsyncSequence, Sendable {
  /// An event of the sequence.
  public typealias Element = FollowEvent
  /// The reason why the sequence ends before its task is cancelled.
  public typealias Failure = FeedClientError

  let client: ScanClient
  let request: Request.Follow

  /// Begins the sequence; nothing is sent before the first element is asked for.
  public func makeAsyncIterator() -> Iterator {
    Iterator(session: FollowSession(client: client, request: request))
  }

  /// The place in the sequence; used by one task at a time.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let session: FollowSession

    /// The next event; nil once the task is cancelled.
    public mutating func next() async throws(FeedClientError) -> FollowEvent? {
      try await next(isolation: nil)
    }

    /// The next event; nil once the task is cancelled.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(FeedClientError) -> FollowEvent? {
      let session = session
      let event = await withTaskCancellationHandler {
        await session.next()
      } onCancel: {
        session.cancel()
      }
      return try event.get()
    }
  }
}
