// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Recordings
import Wedge

/// The keys that were pressed, whatever they mean.
struct KeyUse: Equatable {
  /// The number of presses by the key's code.
  private var presses: [UInt16: Int] = [:]

  /// The keys of recordings.
  init(_ recordings: [Recording]) {
    for recording in recordings {
      for case .event(let event) in recording.inputs where event.isStroke && event.value == 1 {
        presses[event.code, default: 0] += 1
      }
    }
  }

  /// The number of presses of Caps Lock.
  var capsLock: Int { presses[UInt16(KEY_CAPSLOCK)] ?? 0 }

  /// True if digits were typed on the keypad.
  var hasKeypadDigits: Bool { Self.digits.contains(where: isPressed) }

  /// True if Alt or Ctrl was pressed, with which other keys spell characters.
  private var hasAltOrControl: Bool {
    [KEY_LEFTALT, KEY_RIGHTALT, KEY_LEFTCTRL, KEY_RIGHTCTRL].contains { isPressed(UInt16($0)) }
  }

  /// True if the left Alt was pressed, with which digits of the keypad spell characters.
  var usesAlt: Bool { isPressed(UInt16(KEY_LEFTALT)) }

  /// True if Alt was held for digits of the keypad, and nothing but modifiers and terminators was pressed.
  var isAltOnly: Bool {
    usesAlt && hasKeypadDigits
      && presses.keys.allSatisfy { Self.digits.contains($0) || Self.silent.contains($0) }
  }

  /// The ways to find the ends of the scans, those first that say most. A terminator may be spelled with Ctrl or Alt.
  var framings: [Framing] {
    Framing.keys.filter { $0.keys.contains(where: isPressed) }.map(\.framing)
      + (hasAltOrControl ? [Framing(terminator: .enter), Framing(terminator: .tab)] : [])
      + Framing.silences
  }

  private func isPressed(_ code: UInt16) -> Bool { presses[code] != nil }

  private static let digits = Set(
    [KEY_KP0, KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4, KEY_KP5, KEY_KP6, KEY_KP7, KEY_KP8, KEY_KP9]
      .map { UInt16($0) })

  private static let silent = Set(
    [
      KEY_LEFTALT, KEY_LEFTSHIFT, KEY_RIGHTSHIFT, KEY_LEFTCTRL, KEY_RIGHTCTRL, KEY_NUMLOCK,
      KEY_ENTER, KEY_KPENTER, KEY_TAB,
    ].map { UInt16($0) })
}
