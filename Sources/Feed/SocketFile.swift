// SPDX-License-Identifier: Apache-2.0

// A socket file outlives the program that made it. One that nobody listens to is replaced; one that
// is in use, and anything that is no socket, is never touched. There is no moment at which others
// than those meant can connect: the file begins without any permission for them.

import Glibc

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
  init(path: String, mode: mode_t, group: gid_t?) throws(FeedError) {
    guard var address = sockaddr_un(path: path) else { throw .pathTooLong(path) }
    try makeDirectory(of: path)
    try clear(path, address: &address)
    self.path = path
    descriptor = try bound(path, to: &address)
    identity = FileIdentity(path)
    do throws(FeedError) {
      // A sandbox may refuse chown(2) whatever it would change; there the group is right already.
      if let group, groupOf(path) != group {
        try check("chown", path, chown(path, uid_t.max, group))
      }
      try check("chmod", path, chmod(path, mode))
      try check("listen", path, listen(descriptor, SOMAXCONN))
    } catch {
      close(descriptor)
      remove()
      throw error
    }
  }

  /// Removes the file, unless another one stands there meanwhile (unlink(2)).
  func remove() {
    if let identity, FileIdentity(path) == identity { unlink(path) }
  }
}

/// The group of a file (stat(2)).
private func groupOf(_ path: String) -> gid_t? {
  var status = stat()
  return lstat(path, &status) == 0 ? status.st_gid : nil
}

/// Which file stands at a path (stat(2)).
private struct FileIdentity: Sendable, Equatable {
  let device: dev_t
  let number: ino_t
  let isSocket: Bool

  init?(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    device = status.st_dev
    number = status.st_ino
    isSocket = status.st_mode & S_IFMT == S_IFSOCK
  }
}

/// Whether `descriptor` is a socket that listens (SO_ACCEPTCONN, socket(7)).
func isListening(_ descriptor: Int32) -> Bool {
  var value: Int32 = 0
  var size = socklen_t(MemoryLayout<Int32>.size)
  return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) == 0 && value == 1
}

private func makeDirectory(of path: String) throws(FeedError) {
  guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
  let directory = String(path[..<slash])
  if mkdir(directory, 0o755) == 0 {
    // Whatever the umask: the socket's own permissions say who may connect.
    try check("chmod", directory, chmod(directory, 0o755))
  } else if errno != EEXIST {
    throw .system(call: "mkdir", path: directory, errno: errno)
  }
}

/// Removes a socket file that nobody listens to.
private func clear(_ path: String, address: inout sockaddr_un) throws(FeedError) {
  guard let file = FileIdentity(path) else { return }
  guard file.isSocket else { throw .notASocket(path) }
  let probe = try openSocket(path)
  defer { close(probe) }
  let result = address.withPointer { connect(probe, $0, $1) }
  // EAGAIN: it listens, and so many wait to be accepted that there is no room for one more.
  if result == 0 || errno == EAGAIN { throw .inUse(path) }
  guard errno == ECONNREFUSED else { throw .system(call: "connect", path: path, errno: errno) }
  try check("unlink", path, unlink(path))
}

/// A socket with a file that nobody may use yet.
private func bound(_ path: String, to address: inout sockaddr_un) throws(FeedError) -> Int32 {
  let descriptor = try openSocket(path)
  do throws(FeedError) {
    try check("fchmod", path, fchmod(descriptor, 0o600))
    try check("bind", path, address.withPointer { bind(descriptor, $0, $1) })
  } catch {
    close(descriptor)
    throw error
  }
  return descriptor
}

private func openSocket(_ path: String) throws(FeedError) -> Int32 {
  let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
  let descriptor = socket(AF_UNIX, type, 0)
  try check("socket", path, descriptor)
  return descriptor
}

private func check(_ call: String, _ path: String, _ result: Int32) throws(FeedError) {
  if result < 0 { throw .system(call: call, path: path, errno: errno) }
}

extension sockaddr_un {
  /// The address of a socket file; nil if the path is empty or does not fit.
  fileprivate init?(path: String) {
    self.init()
    sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, !bytes.contains(0), bytes.count < MemoryLayout.size(ofValue: sun_path)
    else { return nil }
    withUnsafeMutableBytes(of: &sun_path) { $0.copyBytes(from: bytes) }
  }

  fileprivate mutating func withPointer(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    withUnsafePointer(to: &self) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
