// SPDX-License-Identifier: Apache-2.0

// The keys of one device while everybody has been asked to scan a label. The decoder of scans frames and
// decodes them; the pace, and the signs that a person types, are seen here.
//
// Esc and Ctrl+C on a grabbed keyboard are meant for this program, which alone receives them. Scanners
// send both as well: Esc as a prefix, Ctrl+C as the character ETX. Then another key of the same scan is
// near, so the two count only when the device has been quiet before and stays so for a moment.

import CLinux
import Wedge

/// A label that a device has typed whole.
package struct Label: Sendable, Equatable {
  /// The data, without the terminator.
  package var data: [UInt8]
  /// The number of keys, without modifiers and the terminator.
  package var keys: Int
  /// The time from the first key to the terminator, in microseconds.
  package var duration: Int64
  /// False if keys of it give no character, as with a group separator in a spelling that must be set.
  package var isDecoded: Bool
}

/// The sense of what a device has sent, as far as it matters here.
enum KeyNews: Equatable {
  /// A label.
  case label(Label)
  /// A label that was not read whole; it has to be scanned again.
  case piece
  /// A label without a terminator.
  case noTerminator
  /// A line that was typed at a person's pace.
  case slowLine
  /// Esc alone.
  case escape
  /// Ctrl+C alone.
  case interrupt
}

/// The keys of one device.
struct KeyWatch {
  /// The fewest characters of a label. A person presses one or two keys and Enter in no time.
  static let fewestKeys = 3
  /// The longest time that a short label takes, in microseconds.
  static let longestShortLabel: Int64 = 1_000_000
  /// The time for each key of a longer one. 60 ms are 200 words a minute, which nobody types.
  static let longestKey: Int64 = 60_000
  /// The silence around Esc and Ctrl+C that are no part of a scan, in microseconds.
  static let quiet: Int64 = 200_000

  /// The keys that are down.
  private(set) var down: KeySet
  /// The first sign that it is a person's keyboard.
  private(set) var evidence: KeyboardEvidence?

  private var decoder: WedgeDecoder
  private var pressed: [UInt16: Int64] = [:]
  private var run = Run()
  private var lastKey: Int64?
  private var pauses = 0
  private var leaving: (news: KeyNews, at: Int64)?

  /// The keys since the last terminator or pause.
  private struct Run {
    var first: Int64?
    var last: Int64 = 0
    var keys = 0
  }

  /// A device that has just been opened.
  init(openedAt: Int64, keysDown: KeySet?) {
    decoder = WedgeDecoder(profile: Profile(), openedAt: openedAt, keysDown: keysDown)
    down = keysDown ?? .none
  }

  /// The first moment at which a silence (`.idle`) says something; nil if none does.
  var deadline: Int64? {
    [decoder.deadline, leaving?.at].compactMap { $0 }.min()
  }

  /// Takes an input in.
  mutating func process(_ input: Input) -> KeyNews? {
    let wish = leaving.flatMap { input.time >= $0.at ? $0.news : nil }
    if wish != nil { leaving = nil }
    let before = run
    let silent = endSilence(before: input.time)
    switch input {
    case .event(let event): note(event)
    case .dropped(_, let keysDown): forget(keysDown: keysDown)
    case .unplugged: forget(keysDown: nil)
    case .idle: break
    }
    let completed = decoder.process(input)
    let capture = silent ?? completed
    if case .event(let event) = input, isEnter(event) {
      run = Run()
      pauses = 0
    }
    if let wish { return wish }
    guard let capture else { return nil }
    return news(of: capture, before, endedAt: capture.cause == nil ? input.time : before.last)
  }

  /// Ends what was typed before a silence. The daemon waits for a terminator then; here somebody looks at what
  /// is read, so the next label counts.
  private mutating func endSilence(before time: Int64) -> Capture? {
    guard let deadline = decoder.deadline, deadline <= time,
      let capture = decoder.process(.idle(now: deadline))
    else { return nil }
    if decoder.isCut {
      // The device has been silent for long enough to be believed.
      let silentSince = deadline - decoder.profile.characterTimeout
      decoder = WedgeDecoder(profile: Profile(), openedAt: silentSince, keysDown: down)
    }
    return capture
  }

  private mutating func forget(keysDown: KeySet?) {
    down = keysDown ?? .none
    pressed = [:]
    run = Run()
    leaving = nil
  }
}

// MARK: Labels

extension KeyWatch {
  private mutating func news(of capture: Capture, _ run: Run, endedAt end: Int64) -> KeyNews? {
    guard let first = run.first, max(run.keys, capture.data.count) >= Self.fewestKeys else {
      return nil
    }
    let duration = end - first
    let isFast = duration <= max(Self.longestShortLabel, Self.longestKey * Int64(run.keys))
    switch capture.cause {
    case nil, .undecodableKey:
      guard isFast else {
        evidence = evidence ?? .pace
        return .slowLine
      }
      return .label(
        Label(
          data: capture.data, keys: run.keys, duration: duration, isDecoded: capture.cause == nil))
    case .noTerminator: return isFast ? .noTerminator : nil
    default: return isFast ? .piece : nil
    }
  }

  private func isEnter(_ event: KeyEvent) -> Bool {
    event.type == UInt16(EV_KEY) && event.value == 1
      && [UInt16(KEY_ENTER), UInt16(KEY_KPENTER)].contains(event.code)
  }
}

// MARK: Keys

extension KeyWatch {
  private mutating func note(_ event: KeyEvent) {
    guard event.type == UInt16(EV_KEY) else { return }
    switch event.value {
    case 0: release(event)
    case 1: press(event)
    default: if !Self.isModifier(event.code) { evidence = evidence ?? .held(event.code) }
    }
  }

  private mutating func release(_ event: KeyEvent) {
    down.remove(event.code)
    guard let began = pressed.removeValue(forKey: event.code), !Self.isModifier(event.code),
      event.time - began > KeyboardEvidence.longestPress
    else { return }
    evidence = evidence ?? .held(event.code)
  }

  private mutating func press(_ event: KeyEvent) {
    let isControlled = [KEY_LEFTCTRL, KEY_RIGHTCTRL].contains { down.contains(UInt16($0)) }
    down.insert(event.code)
    pressed[event.code] = event.time
    if KeyboardEvidence.isSign(event.code) { evidence = evidence ?? .key(event.code) }
    guard !Self.isModifier(event.code) else { return }
    let gap = lastKey.map { event.time - $0 }
    lastKey = event.time
    noteWish(event, isControlled: isControlled, isAlone: gap.map { $0 > Self.quiet } ?? true)
    notePause(gap)
    if gap ?? .max > Self.longestShortLabel { run = Run() }
    run.first = run.first ?? event.time
    run.last = event.time
    if !isEnter(event) { run.keys += 1 }
  }

  private mutating func noteWish(_ event: KeyEvent, isControlled: Bool, isAlone: Bool) {
    leaving = nil
    guard isAlone else { return }
    let end = event.time + Self.quiet
    if event.code == UInt16(KEY_ESC) { leaving = (.escape, end) }
    if event.code == UInt16(KEY_C), isControlled { leaving = (.interrupt, end) }
  }

  private mutating func notePause(_ gap: Int64?) {
    guard let gap, run.first != nil, KeyboardEvidence.pauses.contains(gap) else { return }
    pauses += 1
    if pauses >= KeyboardEvidence.pausesEnough { evidence = evidence ?? .pace }
  }

  private static func isModifier(_ code: UInt16) -> Bool {
    [
      KEY_LEFTCTRL, KEY_RIGHTCTRL, KEY_LEFTSHIFT, KEY_RIGHTSHIFT, KEY_LEFTALT, KEY_RIGHTALT,
      KEY_CAPSLOCK, KEY_NUMLOCK, KEY_SCROLLLOCK,
    ].contains(Int32(code))
  }
}
