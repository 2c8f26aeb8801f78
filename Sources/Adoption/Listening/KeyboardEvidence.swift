// SPDX-License-Identifier: Apache-2.0

// A device is never taken for a scanner because it types fast, and never adopted because nobody said no.
// But a device that has been used as a keyboard while everybody was asked to scan a label is a keyboard,
// most likely, and adopting it would lock its user out. These are the signs of it:
//
// - a key that edits, moves or switches: arrows, Home, Delete, Backspace, Menu, the key with the logo,
//   volume and power keys. Scanners type characters; those that spell control characters with other keys
//   use Ctrl, Alt with digits, Down or the function keys (F7 to F10 of one maker), and some send a function
//   key or Tab around each label, so none of these is a sign.
// - a key that is down for 300 ms, or that the kernel repeats (it waits 250 ms). A scanner's keys are down
//   for some milliseconds, modifiers for the length of a label.
// - characters at a person's pace: three pauses of 300 ms to 3 s between keys without an Enter, or a whole
//   line that was typed more slowly than a scanner types one.

import CLinux

/// A sign that a device is a person's keyboard.
package enum KeyboardEvidence: Sendable, Equatable {
  /// A key was pressed that no scanner sends, with this code.
  case key(UInt16)
  /// A key was held down.
  case held(UInt16)
  /// Characters came at a person's pace.
  case pace

  /// The longest time that a scanner's key is down, in microseconds.
  static let longestPress: Int64 = 300_000
  /// The pauses of a person who types, in microseconds.
  static let pauses: ClosedRange<Int64> = 300_001...3_000_000
  /// The number of such pauses in a line.
  static let pausesEnough = 3

  /// True if no scanner sends the key.
  static func isSign(_ code: UInt16) -> Bool {
    code > UInt16(KEY_MICMUTE) || signs.contains { $0.contains(Int32(code)) }
  }

  private static let signs: [ClosedRange<Int32>] = [
    KEY_BACKSPACE...KEY_BACKSPACE, KEY_SYSRQ...KEY_SYSRQ, KEY_HOME...KEY_END,
    KEY_PAGEDOWN...KEY_DELETE, KEY_MUTE...KEY_POWER, KEY_PAUSE...KEY_SCALE,
    KEY_LEFTMETA...KEY_SCROLLDOWN, KEY_NEW...KEY_REDO, KEY_PLAYCD...KEY_MICMUTE,
  ]
}

extension KeyboardEvidence: CustomStringConvertible {
  /// The sign in words, after "it".
  package var description: String {
    switch self {
    case .key(let code): "has sent a key that no scanner sends (code \(code))"
    case .held(let code): "had a key held down (code \(code))"
    case .pace: "was typed on at a person's pace"
    }
  }
}
