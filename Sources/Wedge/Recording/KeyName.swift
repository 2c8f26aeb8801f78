// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes

/// The names of keys: those of linux/input-event-codes.h, in lower case and without `KEY_`.
enum KeyName {
  /// The code of the key with a name. `KEY_` and capitals are allowed; so are `shift`, `ctrl`,
  /// `alt` and `meta` for the left keys, `altgr` for the right Alt, and a code in hexadecimal:
  /// `0x2a0`.
  static func code(_ text: some StringProtocol) -> UInt16? {
    let lowered = text.lowercased()
    let name = lowered.hasPrefix("key_") ? String(lowered.dropFirst(4)) : lowered
    if let code = codes[aliases[name] ?? name] { return code }
    guard name.hasPrefix("0x"), let code = UInt16(name.dropFirst(2), radix: 16) else { return nil }
    return code < KeySet.capacity ? code : nil
  }

  private static let aliases = [
    "shift": "leftshift", "ctrl": "leftctrl", "alt": "leftalt", "meta": "leftmeta",
    "altgr": "rightalt",
  ]

  private static let codes: [String: UInt16] = {
    var codes: [String: UInt16] = [:]
    for (first, row) in rows {
      for (offset, name) in row.split(whereSeparator: \.isWhitespace).enumerated() {
        codes[String(name)] = UInt16(first) + UInt16(offset)
      }
    }
    return codes
  }()

  /// Names of keys with consecutive codes. WedgeTests compare them with the kernel's header.
  private static let rows: [(first: Int32, names: String)] = [
    (
      KEY_ESC,
      """
      esc 1 2 3 4 5 6 7 8 9 0 minus equal backspace tab q w e r t y u i o p leftbrace rightbrace
      enter leftctrl a s d f g h j k l semicolon apostrophe grave leftshift backslash z x c v b
      n m comma dot slash rightshift kpasterisk leftalt space capslock f1 f2 f3 f4 f5 f6 f7 f8
      f9 f10 numlock scrolllock kp7 kp8 kp9 kpminus kp4 kp5 kp6 kpplus kp1 kp2 kp3 kp0 kpdot
      """
    ),
    (
      KEY_ZENKAKUHANKAKU,
      """
      zenkakuhankaku 102nd f11 f12 ro katakana hiragana henkan katakanahiragana muhenkan
      kpjpcomma kpenter rightctrl kpslash sysrq rightalt linefeed home up pageup left right end
      down pagedown insert delete macro mute volumedown volumeup power kpequal kpplusminus pause
      scale kpcomma hangeul hanja yen leftmeta rightmeta compose stop again props undo front
      copy open paste find cut help menu calc setup sleep wakeup file sendfile deletefile xfer
      prog1 prog2 www msdos coffee rotate_display cyclewindows mail bookmarks computer back
      forward closecd ejectcd ejectclosecd nextsong playpause previoussong stopcd record rewind
      phone iso config homepage refresh exit move edit scrollup scrolldown kpleftparen
      kprightparen new redo f13 f14 f15 f16 f17 f18 f19 f20 f21 f22 f23 f24
      """
    ),
    (
      KEY_PLAYCD,
      """
      playcd pausecd prog3 prog4 all_applications suspend close play fastforward bassboost print
      hp camera sound question email chat search connect finance sport shop alterase cancel
      brightnessdown brightnessup media switchvideomode kbdillumtoggle kbdillumdown kbdillumup
      send reply forwardmail save documents battery bluetooth wlan uwb unknown video_next
      video_prev brightness_cycle brightness_auto display_off wwan rfkill micmute
      """
    ),
  ]
}
