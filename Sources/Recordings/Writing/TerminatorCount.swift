// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Wire

/// Counts the terminators that a scanner types.
struct TerminatorCount {
  /// The number of terminators that have been pressed.
  private(set) var count = 0
  /// True while the last one is down.
  private(set) var isDown = false
  private let keys: Set<UInt16>
  /// The key that is the terminator with Ctrl.
  private let withControl: UInt16?
  private var controls: Set<UInt16> = []
  private var down: UInt16?

  /// A count for the terminator with this name in scand.scanner(5); nil if it is none.
  init?(_ terminator: String) {
    let (keys, withControl): ([Int32], Int32?) =
      switch terminator {
      case "none": ([], nil)
      case "tab": ([KEY_TAB], KEY_I)
      case "keypad-enter": ([KEY_KPENTER], nil)
      default: ([KEY_ENTER, KEY_KPENTER], KEY_M)
      }
    if keys.isEmpty { return nil }
    self.keys = Set(keys.map { UInt16($0) })
    self.withControl = withControl.map { UInt16($0) }
  }

  /// Notes an event as it was read.
  mutating func note(_ event: KeyEventInfo) {
    guard event.isStroke, event.value != 2 else { return }
    if [KEY_LEFTCTRL, KEY_RIGHTCTRL].contains(Int32(event.code)) {
      if event.value == 1 { controls.insert(event.code) } else { controls.remove(event.code) }
    } else if event.value == 0 {
      if event.code == down { (down, isDown) = (nil, false) }
    } else if keys.contains(event.code) || (event.code == withControl && !controls.isEmpty) {
      count += 1
      (down, isDown) = (event.code, true)
    }
  }
}
