// SPDX-License-Identifier: Apache-2.0

// The protocols between systemd and a daemon: sd_notify(3) and sd_listen_fds(3) are a datagram and some
// environment variables, so libsystemd is not needed.

import CLinux
import Glibc

/// The service manager, if there is one. Any thread may speak to it, and none ever waits for it.
public final class ServiceManager: Sendable {
  /// The time within which it expects a sign of life, in microseconds; nil if it expects none
  /// (sd_watchdog_enabled(3)).
  public let watchdogPatience: Int64?
  private let address: String?
  private let socket: Int32

  /// Reads the environment, and removes the variables so that no child believes them.
  public init() {
    address = environment("NOTIFY_SOCKET")
    watchdogPatience =
      Self.isMeant(environment("WATCHDOG_PID"))
      ? environment("WATCHDOG_USEC").flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil } : nil
    for name in ["NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC"] { unsetenv(name) }
    socket =
      address == nil
      ? -1 : Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
  }

  deinit {
    if socket >= 0 { close(socket) }
  }

  /// Sends `KEY=value` lines (sd_notify(3)).
  ///
  /// - Parameter descriptor: a descriptor of which the service manager keeps a copy.
  /// - Returns: false if that was not possible just now.
  @discardableResult
  public func notify(_ state: String, passing descriptor: Int32 = -1) -> Bool {
    guard let address, socket >= 0 else { return false }
    let text = Array(state.utf8)
    return withUnixAddress(address) { pointer, length in
      clinux_send_datagram(socket, pointer, length, text, text.count, descriptor) >= 0
    }
  }

  /// The descriptors that a service manager passes at the start.
  public struct PassedDescriptors {
    /// The sockets it listens on for this daemon.
    public var listening: [Int32] = []
    /// The descriptors it kept while the daemon was not running, by name.
    public var kept: [String: Int32] = [:]
  }

  /// The descriptors that systemd passed (sd_listen_fds_with_names(3)), close-on-exec set.
  public static func passedDescriptors() -> PassedDescriptors {
    defer { for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) } }
    guard let process = environment("LISTEN_PID"), isMeant(process),
      let count = environment("LISTEN_FDS").flatMap({ Int($0) }), (1...4096).contains(count)
    else { return PassedDescriptors() }
    let names = (environment("LISTEN_FDNAMES") ?? "")
      .split(separator: ":", omittingEmptySubsequences: false)
    let first = 3
    var passed = PassedDescriptors()
    for index in 0..<count {
      let descriptor = Int32(first + index)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      if isSocket(descriptor) {
        passed.listening.append(descriptor)
      } else {
        passed.kept[index < names.count ? String(names[index]) : ""] = descriptor
      }
    }
    return passed
  }

  /// True if the environment means this process, not a parent of it.
  private static func isMeant(_ process: String?) -> Bool {
    process == nil || process.flatMap { Int32($0) } == getpid()
  }

  private static func isSocket(_ descriptor: Int32) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
  }
}

/// A variable of the environment; nil if it is not set or empty.
public func environment(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}

/// A unix(7) address; a path that begins with `@` is an abstract one.
private func withUnixAddress(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool
) -> Bool {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  var bytes = Array(path.utf8)
  guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
  if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
  let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
  }
}
