// SPDX-License-Identifier: Apache-2.0

// The keys of a scan outlive it for a moment: if the data turn out to be none, they can be read once
// more with another layout. Only presses count, each with the modifiers that were held, and the end of
// Alt, which types the character of a number.

/// A press of a key, as far as its meaning depends on it.
struct Keystroke: Equatable {
  /// The key's code.
  let code: UInt16
  /// The modifiers that are held.
  let modifiers: Modifiers
  /// True if Caps Lock is on.
  let capsLock: Bool

  /// The end of Alt among packed strokes.
  static let endOfAlt = UInt32.max

  /// A press.
  init(code: UInt16, modifiers: Modifiers, capsLock: Bool) {
    self.code = code
    self.modifiers = modifiers
    self.capsLock = capsLock
  }

  init(packed: UInt32) {
    code = UInt16(truncatingIfNeeded: packed)
    modifiers = Modifiers(rawValue: UInt8(truncatingIfNeeded: packed >> 16))
    capsLock = packed >> 24 != 0
  }

  var packed: UInt32 {
    UInt32(code) | UInt32(modifiers.rawValue) << 16 | (capsLock ? 1 << 24 : 0)
  }
}

/// The keystrokes of a scan from its beginning to its terminator; they are never stored.
public struct Keystrokes: Sendable, Equatable {
  /// The largest number that is kept; a longer scan keeps none.
  static let capacity = 4096

  // One reference: a capture is passed on by every function of the decoder, and mostly there is none.
  private let storage: Storage

  private final class Storage: Sendable {
    let profile: Profile
    let packed: [UInt32]

    init(_ profile: Profile, _ packed: [UInt32]) {
      self.profile = profile
      self.packed = packed
    }
  }

  /// The keystrokes of a scan that was read with a profile.
  init(profile: Profile, packed: [UInt32]) { storage = Storage(profile, packed) }

  /// The profile that the scan was read with.
  public var profile: Profile { storage.profile }

  var packed: [UInt32] { storage.packed }

  /// True if the same keys were pressed, and read with the same profile.
  public static func == (one: Keystrokes, other: Keystrokes) -> Bool {
    one.profile == other.profile && one.packed == other.packed
  }
}

/// A reader of keystrokes with one profile, to read those of a scan once more.
public struct KeystrokeReader: Sendable {
  private let map: KeyMap

  /// A reader with a profile.
  public init(_ profile: Profile) { map = KeyMap(profile) }

  /// The profile.
  public var profile: Profile { map.profile }

  /// The data of a scan that was typed with these keystrokes; nil if they are not a whole scan in this
  /// profile.
  public func data(of keystrokes: Keystrokes) -> [UInt8]? {
    var spelling = Spelling()
    var data: [UInt8] = []
    for packed in keystrokes.packed {
      let meaning =
        packed == Keystroke.endOfAlt
        ? spelling.endAlt(in: map) : spelling.meaning(of: Keystroke(packed: packed), in: map)
      switch meaning {
      case .character(let scalar): data.append(scalar)
      case .pair(let first, let second):
        data.append(first)
        data.append(second)
      case .undecodable, .foreign: return nil
      case .dead, .unfinished, .terminator, .silent, .capsLock: break
      }
    }
    guard !spelling.isUnfinished else { return nil }
    return map.profile.body(of: data[...]).data
  }
}

extension [UInt8] {
  /// Appends a character in UTF-8.
  mutating func append(_ scalar: Unicode.Scalar) {
    guard scalar.isASCII else { return append(contentsOf: scalar.utf8) }
    append(UInt8(scalar.value))
  }
}
