// SPDX-License-Identifier: Apache-2.0

import Dispatch
@_exported import Wire

/// A client of scand for programs that use Swift concurrency.
///
/// A client holds no connection of its own: each request opens one, and so does each sequence of
/// events.
public struct ScanClient: Sendable {
  /// The path of the daemon's socket.
  public let path: String
  /// The time that the daemon may take to accept a connection or a request.
  public let timeout: Duration

  /// A client of the daemon that listens on `path`.
  public init(path: String = FeedConnection.defaultPath, timeout: Duration = .seconds(5)) {
    self.path = path
    self.timeout = timeout
  }

  /// Sends a request and returns its answer: `try await client.ask(.status)` is a `Status`.
  ///
  /// - Throws: `server` when the answer is an error, or the reason why there is none.
  public func ask<Kind: AnsweredRequest>(
    _ request: Kind
  ) async throws(FeedClientError) -> Kind.Answer {
    let answer = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { [path, timeout] in
        continuation.resume(
          returning: Result { () throws(FeedClientError) in
            try FeedConnection(path: path, timeout: timeout).ask(request)
          })
      }
    }
    return try answer.get()
  }

  /// The records after a place in the journal, as they come.
  ///
  /// The sequence resumes by itself after the daemon restarts, without a gap and without doubles.
  ///
  /// - Parameters:
  ///   - start: the place to begin at; ignored where `subscriber` has acknowledged something.
  ///   - journal: the journal that the cursor belongs to; give it with every cursor that was stored.
  ///   - subscriber: the name under which the journal keeps this program's place; acknowledge records
  ///     with `Request.Acknowledge`.
  ///   - filter: the records that are wanted.
  public func follow(
    after start: Request.Start, journal: String? = nil, subscriber: String? = nil,
    filter: RecordFilter = RecordFilter()
  ) -> FollowSequence {
    FollowSequence(
      client: self,
      request: Request.Follow(
        after: start, subscriber: subscriber, journal: journal, filter: filter))
  }
}
