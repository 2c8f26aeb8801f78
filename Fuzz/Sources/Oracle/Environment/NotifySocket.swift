// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The socket of a service manager, at one of two addresses.
final class NotifySocket {
  /// An abstract name, as in $NOTIFY_SOCKET.
  static let abstractName = "@scand-fuzz-\(getpid())"
  /// A path.
  static let path = "\(temporaryFolder)/scand-fuzz-\(getpid()).sock"

  private let descriptor: Int32

  /// Listens at one of the addresses; nil for any other, and if that is not possible.
  init?(at name: String) {
    guard name == Self.abstractName || name == Self.path else { return nil }
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
    unlink(Self.path)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name.utf8) }
    var length = MemoryLayout<sockaddr_un>.size
    if name.first == "@" {
      address.sun_path.0 = 0
      length = MemoryLayout<sa_family_t>.size + name.utf8.count
    }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(length))
      }
    }
    guard result == 0 else { return nil }
  }

  deinit {
    close(descriptor)
    unlink(Self.path)
  }

  /// The next message and the inode of the descriptor that came with it; nil if none waits
  /// (recvmsg(2)).
  func next() -> (text: [UInt8], inode: UInt64?)? {
    var text = [UInt8](repeating: 0, count: 8192)
    var control = [UInt8](repeating: 0, count: 64)
    var (count, room) = (-1, 0)
    text.withUnsafeMutableBytes { bytes in
      var part = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
      withUnsafeMutablePointer(to: &part) { part in
        control.withUnsafeMutableBytes { control in
          var message = msghdr()
          (message.msg_iov, message.msg_iovlen) = (part, 1)
          (message.msg_control, message.msg_controllen) = (control.baseAddress, control.count)
          count = recvmsg(descriptor, &message, 0)
          room = Int(message.msg_controllen)
        }
      }
    }
    guard count >= 0 else { return nil }
    // The header, cmsg(3), has 16 bytes.
    guard room >= 20 else { return (Array(text[..<count]), nil) }
    let passed = control.withUnsafeBytes { $0.load(fromByteOffset: 16, as: Int32.self) }
    defer { close(passed) }
    return (Array(text[..<count]), inode(of: passed))
  }
}

/// The inode of an open file; nil if the number is not open (fstat(2)).
func inode(of descriptor: Int32) -> UInt64? {
  var status = stat()
  return fstat(descriptor, &status) == 0 ? UInt64(status.st_ino) : nil
}

/// The folder for temporary files: that of $TMPDIR, or else one in memory.
let temporaryFolder: String =
  getenv("TMPDIR").map { String(cString: $0) }
  ?? (access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")
