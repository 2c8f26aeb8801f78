// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A client that sends any bytes, and reads only when told to.
final class RawClient {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The time that a test waits for something that has to come.
  static let patience: Int32 = 20_000

  let descriptor: Int32
  /// The bytes that were received and not yet read.
  private var buffer: [UInt8] = []
  private var taken = 0

  init(path: String) throws {
    descriptor = try unixSocket(path) { connect($0, $1, $2) }
  }

  deinit {
    close(descriptor)
  }

  func send(_ text: String) throws {
    try send(Array(text.utf8))
  }

  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL))
      }
      guard count > 0 else {
        throw Failure(description: "send: \(String(cString: strerror(errno)))")
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Closes the writing side.
  func finishSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// The next line; nil at the end of the stream.
  func line() throws -> String? {
    while true {
      if let end = buffer[taken...].firstIndex(of: 0x0A) {
        defer { taken = end + 1 }
        return String(decoding: buffer[taken..<end], as: UTF8.self)
      }
      buffer.removeSubrange(..<taken)
      taken = 0
      guard try receive() else {
        if !buffer.isEmpty { throw Failure(description: "ended within a line") }
        return nil
      }
    }
  }

  /// So many lines.
  func lines(_ count: Int) throws -> [String] {
    try (0..<count).map { _ in
      guard let line = try line() else { throw Failure(description: "ended too early") }
      return line
    }
  }

  /// All lines until the server ends the connection.
  func linesToEnd() throws -> [String] {
    var lines: [String] = []
    while let line = try line() { lines.append(line) }
    return lines
  }

  /// True if nothing comes within a short while.
  func isSilent(milliseconds: Int32 = 50) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return taken == buffer.count && poll(&entry, 1, milliseconds) == 0
  }

  private func receive() throws -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, Self.patience) > 0 else { throw Failure(description: "nothing came") }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    if count > 0 { buffer.append(contentsOf: chunk[..<count]) }
    // A server that closes without having read everything resets the connection.
    if count < 0, errno != ECONNRESET { throw Failure(description: "recv: \(errno)") }
    return count > 0
  }
}

/// A new Unix socket to which `prepare` was applied with the address of `path`.
func unixSocket(
  _ path: String, _ prepare: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
) throws -> Int32 {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
  // Processes that tests start meanwhile must not hold it.
  let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
  let descriptor = socket(AF_UNIX, type, 0)
  let result = withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      prepare(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
  guard result == 0 else {
    defer { close(descriptor) }
    throw RawClient.Failure(description: String(cString: strerror(errno)))
  }
  return descriptor
}
