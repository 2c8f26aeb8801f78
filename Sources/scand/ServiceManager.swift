// SPDX-License-Identifier: Apache-2.0

// What systemd and the daemon say to each other: sd_notify(3) and sd_listen_fds(3) are a datagram
// and some environment variables, so libsystemd is not needed.

import Glibc

/// The service manager, if there is one.
struct ServiceManager {
  private let address: String?

  /// Takes what the environment says, and removes it there so that no child believes it.
  init() {
    address = environment("NOTIFY_SOCKET")
    unsetenv("NOTIFY_SOCKET")
  }

  /// Sends `KEY=value` lines (sd_notify(3)); without a service manager nothing happens.
  func notify(_ state: String) {
    guard let address else { return }
    let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else { return }
    defer { close(socket) }
    withUnixAddress(address) { pointer, length in
      let text = Array(state.utf8)
      _ = sendto(socket, text, text.count, Int32(MSG_NOSIGNAL), pointer, length)
    }
  }

  /// The sockets that systemd opened for us (sd_listen_fds(3)), close-on-exec set.
  static func listeningSockets() -> [Int32] {
    defer { for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) } }
    guard environment("LISTEN_PID").flatMap({ Int32($0) }) == getpid(),
      let count = environment("LISTEN_FDS").flatMap({ Int32($0) }), (1...64).contains(count)
    else { return [] }
    let first: Int32 = 3
    let sockets = Array(first..<(first + count))
    for socket in sockets { _ = fcntl(socket, F_SETFD, FD_CLOEXEC) }
    return sockets
  }
}

/// A variable of the environment; nil if it is not set or empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}

/// A unix(7) address; a path that begins with `@` is an abstract one.
private func withUnixAddress(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Void
) {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  var bytes = Array(path.utf8)
  guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
  if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
  let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
  withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
  }
}
