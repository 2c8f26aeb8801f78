// SPDX-License-Identifier: Apache-2.0

/// The user to whom everything is charged that a connection makes the server hold.
struct Account: Hashable, Sendable {
  /// The user of the connection (SO_PEERCRED).
  let uid: UInt32
  /// True if it may use the reserve; one user can have connections of both kinds (SO_PEERGROUPS).
  let isAdministrator: Bool

  /// The account of the user at the other end of a connection.
  init(_ peer: Peer) {
    uid = peer.uid
    isAdministrator = peer.isAdministrator
  }
}
