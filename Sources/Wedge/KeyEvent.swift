// SPDX-License-Identifier: Apache-2.0

/// One event of an evdev device: `struct input_event` of linux/input.h.
public struct KeyEvent: Sendable, Equatable {
  /// When the kernel saw it, in microseconds of the device's clock.
  public var time: Int64
  /// EV_KEY, EV_SYN … of linux/input-event-codes.h.
  public var type: UInt16
  /// KEY_A, SYN_REPORT …: what the type has.
  public var code: UInt16
  /// For EV_KEY: 0 release, 1 press, 2 autorepeat.
  public var value: Int32

  /// An event as read from the device.
  public init(time: Int64, type: UInt16, code: UInt16, value: Int32) {
    self.time = time
    self.type = type
    self.code = code
    self.value = value
  }
}

/// The event types that matter here: linux/input-event-codes.h.
enum EventType {
  static let synchronization: UInt16 = 0x00
  static let key: UInt16 = 0x01
  static let led: UInt16 = 0x11
}

/// The codes of EV_SYN and EV_LED that matter here: linux/input-event-codes.h.
enum EventCode {
  static let report: UInt16 = 0
  static let dropped: UInt16 = 3
  static let capsLockLight: UInt16 = 1
}
