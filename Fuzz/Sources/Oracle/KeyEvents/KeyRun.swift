// SPDX-License-Identifier: Apache-2.0

import Wedge

/// All that one decoder is given.
struct KeyLife {
  /// A step of it.
  enum Step {
    case input(Input)
    case profile(Profile)
  }

  /// The profile at the opening.
  var profile: Profile
  /// The time of the opening.
  var openedAt: Int64
  /// The keys that are down at the opening; nil if that is not known.
  var keysDown: KeySet?
  /// The events that a dead process left unread.
  var unread: [KeyEvent] = []
  /// All that happens then.
  var steps: [Step] = []

  /// A decoder at the opening.
  var decoder: WedgeDecoder {
    WedgeDecoder(
      profile: profile, openedAt: openedAt, keysDown: keysDown,
      unread: UnreadEvents(of: unread, profile: profile))
  }

  /// True if no time is before the one before it.
  var isInOrder: Bool {
    var last = openedAt
    for case .input(let input) in steps {
      if input.time < last { return false }
      last = input.time
    }
    return true
  }

  /// True if not all is read with one profile.
  var changesProfile: Bool {
    steps.contains { if case .profile = $0 { true } else { false } }
  }
}

/// A scanner's frames with the faults of a script, as decoders are given them.
struct KeyRun {
  /// The decoders one after the other.
  private(set) var lives: [KeyLife]
  /// The times of the frames that were delivered.
  private(set) var delivered: [Int64?]

  private let script: KeyScript
  private var next = 0
  private var now: Int64 = 0
  private var held: Set<UInt16> = []
  /// The silence that faults add before the next frame.
  private var pause: Int64 = 0
  /// True if a press was seen since reading began; before that, a silence longer than the character
  /// timeout passes for the one between two scans.
  private var hasPressed = false
  /// True if frames of the present scan were not seen: a silence may then be the one between two scans.
  private var hasLost = false

  /// Types the frames and lets the faults happen.
  init(_ script: KeyScript) {
    self.script = script
    delivered = Array(repeating: nil, count: script.frames.count)
    lives = [KeyLife(profile: script.profile, openedAt: 0, keysDown: KeySet.none)]
    for (frame, fault) in script.faults {
      advance(to: frame)
      suffer(fault)
    }
    advance(to: script.frames.count)
  }

  private mutating func advance(to frame: Int) {
    while next < min(frame, script.frames.count) {
      let events = take()
      delivered[next - 1] = now
      hasPressed = hasPressed || events.contains { $0.type == 1 && $0.value == 1 }
      for event in events { pass(.event(event)) }
    }
  }

  /// The events of the next frame, at their time.
  private mutating func take() -> [KeyEvent] {
    let frame = script.frames[next]
    next += 1
    advance(by: silence(before: frame))
    var events: [KeyEvent] = []
    for (code, value) in frame.strokes {
      if script.habits.sendsScanCodes {
        events.append(KeyEvent(time: now, type: 4, code: 4, value: 0x70000 + Int32(code)))
      }
      events.append(KeyEvent(time: now, type: 1, code: code, value: value))
      if value == 0 { held.remove(code) } else { held.insert(code) }
    }
    events.append(KeyEvent(time: now, type: 0, code: 0, value: 0))
    return events
  }

  /// A silence within a scan may be any: its tail is told from a scan. Only where its beginning was not
  /// read, silences are short.
  private mutating func silence(before frame: KeyFrame) -> Int64 {
    defer { pause = 0 }
    if frame.isFirst { hasLost = false }
    if frame.isFirst || !hasLost { return frame.gap + pause }
    let profile = script.profile
    let longest =
      hasPressed ? max(profile.abandonGap, profile.characterTimeout) : profile.characterTimeout
    return min(frame.gap + pause, longest)
  }

  private mutating func advance(by time: Int64) {
    // A person at the keyboard: the kernel repeats a key that is held.
    if time > 250_000, let key = held.max() {
      pass(.event(KeyEvent(time: now &+ 250_000, type: 1, code: key, value: 2)))
    }
    now &+= time
  }

  private mutating func pass(_ input: Input) {
    lives[lives.count - 1].steps.append(.input(input))
  }
}

// MARK: - Faults

extension KeyRun {
  private mutating func suffer(_ fault: KeyFault) {
    switch fault {
    case .pause(let time): pause += time
    case .drop(let frames, let keysKnown):
      _ = lose(frames)
      pass(.dropped(at: now, keysDown: keysKnown ? KeySet(held) : nil))
    case .rawDrop(let frames):
      let last = lose(frames).last ?? [KeyEvent(time: now, type: 0, code: 0, value: 0)]
      pass(.event(KeyEvent(time: now, type: 0, code: 3, value: 0)))
      for event in last.suffix(1 + frames % last.count) { pass(.event(event)) }
    case .opening(let keysKnown): open(keysKnown: keysKnown)
    case .replugging(let frames):
      pass(.unplugged(at: now))
      _ = lose(frames)
      open(keysKnown: true)
    case .restart(let frames): restart(unread: lose(frames).joined())
    case .strange(let input): pass(input.moved(to: now))
    case .jump(let time): now &+= time
    case .profile(let profile): lives[lives.count - 1].steps.append(.profile(profile))
    }
  }

  /// The frames that the reader does not see.
  private mutating func lose(_ count: Int) -> [[KeyEvent]] {
    var lost: [[KeyEvent]] = []
    // Nobody sees what the kernel repeats meanwhile.
    let seen = lives[lives.count - 1].steps.count
    while lost.count < count, next < script.frames.count { lost.append(take()) }
    lives[lives.count - 1].steps.removeSubrange(seen...)
    hasLost = true
    return lost
  }

  private mutating func open(keysKnown: Bool) {
    hasPressed = false
    hasLost = true
    lives.append(
      KeyLife(
        profile: script.profile, openedAt: now, keysDown: keysKnown ? KeySet(held) : nil))
  }

  private mutating func restart(unread: some Sequence<KeyEvent>) {
    open(keysKnown: true)
    lives[lives.count - 1].unread = Array(unread)
    hasPressed = unread.contains { $0.type == 1 && $0.value == 1 }
    // The new process may begin a while after the last event.
    if next < script.frames.count {
      lives[lives.count - 1].openedAt &+= script.frames[next].gap / 2
    }
  }
}

extension Input {
  /// The input at another time.
  fileprivate func moved(to time: Int64) -> Input {
    switch self {
    case .event(var event):
      event.time = time
      return .event(event)
    case .idle: return .idle(now: time)
    case .dropped(_, let keysDown): return .dropped(at: time, keysDown: keysDown)
    case .unplugged: return .unplugged(at: time)
    }
  }
}
