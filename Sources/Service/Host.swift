// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls
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

/// The number of a user (getpwnam_r(3)); nil if there is none of that name.
func userID(of name: String) -> UInt32? {
  var entry = passwd()
  var found: UnsafeMutablePointer<passwd>?
  var buffer = [CChar](repeating: 0, count: 1 << 16)
  guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
    return nil
  }
  return entry.pw_uid
}

/// The wall clock.
func now() -> Timestamp {
  Timestamp(microseconds: SystemClock.realtime.now)
}
