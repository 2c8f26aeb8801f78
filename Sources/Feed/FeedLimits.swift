// SPDX-License-Identifier: Apache-2.0

// A subscriber that has stalled costs one page here and one socket buffer in the kernel, so these
// figures times the number of connections are what a crowd of stalled subscribers can take.

/// The limits of what a client is given.
public struct FeedLimits: Sendable {
  /// The most connections at a time.
  public var connections = 1024
  /// The most records read from the journal at a time for one follow.
  public var pageRecords = 32
  /// The most bytes written at a time for one follow, unless one record alone is longer.
  public var pageBytes = 16_384
  /// The most bytes of records in one answer, unless one record alone is longer.
  public var answerBytes = 262_144
  /// The kernel's send buffer of a connection, in bytes; the kernel takes twice that (SO_SNDBUF).
  public var socketBuffer: Int32 = 65_536
  /// The silence after which a follower is told `through`.
  public var throughInterval: Duration = .seconds(30)
  /// The number of records passed over after which a follower is told `through`.
  public var throughSpan: Int64 = 10_000
  /// The time that clients have to read their last lines when the server ends.
  public var shutdownTime: Duration = .milliseconds(400)

  /// The limits of the daemon.
  public init() {}
}
