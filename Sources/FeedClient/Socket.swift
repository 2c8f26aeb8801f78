// SPDX-License-Identifier: Apache-2.0

// The client's one door to the kernel. A server that goes away is an error, never a SIGPIPE.

import Glibc

/// A connected Unix stream socket, closed when it is let go.
struct Socket: ~Copyable {
  private let descriptor: Int32

  /// Connects to the socket at `path` (connect(2)); `timeout` is for this and for every `send`.
  init(path: String, timeout: Duration) throws(FeedClientError) {
    guard var address = sockaddr_un(path: path) else { throw .pathTooLong(path) }
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_UNIX, type, 0)
    if descriptor < 0 { throw .system(call: "socket", errno: errno) }
    Self.setSendTimeout(timeout, of: descriptor)
    while address.withPointer({ connect(descriptor, $0, $1) }) != 0 {
      let error = errno
      if error == EINTR { continue }
      close(descriptor)
      throw Self.error(path: path, errno: error)
    }
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Sends all of `bytes` (send(2)).
  func send(_ bytes: [UInt8]) throws(FeedClientError) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL))
      }
      if count >= 0 {
        sent += count
      } else if errno != EINTR {
        throw Self.error(call: "send", errno: errno)
      }
    }
  }

  /// Says that nothing more will be sent (shutdown(2)).
  func finishSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Ends both directions (shutdown(2)): whoever waits to receive is told that the stream has ended.
  func shutDown() {
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// Waits until there is something to receive (poll(2)).
  ///
  /// - Throws: `timeout` at `deadline`.
  func wait(until deadline: ContinuousClock.Instant) throws(FeedClientError) {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      let left = max(.zero, ContinuousClock.now.duration(to: deadline))
      // Rounded up, so as not to come back a moment too early and ask again and again.
      let milliseconds = min(left / .milliseconds(1), 1e9).rounded(.up)
      let result = poll(&entry, 1, Int32(milliseconds))
      if result > 0 { return }
      if result < 0, errno != EINTR { throw .system(call: "poll", errno: errno) }
      if result == 0, left == .zero { throw .timeout }
    }
  }

  /// Receives what is there, waiting for a first byte (recv(2)); empty at the end of the stream.
  func receive(into buffer: inout [UInt8]) throws(FeedClientError) -> ArraySlice<UInt8> {
    while true {
      let count = buffer.withUnsafeMutableBytes {
        recv(descriptor, $0.baseAddress, $0.count, 0)
      }
      if count >= 0 { return buffer[..<count] }
      if errno != EINTR { throw Self.error(call: "recv", errno: errno) }
    }
  }

  private static func setSendTimeout(_ timeout: Duration, of descriptor: Int32) {
    let (seconds, attoseconds) = timeout.components
    var time = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
  }

  private static func error(path: String, errno: Int32) -> FeedClientError {
    switch errno {
    case ENOENT, ENOTDIR: .noSocket(path)
    case ECONNREFUSED: .notListening(path)
    case EACCES, EPERM: .notAllowed(path)
    default: error(call: "connect", errno: errno)
    }
  }

  private static func error(call: String, errno: Int32) -> FeedClientError {
    switch errno {
    case EPIPE, ECONNRESET: .disconnected
    case EAGAIN, EINPROGRESS: .timeout
    default: .system(call: call, errno: errno)
    }
  }
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
