// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes

/// An event of an evdev device: `struct input_event` of linux/input.h.
public struct KeyEvent: Sendable, Equatable {
  /// The time of the event, in microseconds of the device's clock.
  public var time: Int64
  /// The event type: EV_KEY, EV_SYN …
  public var type: UInt16
  /// The event code: KEY_A, SYN_REPORT …
  public var code: UInt16
  /// The value; for EV_KEY 0 is a release, 1 a press, 2 an autorepeat.
  public var value: Int32

  /// An event as read from the device.
  public init(time: Int64, type: UInt16, code: UInt16, value: Int32) {
    self.time = time
    self.type = type
    self.code = code
    self.value = value
  }
}

/// The event types that the decoder handles.
package enum EventType {
  package static let synchronization = UInt16(EV_SYN)
  package static let key = UInt16(EV_KEY)
  package static let led = UInt16(EV_LED)
}

/// The codes of EV_SYN and EV_LED that the decoder handles.
package enum EventCode {
  package static let report = UInt16(SYN_REPORT)
  package static let dropped = UInt16(SYN_DROPPED)
  package static let capsLockLight = UInt16(LED_CAPSL)
}

/// The codes of keys with a role of their own.
package enum KeyCode {
  package static let escape = UInt16(KEY_ESC)
  package static let backspace = UInt16(KEY_BACKSPACE)
  package static let tab = UInt16(KEY_TAB)
  package static let enter = UInt16(KEY_ENTER)
  package static let leftControl = UInt16(KEY_LEFTCTRL)
  package static let leftShift = UInt16(KEY_LEFTSHIFT)
  package static let rightShift = UInt16(KEY_RIGHTSHIFT)
  package static let leftAlt = UInt16(KEY_LEFTALT)
  package static let capsLock = UInt16(KEY_CAPSLOCK)
  package static let numLock = UInt16(KEY_NUMLOCK)
  package static let scrollLock = UInt16(KEY_SCROLLLOCK)
  package static let keypadEnter = UInt16(KEY_KPENTER)
  package static let rightControl = UInt16(KEY_RIGHTCTRL)
  package static let rightAlt = UInt16(KEY_RIGHTALT)
  package static let delete = UInt16(KEY_DELETE)
  package static let leftMeta = UInt16(KEY_LEFTMETA)
  package static let rightMeta = UInt16(KEY_RIGHTMETA)
}
