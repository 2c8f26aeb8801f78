// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// The rights of this process.
public enum Privileges {
  /// True if the kernel lets the process do what it denies others: geteuid(2) is 0.
  public static var isRoot: Bool { geteuid() == 0 }

  /// Becomes another user for good, in all threads: setgroups(2), setresgid(2), setresuid(2). The kernel then
  /// keeps that user's other processes from tracing this one (PR_SET_DUMPABLE).
  public static func become(user: uid_t, group: gid_t) throws(SystemCallError) {
    try systemCall("setgroups") { setgroups(0, nil) }
    try systemCall("setresgid") { clinux_set_group(group) }
    try systemCall("setresuid") { clinux_set_user(user) }
  }
}
