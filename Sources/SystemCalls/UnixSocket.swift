// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// The address of a Unix socket: `sockaddr_un` of unix(7).
public struct UnixAddress: Sendable {
  /// The longest path in bytes.
  public static let maximumLength = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

  private var address = sockaddr_un()
  private var length = socklen_t(MemoryLayout<sockaddr_un>.size)

  /// The address of a socket file; nil if the path is empty, has a NUL byte or is too long.
  public init?(path: String) {
    self.init(Array(path.utf8))
  }

  /// The address in NOTIFY_SOCKET (sd_notify(3)): an absolute path, or after `@` an abstract name.
  public init?(notifySocket name: String) {
    let isAbstract = name.utf8.first == UInt8(ascii: "@")
    guard name.utf8.count > 1, isAbstract || name.utf8.first == UInt8(ascii: "/") else {
      return nil
    }
    self.init(Array(name.utf8))
    guard isAbstract else { return }
    address.sun_path.0 = 0
    length = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count)
  }

  private init?(_ path: [UInt8]) {
    guard !path.isEmpty, !path.contains(0), path.count <= Self.maximumLength else { return nil }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
  }

  /// The address that a socket is bound to: getsockname(2). Nil if it is no Unix socket.
  public init?(of socket: Int32) {
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(socket, $0, &length)
      }
    }
    guard result == 0, address.sun_family == sa_family_t(AF_UNIX) else { return nil }
  }

  /// The path of the socket's file; nil if it has none.
  public var path: String? {
    let path = withUnsafeBytes(of: address.sun_path) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    return path.isEmpty ? nil : path
  }

  fileprivate func withPointer<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }
}

// MARK: Sockets

extension Descriptor {
  /// The kinds of Unix socket.
  public enum SocketType: Sendable {
    /// SOCK_STREAM.
    case stream
    /// SOCK_DGRAM.
    case datagram

    fileprivate var flag: Int32 {
      switch self {
      case .stream: Int32(SOCK_STREAM.rawValue)
      case .datagram: Int32(SOCK_DGRAM.rawValue)
      }
    }
  }

  /// Makes a Unix socket: socket(2), with SOCK_CLOEXEC.
  ///
  /// - Parameter path: the path it is meant for, for errors.
  public init(
    unixSocket type: SocketType, nonBlocking: Bool = false, path: String? = nil
  ) throws(SystemCallError) {
    let flags = Int32(SOCK_CLOEXEC.rawValue) | (nonBlocking ? Int32(SOCK_NONBLOCK.rawValue) : 0)
    self.init(
      adopting: try systemCall("socket", on: path) { socket(AF_UNIX, type.flag | flags, 0) },
      path: path)
  }

  /// Connects: connect(2).
  public func connect(to address: UnixAddress) throws(SystemCallError) {
    try systemCall("connect", on: path) {
      address.withPointer { Glibc.connect(number, $0, $1) }
    }
  }

  /// Gives the socket its address, and with it its file: bind(2).
  public func bind(to address: UnixAddress) throws(SystemCallError) {
    try systemCall("bind", on: path) { address.withPointer { Glibc.bind(number, $0, $1) } }
  }

  /// Listens for connections: listen(2).
  public func listen() throws(SystemCallError) {
    try systemCall("listen", on: path) { Glibc.listen(number, SOMAXCONN) }
  }

  /// Sends some of the bytes, and never raises SIGPIPE: send(2).
  ///
  /// - Returns: how many.
  public func send(_ bytes: ArraySlice<UInt8>) throws(SystemCallError) -> Int {
    try systemCall("send", on: path) {
      bytes.withUnsafeBytes {
        Glibc.send(number, $0.baseAddress, $0.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL))
      }
    }
  }

  /// Sends a datagram and never waits: sendmsg(2).
  ///
  /// - Parameter passed: a descriptor of which the other side gets a copy (SCM_RIGHTS).
  public func send(
    _ bytes: [UInt8], to address: UnixAddress, passing passed: Int32? = nil
  ) throws(SystemCallError) {
    try systemCall("sendmsg", on: path) {
      address.withPointer {
        clinux_send_datagram(number, $0, $1, bytes, bytes.count, passed ?? -1)
      }
    }
  }

  /// Receives what is there, after waiting for a first byte: recv(2). Zero at the end.
  public func receive(into buffer: inout [UInt8]) throws(SystemCallError) -> Int {
    try systemCall("recv", on: path) {
      buffer.withUnsafeMutableBytes { recv(number, $0.baseAddress, $0.count, 0) }
    }
  }

  /// Tells the other side that nothing more will be sent: shutdown(2).
  public func finishSending() {
    shutdown(number, Int32(SHUT_WR))
  }

  /// Ends both directions: shutdown(2). A thread that waits to receive is told of the end.
  public func shutDown() {
    shutdown(number, Int32(SHUT_RDWR))
  }

  /// Limits how long connecting and sending may wait: SO_SNDTIMEO of socket(7).
  public func setSendTimeout(_ timeout: Duration) {
    let (seconds, attoseconds) = timeout.components
    var time = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &time, size)
  }
}

/// True if a descriptor is a socket that listens: SO_ACCEPTCONN of socket(7).
public func isListening(_ descriptor: Int32) -> Bool {
  var value: Int32 = 0
  var size = socklen_t(MemoryLayout<Int32>.size)
  return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) == 0 && value == 1
}

/// The process that connected to a Unix socket, as the kernel saw it then: unix(7).
public struct PeerCredentials: Sendable, Equatable {
  /// The effective user.
  public let user: uid_t
  /// The effective group.
  public let group: gid_t
  /// The other groups; none if the kernel does not tell them.
  public let supplementaryGroups: [gid_t]

  /// The peer of a connection: SO_PEERCRED and SO_PEERGROUPS.
  public init(of connection: Int32) throws(SystemCallError) {
    var credentials = (pid: pid_t(0), uid: uid_t(0), gid: gid_t(0))
    var length = socklen_t(MemoryLayout.size(ofValue: credentials))
    try systemCall("SO_PEERCRED") {
      getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &credentials, &length)
    }
    user = credentials.uid
    group = credentials.gid
    supplementaryGroups = Self.supplementaryGroups(of: connection)
  }

  private static func supplementaryGroups(of connection: Int32) -> [gid_t] {
    let size = MemoryLayout<gid_t>.size
    var groups = [gid_t](repeating: 0, count: 64)
    while true {
      var length = socklen_t(groups.count * size)
      if getsockopt(connection, SOL_SOCKET, SO_PEERGROUPS, &groups, &length) == 0 {
        return Array(groups.prefix(Int(length) / size))
      }
      // With ERANGE the kernel tells how much room it needs; at most NGROUPS_MAX, 65,536 groups.
      guard errno == ERANGE, Int(length) > groups.count * size else { return [] }
      groups = [gid_t](repeating: 0, count: Int(length) / size)
    }
  }
}
