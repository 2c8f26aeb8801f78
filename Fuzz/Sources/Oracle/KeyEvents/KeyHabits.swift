// SPDX-License-Identifier: Apache-2.0

import Wedge

/// The way in which a scanner types, beyond its profile.
struct KeyHabits {
  /// The ways to use Caps Lock.
  enum CapsLockUse {
    /// Letters are typed with Shift.
    case never
    /// Caps Lock is pressed at the beginning and before the terminator.
    case within
    /// Caps Lock is pressed before the scan and after the terminator.
    case around
    /// Caps Lock is pressed before and after some characters.
    case inside
  }

  /// The use of Caps Lock.
  var capsLock: CapsLockUse
  /// True if only some scans are typed with Caps Lock.
  var usesCapsLockForSome: Bool
  /// True if a key is released only after the next one was pressed.
  var rollsOver: Bool
  /// True if control characters are typed as Alt and their number.
  var sendsNumbers: Bool
  /// True if each EV_KEY follows an EV_MSC.
  var sendsScanCodes: Bool
  /// True if press and release of a key are one frame.
  var tapsInOneFrame: Bool
  /// The time between two frames.
  var pace: Int64
  /// The silence before the first frame.
  var openingRest: Int64
  /// True if a terminator comes before the first scan.
  var beginsWithTerminator: Bool
  /// True if the scanner types the prefix and the suffix.
  var sendsAffixes = false

  /// The habits that two bytes choose.
  init(_ times: UInt8, _ keys: UInt8) {
    capsLock = [.never, .within, .around, .inside][Int(keys & 3)]
    usesCapsLockForSome = keys & 4 != 0
    rollsOver = keys & 8 != 0
    sendsScanCodes = keys & 16 != 0
    tapsInOneFrame = keys & 32 != 0
    sendsNumbers = keys & 128 != 0
    pace = [1000, 0, 8000, 40_000][Int(times >> 2 & 3)]
    openingRest = times & 16 != 0 ? 0 : 5_000_000
    beginsWithTerminator = times & 32 != 0
  }

  /// True if a scan that begins with a byte is typed with Caps Lock.
  func usesCapsLock(_ first: UInt8) -> Bool {
    capsLock != .never && !(usesCapsLockForSome && first & 1 == 0)
  }
}

extension Profile {
  /// A profile that two bytes choose.
  init(fuzzed byte: UInt8, _ times: UInt8) {
    self.init()
    terminator = [.enter, .keypadEnter, .tab, .none][Int(byte & 3)]
    if byte & 128 != 0, terminator == .enter { terminator = .enterIdle }
    if byte & 4 != 0 { (prefix, suffix) = (Array("AB".utf8), Array("BC".utf8)) }
    maximumLength = [4096, 6, 1, -5][Int(byte >> 4 & 3)]
    let gaps: [(Int64, Int64, Int64)] = [
      (1_000_000, 3_000_000, 100_000), (50_000, 150_000, 20_000), (2_000_000, 1_000_000, 500_000),
      (1_000_000_000_000_000_000, 1_000_000_000_000_000_000, 0),
    ]
    (characterTimeout, abandonGap, idleGap) = gaps[Int(times & 3)]
  }

  /// The data of a scan that was typed, and if prefix or suffix is missing.
  func stripped(_ text: [UInt8]) -> (data: [UInt8], lacksAffix: Bool) {
    let begins = text.count >= prefix.count && Array(text.prefix(prefix.count)) == prefix
    let body = begins ? Array(text.suffix(text.count - prefix.count)) : text
    let ends = body.count >= suffix.count && Array(body.suffix(suffix.count)) == suffix
    let data = ends ? Array(body.prefix(body.count - suffix.count)) : body
    return (data, !(begins && ends))
  }
}

extension Terminator {
  /// The key that a scanner ends a scan with; Enter if it sends none, as another character.
  var key: UInt16 {
    switch self {
    case .enter, .enterIdle, .none: 28
    case .keypadEnter: 96
    case .tab: 15
    }
  }

  /// The control character that is the same as the key.
  var character: UInt8? {
    switch self {
    case .enter: 0x0D
    case .tab: 0x09
    case .keypadEnter, .enterIdle, .none: nil
    }
  }
}
