// SPDX-License-Identifier: Apache-2.0

// The protocols between systemd and a daemon: sd_notify(3) and sd_listen_fds(3) are a datagram and some
// environment variables, so libsystemd is not needed.

import Glibc
import SystemCalls

/// The service manager, if there is one. Any thread may speak to it, and none ever waits for it.
public final class ServiceManager: Sendable {
  /// The longest time without a sign of life, in microseconds; nil if it expects none
  /// (sd_watchdog_enabled(3)).
  public let watchdogPatience: Int64?
  private let address: UnixAddress?
  private let socket: Descriptor?

  /// Reads the environment, and removes the variables so that no child believes them.
  public init() {
    address = environment("NOTIFY_SOCKET").flatMap(UnixAddress.init(notifySocket:))
    watchdogPatience =
      Self.isMeant(environment("WATCHDOG_PID"))
      ? environment("WATCHDOG_USEC").flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil } : nil
    for name in ["NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC"] { unsetenv(name) }
    socket = address == nil ? nil : try? Descriptor(unixSocket: .datagram)
  }

  /// True if a service manager started this process and wants to hear of it ($NOTIFY_SOCKET).
  public var exists: Bool { address != nil }

  /// Sends `KEY=value` lines (sd_notify(3)).
  ///
  /// - Parameter descriptor: a descriptor of which the service manager keeps a copy.
  /// - Returns: false if that was not possible just now.
  @discardableResult
  public func notify(_ state: String, passing descriptor: Int32? = nil) -> Bool {
    guard let address else { return false }
    do throws(SystemCallError) {
      try socket?.send(Array(state.utf8), to: address, passing: descriptor)
      return true
    } catch {
      return false
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
  ///
  /// A number that is not open is passed over: a file that is opened later may get it. Of two kept
  /// descriptors of one name the first is closed, so that no grab remains that nobody reads.
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
      guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { continue }
      if isSocket(descriptor) {
        passed.listening.append(descriptor)
      } else {
        let name = index < names.count ? String(names[index]) : ""
        if let other = passed.kept.updateValue(descriptor, forKey: name) { close(other) }
      }
    }
    return passed
  }

  /// True if the environment means this process, not a parent of it.
  private static func isMeant(_ process: String?) -> Bool {
    process == nil || process.flatMap { Int32($0) } == getpid()
  }

  private static func isSocket(_ descriptor: Int32) -> Bool {
    (try? Stat.of(descriptor: descriptor))?.type == .socket
  }
}

/// A variable of the environment; nil if it is not set or empty.
public func environment(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}
