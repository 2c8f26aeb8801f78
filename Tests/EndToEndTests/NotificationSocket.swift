// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// The datagram socket on which a service manager hears from its services (sd_notify(3)).
final class NotificationSocket {
  let path: String
  /// Every message so far.
  private(set) var messages: [String] = []
  private let descriptor: Int32

  init(path: String) throws {
    self.path = path
    unlink(path)
    descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else { throw DaemonError(text: "bind \(path): \(errno)") }
  }

  deinit {
    close(descriptor)
  }

  /// Waits, for 20 seconds at most, until a message that has not been asked for yet holds `state`.
  func hears(_ state: String) -> Bool {
    let deadline = Date().addingTimeInterval(20)
    while Date() < deadline {
      guard let message = next() else { continue }
      messages.append(message)
      if message.contains(state) { return true }
    }
    return false
  }

  private func next() -> String? {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, 100) > 0 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}
