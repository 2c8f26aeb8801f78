// SPDX-License-Identifier: Apache-2.0

import Glibc
import Wire

/// The name of this machine (gethostname(2)).
func hostName() -> String {
  var name = [CChar](repeating: 0, count: 256)
  gethostname(&name, name.count - 1)
  return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The number of a group (getgrnam(3)); nil if there is none of that name.
func groupID(of name: String) -> UInt32? {
  getgrnam(name)?.pointee.gr_gid
}

/// The name of a user (getpwuid_r(3)), or the number where there is none.
func userName(of uid: UInt32) -> String {
  var entry = passwd()
  var found: UnsafeMutablePointer<passwd>?
  var buffer = [CChar](repeating: 0, count: 4096)
  guard getpwuid_r(uid, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
    return String(uid)
  }
  return String(cString: entry.pw_name)
}

/// The wall clock.
func now() -> Timestamp {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
}

/// CLOCK_MONOTONIC in microseconds, as sd_notify(3) wants it for a reload.
func monotonicMicroseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}

/// The path of a Unix socket's file (getsockname(2)); nil if it has none.
func pathOfSocket(_ descriptor: Int32) -> String? {
  var address = sockaddr_un()
  var length = socklen_t(MemoryLayout<sockaddr_un>.size)
  let found = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
  }
  guard found == 0, address.sun_family == sa_family_t(AF_UNIX) else { return nil }
  let path = withUnsafeBytes(of: &address.sun_path) {
    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
  }
  return path.isEmpty ? nil : path
}
