// SPDX-License-Identifier: Apache-2.0

// The names of keys come from libevdev, which has all of the kernel's. Nothing else of it is used by the
// daemon: libevdev opens no device there, since it would discard events (Scanners/Kernel.swift).

import CEvdev
import CInputEventCodes

/// The name of a key: that of linux/input-event-codes.h in lower case and without `KEY_`, or
/// `code 767` if it has none (libevdev_event_code_get_name).
public func keyName(_ code: UInt16) -> String {
  guard let found = libevdev_event_code_get_name(UInt32(EV_KEY), UInt32(code)) else {
    return "code \(code)"
  }
  let name = String(cString: found).lowercased()
  return name.hasPrefix("key_") ? String(name.dropFirst(4)) : name
}

/// The code of the key with a name as `keyName` gives it; `KEY_` and capitals are allowed. Nil if there is
/// no such key (libevdev_event_code_from_code_name).
public func keyCode(named name: some StringProtocol) -> UInt16? {
  // A NUL would end the name for libevdev.
  guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
  let upper = name.uppercased()
  for full in [upper, "KEY_" + upper] {
    let code = libevdev_event_code_from_name(UInt32(EV_KEY), full)
    if code >= 0 { return UInt16(code) }
  }
  return nil
}
