// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Who is at the other end of a connection: what the kernel says of the process that connected
/// (unix(7), SO_PEERCRED and SO_PEERGROUPS).
public struct Peer: Sendable, Equatable {
  /// The effective user id.
  public let uid: UInt32
  /// Whether it may change items, recalls and exceptions, and what else belongs to others.
  public let isAdministrator: Bool

  /// The user `uid`.
  public init(uid: UInt32, isAdministrator: Bool) {
    self.uid = uid
    self.isAdministrator = isAdministrator
  }

  /// Whoever connected to a socket; nil if the kernel does not say.
  ///
  /// - Parameters:
  ///   - descriptor: the connection.
  ///   - administrators: the group of those who may do what root may; nil if there is none. Whoever
  ///     runs the server may too: its files are theirs.
  init?(of descriptor: Int32, administrators: UInt32?) {
    var credentials = (pid: Int32(0), uid: UInt32(0), gid: UInt32(0))
    var length = socklen_t(MemoryLayout.size(ofValue: credentials))
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0 else {
      return nil
    }
    let groups = supplementaryGroups(of: descriptor) + [credentials.gid]
    uid = credentials.uid
    isAdministrator =
      uid == 0 || uid == geteuid() || administrators.map(groups.contains) ?? false
  }
}

/// The groups that a process had beside its primary one when it connected.
private func supplementaryGroups(of descriptor: Int32) -> [UInt32] {
  var groups = [UInt32](repeating: 0, count: 64)
  while true {
    var length = socklen_t(groups.count * MemoryLayout<UInt32>.size)
    if getsockopt(descriptor, SOL_SOCKET, SO_PEERGROUPS, &groups, &length) == 0 {
      return Array(groups.prefix(Int(length) / MemoryLayout<UInt32>.size))
    }
    // With ERANGE the kernel has said how much room it needs; at most NGROUPS_MAX, 65,536 groups.
    guard errno == ERANGE, Int(length) > groups.count * MemoryLayout<UInt32>.size else { return [] }
    groups = [UInt32](repeating: 0, count: Int(length) / MemoryLayout<UInt32>.size)
  }
}
