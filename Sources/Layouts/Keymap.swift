// SPDX-License-Identifier: Apache-2.0

import CXkbcommon

/// A keymap with the symbols of one layout (struct xkb_keymap), given back at the end.
struct Keymap: ~Copyable {
  /// The rules that make a keymap of a model and a layout, in any system with evdev.
  static let rules = "evdev"
  /// The model: a keyboard with the key beside the left Shift.
  private static let model = "pc105"

  fileprivate let pointer: OpaquePointer

  /// Compiles a layout: xkb_keymap_new_from_names(). Nil if it does not compile.
  init?(_ name: LayoutName, from files: XKBFiles) {
    guard let context = XKBContext(files) else { return nil }
    let compiled = Self.rules.withCString { rules in
      Self.model.withCString { model in
        name.layout.withCString { layout in
          name.variant.withCString { variant in
            "".withCString { options in
              var names = xkb_rule_names(
                rules: rules, model: model, layout: layout, variant: variant, options: options)
              return xkb_keymap_new_from_names(
                context.pointer, &names, XKB_KEYMAP_COMPILE_NO_FLAGS)
            }
          }
        }
      }
    }
    guard let compiled else { return nil }
    pointer = compiled
  }

  deinit {
    xkb_keymap_unref(pointer)
  }

  /// The number of layouts between which keys can switch: xkb_keymap_num_layouts().
  var layoutCount: Int { Int(xkb_keymap_num_layouts(pointer)) }

  /// The set of the one modifier with this name: xkb_keymap_mod_get_index().
  func modifier(named name: String) -> Modifiers {
    let index = xkb_keymap_mod_get_index(pointer, name)
    return index == .max ? 0 : 1 << index
  }

  /// A set of XKB's modifiers (xkb_mod_mask_t).
  typealias Modifiers = xkb_mod_mask_t
}

/// The state of a keyboard (struct xkb_state), given back at the end.
struct KeyboardState: ~Copyable {
  private let pointer: OpaquePointer

  /// A keyboard on which no key is down and no lock is on; nil without memory.
  init?(_ keymap: borrowing Keymap) {
    guard let pointer = xkb_state_new(keymap.pointer) else { return nil }
    self.pointer = pointer
  }

  deinit {
    xkb_state_unref(pointer)
  }

  /// Presses or releases a key: xkb_state_update_key().
  func update(key code: UInt16, isDown: Bool) {
    xkb_state_update_key(pointer, Self.keycode(code), isDown ? XKB_KEY_DOWN : XKB_KEY_UP)
  }

  /// Sets the modifiers: xkb_state_update_mask().
  func set(down: Keymap.Modifiers, locked: Keymap.Modifiers) {
    xkb_state_update_mask(pointer, down, 0, locked, 0, 0, 0)
  }

  /// The modifiers that are in effect: xkb_state_serialize_mods().
  var modifiers: Keymap.Modifiers {
    xkb_state_serialize_mods(pointer, XKB_STATE_MODS_EFFECTIVE)
  }

  /// The symbol of a key, zero if it has none or several: xkb_state_key_get_one_sym().
  func keysym(of code: UInt16) -> Keysym {
    Keysym(rawValue: xkb_state_key_get_one_sym(pointer, Self.keycode(code)))
  }

  /// The shift level of a key, from 0: xkb_state_key_get_level().
  func shiftLevel(of code: UInt16) -> UInt32 {
    let level = xkb_state_key_get_level(pointer, Self.keycode(code), 0)
    return level == .max ? 0 : level
  }

  /// XKB's code of a key, which the rules evdev derive from the kernel's.
  private static func keycode(_ code: UInt16) -> xkb_keycode_t { xkb_keycode_t(code) + 8 }
}

/// The context in which a keymap is compiled (struct xkb_context), given back at the end.
private struct XKBContext: ~Copyable {
  let pointer: OpaquePointer

  /// A context without the environment, which looks for files in these directories and prints nothing.
  init?(_ files: XKBFiles) {
    let flags =
      XKB_CONTEXT_NO_DEFAULT_INCLUDES.rawValue | XKB_CONTEXT_NO_ENVIRONMENT_NAMES.rawValue
    guard let pointer = xkb_context_new(xkb_context_flags(flags)) else { return nil }
    xkb_context_set_log_fn(pointer) { _, _, _, _ in }
    // One that does not exist is left out.
    for directory in files.directories { xkb_context_include_path_append(pointer, directory) }
    self.pointer = pointer
  }

  deinit {
    xkb_context_unref(pointer)
  }
}
