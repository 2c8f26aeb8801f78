// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls

/// The user at the other end of a connection, as the kernel knows it (unix(7), SO_PEERCRED and
/// SO_PEERGROUPS).
public struct Peer: Sendable, Equatable {
  /// The effective user id.
  public let uid: UInt32
  /// True if it may change items, recalls and exceptions, and what else belongs to others.
  public let isAdministrator: Bool
  /// The number of the connection, which no other one of this process has.
  public let connection: UInt64

  /// The user `uid`.
  public init(uid: UInt32, isAdministrator: Bool, connection: UInt64 = 0) {
    self.uid = uid
    self.isAdministrator = isAdministrator
    self.connection = connection
  }

  /// The peer of a connection; nil if the kernel does not tell.
  ///
  /// - Parameters:
  ///   - descriptor: the connection.
  ///   - connection: its number.
  ///   - administrators: the group of those who may do what root may; nil if there is none. Whoever
  ///     runs the server may too: its files are theirs.
  init?(of descriptor: Int32, connection: UInt64, administrators: UInt32?) {
    guard let credentials = try? PeerCredentials(of: descriptor) else { return nil }
    let groups = credentials.supplementaryGroups + [credentials.group]
    self.connection = connection
    uid = credentials.user
    isAdministrator =
      uid == 0 || uid == geteuid() || administrators.map(groups.contains) ?? false
  }
}
