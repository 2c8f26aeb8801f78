// SPDX-License-Identifier: Apache-2.0

// Each press toggles Caps Lock, and its release tells nothing about the state, so a lost press
// leaves every later letter in the wrong case. Scanners that use it press it in pairs, within a
// scan (on, ABC, off, Enter) or around it (on, ABC, Enter, off). The rules:
//
// - As long as no key was lost, every press counts.
// - After keys were lost, the state at rest (in the last silence longer than the abandon gap)
//   applies again when a terminator shows where the next scan begins.
// - Of the presses between that terminator and the next character only the last belongs to the
//   coming scan; an earlier one still ends the damaged scan. Such a press therefore does not toggle
//   the state but makes it the opposite of the state at rest, however many presses there are.
// - The next scan confirms the assumption if the number of presses since the terminator is even. If
//   it is odd, the last press may have ended the damaged scan, and no letter can be believed.
// - A silence longer than the abandon gap ends all doubt, unless there were presses since that terminator: after
//   an odd number the next scan decides as above, after an even one, or none after a scan with an odd one, it is
//   not believed. The light itself (EV_LED)
//   ends all doubt, too.
// - At the opening, a light that is on follows the key, so presses count from it. One that is off may be one
//   that never goes on, and the first press the second of a pair.

/// The state of Caps Lock, as far as it is known.
struct CapsLock: Equatable {
  private enum Knowledge { case exact, lost, recovering, inFirstScan, doubted }

  /// True if the case of letters is inverted.
  private(set) var isOn: Bool
  private var resting: Bool
  private var knowledge = Knowledge.lost
  private var pressesAreOdd = false
  /// The key was pressed since the terminator that showed where the next scan begins.
  private var hasPress = false
  /// The scan before that terminator had an odd number of presses, so that Caps Lock may still be on.
  private var isAfterOddScan = false
  private var followsLight = false

  /// The state at opening according to the light; it may be in the middle of a pair.
  ///
  /// - Parameter isGrabbed: true if the device was grabbed before, while which its light follows nothing.
  init(isOn: Bool, isGrabbed: Bool) {
    self.isOn = isOn
    resting = isOn
    if isOn, !isGrabbed { knowledge = .exact }
  }

  /// Notes a press of the key.
  mutating func press() {
    pressesAreOdd.toggle()
    hasPress = true
    if knowledge == .recovering { isOn = !resting } else { isOn.toggle() }
  }

  /// Notes a character, which separates the presses before it from those after it.
  mutating func noteCharacter() {
    if knowledge == .recovering { knowledge = .inFirstScan }
  }

  /// Notes that the light went on or off: EV_LED, LED_CAPSL.
  mutating func setLight(_ lit: Bool) {
    isOn = lit
    knowledge = .exact
    followsLight = true
  }

  /// Notes that keys were lost. The light, if known, counts only if it was seen to follow the key,
  /// which it does not while the device is grabbed.
  mutating func loseTrack(light: Bool?) {
    isOn = resting
    knowledge = .lost
    if let light, followsLight { setLight(light) }
  }

  /// Notes that a terminator showed where the next scan begins.
  mutating func recover() {
    guard knowledge != .exact else { return }
    isOn = resting
    knowledge = .recovering
    pressesAreOdd = false
    hasPress = false
    isAfterOddScan = false
  }

  /// Notes that a scan ended with its terminator. Returns true if the case of its letters is
  /// certain.
  mutating func endScan() -> Bool {
    if knowledge == .exact { return true }
    if knowledge == .inFirstScan, !pressesAreOdd {
      knowledge = .exact
      return true
    }
    let isOdd = pressesAreOdd
    recover()
    isAfterOddScan = isOdd
    return false
  }

  /// Notes a silence longer than the abandon gap.
  mutating func rest() {
    if knowledge == .doubted { return }
    if knowledge == .recovering, hasPress || isAfterOddScan {
      // One press may have ended the damaged scan or begun the next one, which the presses of that one show. Two
      // may have done both, or have been a pair, which nothing shows.
      if !pressesAreOdd { knowledge = .doubted }
      return
    }
    if knowledge == .exact { resting = isOn } else { isOn = resting }
    knowledge = .exact
  }
}
