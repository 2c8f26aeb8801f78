// SPDX-License-Identifier: Apache-2.0

/// The keys that mean something of their own: linux/input-event-codes.h.
enum KeyCode {
  static let escape: UInt16 = 1
  static let backspace: UInt16 = 14
  static let tab: UInt16 = 15
  static let enter: UInt16 = 28
  static let leftControl: UInt16 = 29
  static let leftShift: UInt16 = 42
  static let rightShift: UInt16 = 54
  static let leftAlt: UInt16 = 56
  static let capsLock: UInt16 = 58
  static let numLock: UInt16 = 69
  static let scrollLock: UInt16 = 70
  static let keypadEnter: UInt16 = 96
  static let rightControl: UInt16 = 97
  static let rightAlt: UInt16 = 100
  static let leftMeta: UInt16 = 125
  static let rightMeta: UInt16 = 126
}
