// SPDX-License-Identifier: Apache-2.0

// Three bytes of an input are the scanner's profile and habits. The rest is its text: a visible byte is
// typed as it is, a line feed as the terminator, any other control character with Ctrl (0x7F: a line
// feed). From 0x80 on, a byte is a fault: its first digit is the kind, its second the number of frames
// that the scanner still types before it, and the next byte an argument, `0` for 0.

import Wedge

/// The keys that a scanner types in one SYN_REPORT frame.
struct KeyFrame {
  /// The codes and values of EV_KEY.
  var strokes: [(code: UInt16, value: Int32)]
  /// The time since the frame before.
  var gap: Int64
  /// True for the first frame of a scan, before which any silence may be.
  var isFirst = false
}

/// A scan as it is typed.
struct TypedScan {
  /// The data with prefix and suffix.
  var text: [UInt8]
  /// The frame in which the terminator goes down.
  var end: Int
  /// The first frame of the terminator before, if there is one: perhaps that of Ctrl.
  var terminatorBefore: Int?
}

/// All that an input says.
struct KeyScript {
  /// The scanner's profile.
  private(set) var profile: Profile
  /// The scanner's habits.
  private(set) var habits: KeyHabits
  /// All that the scanner types.
  private(set) var frames: [KeyFrame] = []
  /// The scans with a terminator.
  private(set) var scans: [TypedScan] = []
  /// The faults, each before its frame, in order.
  private(set) var faults: [(frame: Int, fault: KeyFault)] = []

  private var text: [UInt8] = []
  private var terminatorBefore: Int?
  private var isBetweenScans = true
  private var capsLockIsOn = false
  private var capsLockEnd: Int?
  /// A key that is released only after the next press.
  private var held: UInt16?

  /// True if the keys are those of a scanner, and all that happens may happen to one.
  var isCredible: Bool { !faults.contains { $0.fault.isStrange } }

  /// Reads an input.
  init(_ input: [UInt8]) {
    let head = input.prefix(3) + [0x40, 0x40, 0x40].dropFirst(min(3, input.count))
    habits = KeyHabits(head[1], head[2])
    profile = Profile(fuzzed: head[0], head[1])
    habits.sendsAffixes = head[0] & 8 != 0
    habits.pace = min(habits.pace, profile.characterTimeout)
    if habits.beginsWithTerminator { end(with: nil) }
    var rest = input.dropFirst(3)
    while let byte = rest.popFirst() {
      if byte < 0x80 { type(byte) } else { add(byte, &rest) }
    }
    release()
    faults.sort { $0.frame < $1.frame }
  }
}

// MARK: - Typing

extension KeyScript {
  private mutating func type(_ byte: UInt8) {
    let isControl = byte == profile.terminator.character
    if byte == 0x0A || isControl { return end(with: isControl ? byte : nil) }
    if text.isEmpty { begin(byte) }
    typeCharacter(byte == 0x7F ? 0x0A : byte)
  }

  private mutating func begin(_ first: UInt8) {
    if habits.usesCapsLock(first) {
      if habits.capsLock != .inside { tapCapsLock() }
      capsLockEnd = habits.capsLock == .inside ? Int(first & 3) : nil
    }
    if habits.sendsAffixes { for byte in profile.prefix { typeCharacter(byte) } }
  }

  private mutating func typeCharacter(_ byte: UInt8) {
    if text.count == capsLockEnd {
      tapCapsLock()
      capsLockEnd = capsLockIsOn ? text.count + 1 + Int(byte >> 2 & 3) : nil
    }
    text.append(byte)
    if habits.sendsNumbers, byte < 0x20 { return typeNumber(byte) }
    let isFolded = capsLockIsOn && isLetter(byte)
    guard let key = KeyTable.byCharacter[isFolded ? byte ^ 0x20 : byte] else { return }
    tap(key.code, holding: key.modifier)
  }

  private mutating func typeNumber(_ byte: UInt8) {
    release()
    append([(KeyTable.leftAlt, 1)])
    for digit in String(byte).utf8 {
      guard let key = KeyTable.keypadKey(digit) else { continue }
      append([(key, 1)])
      append([(key, 0)])
    }
    append([(KeyTable.leftAlt, 0)])
  }

  private mutating func end(with control: UInt8?) {
    if !text.isEmpty, habits.sendsAffixes { for byte in profile.suffix { typeCharacter(byte) } }
    if capsLockIsOn, habits.capsLock != .around { tapCapsLock() }
    let key = control.flatMap { KeyTable.byCharacter[$0] } ?? (profile.terminator.key, nil)
    let first = frames.count
    tap(key.code, holding: key.modifier, isLast: true)
    let end = frames[first...].firstIndex { $0.strokes.contains { $0 == (key.code, 1) } } ?? first
    if !text.isEmpty {
      // A line feed behind a terminator belongs to it.
      let hasLineFeed = profile.terminator == .enter && text.first == 0x0A && text.count > 1
      scans.append(
        TypedScan(
          text: hasLineFeed ? Array(text.dropFirst()) : text, end: end,
          terminatorBefore: terminatorBefore))
    }
    if capsLockIsOn { tapCapsLock() }
    terminatorBefore = first
    text = []
    capsLockEnd = nil
    isBetweenScans = true
  }

  private mutating func tapCapsLock() {
    release()
    capsLockIsOn.toggle()
    append([(KeyTable.capsLock, 1)])
    append([(KeyTable.capsLock, 0)])
  }

  private mutating func tap(_ code: UInt16, holding modifier: UInt16?, isLast: Bool = false) {
    if modifier != nil || held == code { release() }
    if let modifier { append([(modifier, 1)]) }
    if habits.rollsOver, modifier == nil {
      append([(code, 1)])
      release()
      held = code
      if isLast { release() }
    } else if habits.tapsInOneFrame {
      append([(code, 1), (code, 0)])
    } else {
      append([(code, 1)])
      append([(code, 0)])
    }
    if let modifier { append([(modifier, 0)]) }
  }

  private mutating func release() {
    if let code = held { append([(code, 0)]) }
    held = nil
  }

  private mutating func append(_ strokes: [(code: UInt16, value: Int32)]) {
    let isFirst = isBetweenScans && strokes[0].value == 1
    if isFirst { isBetweenScans = false }
    let rest: Int64 = frames.isEmpty ? habits.openingRest : 200_000
    frames.append(KeyFrame(strokes: strokes, gap: isFirst ? rest : habits.pace, isFirst: isFirst))
  }
}

// MARK: - Faults

extension KeyScript {
  private mutating func add(_ byte: UInt8, _ rest: inout ArraySlice<UInt8>) {
    let frame = frames.count + (byte < 0xF0 ? Int(byte & 0x0F) : 0)
    let argument = Int((rest.popFirst() ?? 0x30) ^ 0x30)
    let count = argument & 0x3F
    let fault: KeyFault? =
      switch byte >> 4 {
      case 0x8: .pause(pauses[argument & 7])
      case 0x9: .drop(frames: count, keysKnown: true)
      case 0xA: .rawDrop(frames: count)
      case 0xB: .opening(keysKnown: argument & 1 == 0)
      case 0xC: .replugging(frames: count)
      case 0xD: .restart(frames: count)
      case 0xE: .drop(frames: count, keysKnown: false)
      default: strange(byte & 0x0F, argument, &rest)
      }
    if let fault { faults.append((frame, fault)) }
  }

  /// Silences around the limits of the profile.
  private var pauses: [Int64] {
    let long = min(10_000_000, max(profile.abandonGap, profile.characterTimeout))
    let short = min(10_000_000, profile.characterTimeout)
    return [
      short + 1, short, long, long + 1, 10_000_000, 300_000, (short + long) / 2,
      min(10_000_000, profile.idleGap) + 1,
    ]
  }

  private func strange(
    _ kind: UInt8, _ argument: Int, _ rest: inout ArraySlice<UInt8>
  ) -> KeyFault? {
    func next() -> UInt8 { rest.popFirst() ?? 0 }
    func wide() -> UInt16 { UInt16(next()) | UInt16(next()) << 8 }
    switch kind {
    case 0, 1:
      let code = UInt16(next()) | UInt16(kind) << 9
      return .strange(.event(KeyEvent(time: 0, type: 1, code: code, value: Int32(argument))))
    case 2:
      let (type, code) = (wide(), wide())
      return .strange(.event(KeyEvent(time: 0, type: type, code: code, value: Int32(argument))))
    case 3: return .jump(Self.jumps[argument % Self.jumps.count])
    case 4: return .strange(.unplugged(at: 0))
    case 5:
      let light: Bool? = argument & 2 == 0 ? nil : argument & 1 == 1
      let keys = argument & 4 == 0 ? nil : KeySet([UInt16(next())], capsLock: light)
      return .strange(.dropped(at: 0, keysDown: keys))
    case 6: return .strange(.idle(now: 0))
    case 7: return .profile(Profile(fuzzed: UInt8(argument), 0x40))
    default: return nil
    }
  }

  private static let jumps: [Int64] = [
    1, -1, 5_000_000, -5_000_000, .max, .min, 1 << 62, -(1 << 62), 250_000, 0,
  ]
}
