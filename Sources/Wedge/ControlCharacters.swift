// SPDX-License-Identifier: Apache-2.0

// A scanner types a control character as Ctrl with the key of its character `@A-Z[\]^_`. On layouts that
// have `[ \ ] ^ _` only with AltGr or as dead keys, scanners differ in the key that they press. In this
// order, the first key that gives one counts:
//
// - the character of the key itself, with Shift or without: the layout's own control character;
// - the character that the key has on a US keyboard, which is where many scanners look;
// - the character that the key has with AltGr, or as a dead key.
//
// With AltGr held, only the characters with AltGr count.

import CInputEventCodes

extension Layout.Key {
  /// The control character of a key with Ctrl.
  static func control(
    of code: UInt16, _ symbols: [Layout.Symbol], at level: Layout.Level
  ) -> UInt8? {
    func first(
      in levels: Layout.Level..., by character: (Layout.Symbol) -> UInt8?
    ) -> UInt8? {
      let ordered = level.contains(.shift) ? levels.reversed() : levels
      for level in ordered {
        if let control = character(symbols[Int(level.rawValue)]) { return control }
      }
      return nil
    }
    let withAltGr = first(in: .altGr, [.altGr, .shift], by: ownControl)
    if level.contains(.altGr) { return withAltGr }
    return first(in: [], .shift, by: ownControl)
      ?? usControl(of: code, isShifted: level.contains(.shift))
      ?? withAltGr ?? first(in: [], .shift, by: deadControl)
  }

  private static func ownControl(_ symbol: Layout.Symbol) -> UInt8? {
    guard case .character(let scalar) = symbol else { return nil }
    return Ascii.control(of: scalar)
  }

  private static func deadControl(_ symbol: Layout.Symbol) -> UInt8? {
    guard case .dead(let key) = symbol else { return nil }
    return Ascii.control(of: key.alone)
  }

  private static func usControl(of code: UInt16, isShifted: Bool) -> UInt8? {
    guard let key = Layout.usCharacters.first(where: { $0.code == code }) else { return nil }
    let order = isShifted ? [key.shifted, key.plain] : [key.plain, key.shifted]
    return order.lazy.compactMap { Ascii.control(of: Unicode.Scalar($0)) }.first
  }
}

extension KeyMap {
  /// The meaning of a layout's key with Ctrl.
  func control(of key: Layout.Key, at level: Layout.Level) -> KeyMeaning {
    let isUSBracket = key.code == UInt16(KEY_RIGHTBRACE)
    if isUSBracket, !level.contains(.altGr), profile.groupSeparator == .controlUSRightBracket {
      return KeyMeaning(Unicode.Scalar(Ascii.groupSeparator))
    }
    guard let byte = key.controls[Int(level.rawValue)] else { return .undecodable }
    let isAllowed =
      byte != Ascii.groupSeparator || allowsGroupSeparator(isShifted: level.contains(.shift))
    return isAllowed ? meaning(of: byte) : .undecodable
  }

  private func allowsGroupSeparator(isShifted: Bool) -> Bool {
    switch profile.groupSeparator {
    case .controlRightBracket: true
    case .controlShiftRightBracket: isShifted
    default: profile.groupSeparator.isOpen
    }
  }
}
