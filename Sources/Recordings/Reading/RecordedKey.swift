// SPDX-License-Identifier: Apache-2.0

import KeyNames
import Wedge

/// The code of a key in a recording: its name (`keyCode(named:)`), `shift`, `ctrl`, `alt` or `meta` for the
/// left keys, `altgr` for the right Alt, or a code in hexadecimal, `0x2a0`.
func recordedKey(_ text: Substring) -> UInt16? {
  let name = text.lowercased()
  if let code = keyCode(named: aliases[name] ?? name) { return code }
  guard name.hasPrefix("0x"), let code = UInt16(name.dropFirst(2), radix: 16) else { return nil }
  return code < KeySet.capacity ? code : nil
}

private let aliases = [
  "shift": "leftshift", "ctrl": "leftctrl", "alt": "leftalt", "meta": "leftmeta",
  "altgr": "rightalt",
]
