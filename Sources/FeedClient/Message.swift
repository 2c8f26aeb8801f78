// SPDX-License-Identifier: Apache-2.0

import Wire

/// A line from the server and the mark of the request it answers.
public struct Answer: Sendable, Equatable {
  /// The `id` that the request had.
  public var id: JSONValue?
  /// What the line says.
  public var message: Message
}

/// What a line from the server says.
public enum Message: Sendable, Equatable {
  /// The first line of a connection.
  case hello(Hello)
  /// A follow has begun.
  case following(Following)
  /// A record, and its JSON object as the server sent it.
  case record(Record, json: [UInt8])
  /// Every matching record up to this cursor has been sent.
  case through(Int64)
  /// Records that were asked for are no longer there.
  case gap(Gap)
  /// The answer to `read`.
  case records(Batch)
  /// The answer to `trace`.
  case trace(TraceAnswer)
  /// A request that was not carried out, or a follow that has to end.
  case error(RequestError)
  /// Anything else, which stands under the question's name; a later version of the server may have
  /// more to say.
  case other([String: JSONValue])
}

/// The server's introduction.
public struct Hello: Sendable, Equatable, Decodable {
  /// The version of the protocol.
  public var `protocol`: Int
  /// The version of the server.
  public var version: String
  /// The name of its machine.
  public var host: String
  /// The journal's uuid.
  public var journal: String
  /// The oldest record that is still there.
  public var oldest: Int64
  /// The newest record.
  public var head: Int64
}

/// Where a follow begins.
public struct Following: Sendable, Equatable, Decodable {
  /// The cursor that `now` or `start` meant.
  public var after: Int64
  /// The journal that it belongs to.
  public var journal: String
}

/// Records that were asked for and are no longer there.
public struct Gap: Sendable, Equatable, Decodable {
  /// The first cursor that is missing.
  public var from: Int64
  /// The last cursor that is missing.
  public var to: Int64
  /// Why: `retention`.
  public var cause: String
}

/// The answer to `read`.
public struct Batch: Sendable, Equatable {
  /// The records, oldest first.
  public var records: [Record]
  /// Their JSON objects as the server sent them.
  public var json: [[UInt8]]
  /// Every matching record up to here is in `records`; go on after it.
  public var through: Int64
  /// The newest record there was.
  public var head: Int64
  /// What was missing before the first of them.
  public var gap: Gap?
}

/// The answer to `trace`.
public struct TraceAnswer: Sendable, Equatable, Decodable {
  /// The records, oldest first.
  public var records: [Record]
  /// Every matching record up to here is in `records`; go on after it.
  public var through: Int64
  /// The newest record there was.
  public var head: Int64
  /// Whether these are all.
  public var complete: Bool
}
