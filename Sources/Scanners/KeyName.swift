// SPDX-License-Identifier: Apache-2.0

// The names of keys come from libevdev, which has all of the kernel's. Nothing else of it is used: it
// opens no device here, since it would discard events (Kernel.swift). Sentences with such a name are made
// in the daemon, for its log, its status and the socket, so the daemon itself looks it up.

import CEvdev
import CLinux

/// The name of a key: that of linux/input-event-codes.h in lower case and without `KEY_`, or
/// `code 767` if it has none (libevdev_event_code_get_name).
public func keyName(_ code: UInt16) -> String {
  guard let found = libevdev_event_code_get_name(UInt32(EV_KEY), UInt32(code)) else {
    return "code \(code)"
  }
  let name = String(cString: found).lowercased()
  return name.hasPrefix("key_") ? String(name.dropFirst(4)) : name
}
