// SPDX-License-Identifier: Apache-2.0

// Caps Lock has no release that would tell its state: each press turns it over, and a press that is
// lost leaves every later letter in the wrong case. Scanners that use it press it in pairs, within
// a scan (on, ABC, off, Enter) or around it (on, ABC, Enter, off). So:
//
// - As long as no key was lost, every press counts.
// - After keys were lost, what it was at rest (in the last silence longer than the abandon gap) is
//   what it returns to when a terminator shows where the next scan begins.
// - Of the presses between that terminator and the next character only the last belongs to the
//   coming scan; one before it still ends the damaged scan. So such a press does not turn the lock
//   over, it makes it the opposite of what it is at rest, however many there are.
// - That next scan proves the assumption if the presses since the terminator are even in number.
//   If they are odd, the last one may have ended the damaged scan, and no letter can be believed.
// - A silence longer than the abandon gap, or the light itself (EV_LED), ends all doubt.

/// Caps Lock, as far as it can be known.
struct CapsLock: Equatable {
  private enum Knowledge { case exact, lost, recovering, inFirstScan }

  /// Whether letters are turned over.
  private(set) var isOn: Bool
  private var resting: Bool
  private var knowledge = Knowledge.lost
  private var pressesAreOdd = false
  private var followsLight = false

  /// At opening: what the light says, which may be in the middle of a pair.
  init(isOn: Bool) {
    self.isOn = isOn
    resting = isOn
  }

  /// Its key was pressed.
  mutating func press() {
    pressesAreOdd.toggle()
    if knowledge == .recovering { isOn = !resting } else { isOn.toggle() }
  }

  /// A character came: presses before it and after it are no longer the same.
  mutating func passCharacter() {
    if knowledge == .recovering { knowledge = .inFirstScan }
  }

  /// The light came on or went out: EV_LED, LED_CAPSL.
  mutating func showLight(_ lit: Bool) {
    isOn = lit
    knowledge = .exact
    followsLight = true
  }

  /// Keys were lost. A light that is known counts if it is known to follow the key: while the
  /// device is grabbed, it does not.
  mutating func lose(light: Bool?) {
    isOn = resting
    knowledge = .lost
    if let light, followsLight { showLight(light) }
  }

  /// A terminator showed where the next scan begins.
  mutating func recover() {
    guard knowledge != .exact else { return }
    isOn = resting
    knowledge = .recovering
    pressesAreOdd = false
  }

  /// A scan ended with its terminator; says whether the case of its letters is certain.
  mutating func endScan() -> Bool {
    if knowledge == .exact { return true }
    if knowledge == .inFirstScan, !pressesAreOdd {
      knowledge = .exact
      return true
    }
    recover()
    return false
  }

  /// Nothing came for longer than the abandon gap.
  mutating func rest() {
    if knowledge == .exact { resting = isOn } else { isOn = resting }
    knowledge = .exact
  }
}
