// SPDX-License-Identifier: Apache-2.0

// A client that has stalled costs one piece of an answer here and one socket buffer in the kernel, so these
// figures times the number of connections are what a crowd of stalled clients can take: 18 MiB here and some
// 40 MiB in the kernel.

/// The limits of what clients are given.
public struct FeedLimits: Sendable {
  /// The most connections at a time.
  public var connections = 1_152
  /// The connections of these that only administrators may use.
  public var reservedConnections = 128
  /// The most bytes of requests that wait for their answers. Answers are charged as well; as each connection
  /// has one piece of them at most, they are not refused.
  public var bytes = 24 << 20
  /// The bytes of these that only administrators may use.
  public var reservedBytes = 4 << 20
  /// The bytes of a request that every connection may send without being charged for them.
  public var freeRequestBytes = 4_096
  /// The time after which a connection that has asked nothing is closed.
  public var idleTime: Duration = .seconds(60)
  /// The most records read from the journal at a time.
  public var pageRecords = 32
  /// The most bytes of a follow that are written at a time, unless one record alone is longer.
  public var pageBytes = 16_384
  /// The bytes of an answer's records that are written at a time.
  public var pieceBytes = 8_192
  /// The time after which work for one client makes room for that of another one.
  public var sliceTime: Duration = .microseconds(100)
  /// The time for which the event loop works before it looks at its sockets again.
  public var loopTime: Duration = .microseconds(100)
  /// The most bytes of records in one answer, unless one record alone is longer.
  public var answerBytes = 262_144
  /// The most requests of one user that wait for the writer of the journal.
  public var writesInHand = 32
  /// The most requests of one user that wait for anything else, such as a list of items.
  public var othersInHand = 4
  /// The kernel's send buffer of a connection, in bytes; the kernel takes twice that (SO_SNDBUF).
  public var socketBuffer: Int32 = 16_384
  /// The silence after which a follower is told `through`.
  public var throughInterval: Duration = .seconds(30)
  /// The number of records passed over after which a follower is told `through`, and a `read` is answered.
  public var throughSpan: Int64 = 10_000
  /// The time that clients have to read their last lines when the server ends.
  public var shutdownTime: Duration = .milliseconds(400)

  /// The limits of the daemon.
  public init() {}
}
