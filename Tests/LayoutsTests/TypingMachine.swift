// SPDX-License-Identifier: Apache-2.0

// The other way to the same symbols: keys go down and up on libxkbcommon's keyboard as on a real one, and
// its own names say which keysyms are dead keys.

import CInputEventCodes
import CXkbcommon
import Wedge

/// A keyboard of libxkbcommon with the layout of a name.
final class TypingMachine {
  private let keymap: OpaquePointer

  /// - Parameter flags: the context's; without any, it reads the environment and the user's files.
  init?(_ layout: String, variant: String = "", flags: xkb_context_flags) {
    guard let context = xkb_context_new(flags) else { return nil }
    defer { xkb_context_unref(context) }
    let keymap = layout.withCString { layout in
      variant.withCString { variant in
        var names = xkb_rule_names()
        names.layout = layout.pointee == 0 ? nil : layout
        names.variant = variant
        return xkb_keymap_new_from_names(context, &names, XKB_KEYMAP_COMPILE_NO_FLAGS)
      }
    }
    guard let keymap else { return nil }
    self.keymap = keymap
  }

  /// The layout with a name as in `Layout.common`.
  convenience init?(named name: String) {
    let parts = name.split { $0 == "(" || $0 == ")" }.map(String.init)
    self.init(
      parts[0], variant: parts.count > 1 ? parts[1] : "", flags: XKB_CONTEXT_NO_ENVIRONMENT_NAMES)
  }

  deinit {
    xkb_keymap_unref(keymap)
  }

  /// The symbol of a key that is typed while Num Lock is on and these modifiers are in effect.
  func symbol(of code: UInt16, at level: Layout.Level = []) -> TypedSymbol {
    let state = xkb_state_new(keymap)!
    defer { xkb_state_unref(state) }
    func update(_ key: Int32, _ direction: xkb_key_direction) {
      xkb_state_update_key(state, xkb_keycode_t(key) + 8, direction)
    }
    func strike(_ key: Int32) {
      update(key, XKB_KEY_DOWN)
      update(key, XKB_KEY_UP)
    }
    strike(KEY_NUMLOCK)
    if level.contains(.capsLock) {
      strike(KEY_CAPSLOCK)
      // On a Japanese keyboard the key does something else without Shift.
      if xkb_state_led_name_is_active(state, XKB_LED_NAME_CAPS) == 0 {
        update(KEY_LEFTSHIFT, XKB_KEY_DOWN)
        strike(KEY_CAPSLOCK)
        update(KEY_LEFTSHIFT, XKB_KEY_UP)
      }
    }
    if level.contains(.altGr) { update(KEY_RIGHTALT, XKB_KEY_DOWN) }
    if level.contains(.shift) { update(KEY_LEFTSHIFT, XKB_KEY_DOWN) }
    let key = xkb_keycode_t(code) + 8
    update(Int32(code), XKB_KEY_DOWN)
    if let mark = deadKeys[name(xkb_state_key_get_one_sym(state, key))] { return .dead(mark) }
    let character = xkb_state_key_get_utf32(state, key)
    guard character >= 0x20, character != 0x7F else { return .none }
    return .character(character)
  }

  private func name(_ keysym: xkb_keysym_t) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      xkb_keysym_get_name(keysym, buffer.baseAddress, buffer.count)
      return String(cString: buffer.baseAddress!)
    }
  }
}

/// A symbol, without the character of a dead key alone, which libxkbcommon does not know.
enum TypedSymbol: Equatable {
  case none
  case character(UInt32)
  case dead(DeadKey.Mark)

  init(_ symbol: Layout.Symbol) {
    switch symbol {
    case .none: self = .none
    case .character(let scalar): self = .character(scalar.value)
    case .dead(let key): self = .dead(key.mark)
    }
  }
}

/// The dead keys by the names of their keysyms: `dead_abovedot` is `aboveDot`.
private let deadKeys = Dictionary(
  uniqueKeysWithValues: DeadKey.Mark.allCases.map { ("dead_\($0)".lowercased(), $0) })

/// The keys of the numeric keypad, by the kernel's names.
let keypad: Set<Int32> = [
  KEY_KP0, KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4, KEY_KP5, KEY_KP6, KEY_KP7, KEY_KP8, KEY_KP9,
  KEY_KPDOT, KEY_KPCOMMA, KEY_KPJPCOMMA, KEY_KPPLUS, KEY_KPMINUS, KEY_KPASTERISK, KEY_KPSLASH,
  KEY_KPEQUAL, KEY_KPPLUSMINUS, KEY_KPLEFTPAREN, KEY_KPRIGHTPAREN,
]
