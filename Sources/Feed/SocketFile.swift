// SPDX-License-Identifier: Apache-2.0

// A socket file outlives the program that made it. One that nobody listens to is replaced; one that
// is in use, and anything that is no socket, is never touched. At no moment can others than those
// meant connect: the file begins without any permission for them.

import SystemCalls

/// A listening Unix socket and its file (unix(7)).
struct SocketFile: Sendable {
  /// The listening socket, non-blocking; whoever takes it closes it.
  let descriptor: Int32
  private let path: String
  private let identity: FileIdentity?

  /// Makes the socket, and its directory if it is missing (mkdir(2), bind(2), chmod(2), listen(2)).
  ///
  /// - Parameters:
  ///   - path: at most 107 bytes.
  ///   - mode: the file's permissions.
  ///   - group: the file's group; nil leaves the process's.
  init(path: String, mode: UInt32, group: UInt32?) throws(FeedError) {
    guard let address = UnixAddress(path: path) else { throw .pathTooLong(path) }
    self.path = path
    do throws(SystemCallError) {
      try makeDirectory(of: path)
    } catch {
      throw FeedError(error, path)
    }
    try removeUnusedSocket(path, address)
    do throws(SystemCallError) {
      let socket = try Descriptor(unixSocket: .stream, nonBlocking: true, path: path)
      // Nobody may use the file before its permissions are right.
      try socket.setPermissions(.ownerReadWrite)
      try socket.bind(to: address)
      identity = identityOfFile(path)
      try Self.open(socket, path, mode, group, identity)
      descriptor = socket.release()
    } catch {
      throw FeedError(error, path)
    }
  }

  private static func open(
    _ socket: borrowing Descriptor, _ path: String, _ mode: UInt32, _ group: UInt32?,
    _ identity: FileIdentity?
  ) throws(SystemCallError) {
    do throws(SystemCallError) {
      // A sandbox may refuse chown(2) whatever it would change; there the group is right already.
      if let group, try Stat.of(path: path, followLinks: false).rawValue.st_gid != group {
        try Files.setOwner(of: path, group: group)
      }
      try Files.setPermissions(of: path, to: FilePermissions(rawValue: mode))
      try socket.listen()
    } catch {
      remove(path, identity)
      throw error
    }
  }

  /// Removes the file, unless another one stands there meanwhile (unlink(2)).
  func remove() {
    Self.remove(path, identity)
  }

  private static func remove(_ path: String, _ identity: FileIdentity?) {
    if let identity, identityOfFile(path) == identity { try? Files.remove(path) }
  }
}

extension FeedError {
  fileprivate init(_ error: SystemCallError, _ path: String) {
    self = .system(
      call: error.call, path: error.subject ?? path, errno: error.errno.rawValue)
  }
}

private func identityOfFile(_ path: String) -> FileIdentity? {
  (try? Stat.of(path: path, followLinks: false))?.identity
}

private func makeDirectory(of path: String) throws(SystemCallError) {
  guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
  let directory = String(path[..<slash])
  let permissions = FilePermissions(rawValue: 0o755)
  do throws(SystemCallError) {
    try Files.makeDirectory(directory, permissions: permissions)
  } catch {
    if error.errno == .fileExists { return }
    throw error
  }
  // Whatever the umask: the socket's own permissions say who may connect.
  try Files.setPermissions(of: directory, to: permissions)
}

/// Removes a socket file that nobody listens to.
private func removeUnusedSocket(_ path: String, _ address: UnixAddress) throws(FeedError) {
  guard let file = try? Stat.of(path: path, followLinks: false) else { return }
  guard file.type == .socket else { throw .notASocket(path) }
  do throws(SystemCallError) {
    try Descriptor(unixSocket: .stream, nonBlocking: true, path: path).connect(to: address)
  } catch {
    switch error.errno {
    // It listens, and so many wait to be accepted that there is no room for one more.
    case .resourceTemporarilyUnavailable: throw .inUse(path)
    case .connectionRefused:
      do throws(SystemCallError) {
        return try Files.remove(path)
      } catch {
        throw FeedError(error, path)
      }
    default: throw FeedError(error, path)
    }
  }
  throw .inUse(path)
}
