// SPDX-License-Identifier: Apache-2.0

import Layouts
import Recordings
import Wedge

/// A fault just before a frame of a session.
enum Damage: Equatable {
  /// A silence, in which the kernel repeats the key that is down.
  case pause(Int64)
  /// The kernel loses frames, and the reader learns the key state.
  case drop(frames: Int)
  /// The kernel loses frames; the reader passes SYN_DROPPED on and does not know the key state.
  case rawDrop(frames: Int)
  /// Reading begins only here.
  case opening(keysKnown: Bool)
  /// The device is unplugged, frames are lost, and it comes back.
  case replugging(frames: Int)
}

/// The frames that a scanner types, and the captures when some are damaged.
struct Session {
  /// The events of one frame, SYN_REPORT included, at the same time.
  typealias Frame = [KeyEvent]

  var frames: [Frame] = []
  /// The frames from each scan's first to the one in which its terminator goes down.
  var scans: [(text: String, frames: ClosedRange<Int>)] = []
  let profile: Profile
  private var keysDown: [KeySet] = []

  private static let layouts = LayoutLibrary()

  /// The session in a recording, whose scans must come out whole.
  init(_ recording: String) throws {
    let recording = try Recording.parse(
      Array(recording.utf8), layouts: Self.layouts.layout(named:))
    profile = recording.profile ?? Profile()
    var frame: Frame = []
    for case .event(let event) in recording.inputs {
      frame.append(event)
      guard event.type == 0 else { continue }
      frames.append(frame)
      frame = []
    }
    findKeys()
    findScans()
  }

  /// Finds the scans by reading the undamaged session.
  private mutating func findScans() {
    var decoder = WedgeDecoder(profile: profile, openedAt: 0, keysDown: KeySet.none)
    var opened: Int?
    for (index, frame) in frames.enumerated() {
      let scan = frame.compactMap { decoder.process($0) }
      if decoder.deadline != nil || !scan.isEmpty { opened = opened ?? index }
      if let scan = scan.first, let first = opened {
        scans.append((scan.outcomeLine, first...index))
        opened = nil
      }
    }
  }

  /// The keys that are down before a frame.
  func keysDown(before index: Int) -> KeySet { keysDown[index] }

  private mutating func findKeys() {
    var keys = KeySet.none
    keysDown.append(keys)
    for frame in frames {
      for event in frame where event.type == 1 {
        if event.value == 0 { keys.remove(event.code) } else { keys.insert(event.code) }
      }
      keysDown.append(keys)
    }
  }

  /// The captures with these faults, each before its frame.
  func captures(_ damages: [(frame: Int, damage: Damage)]) -> [Capture] {
    var run = Run(session: self)
    for (frame, damage) in damages {
      run.advance(to: frame)
      run.suffer(damage)
    }
    run.advance(to: frames.count)
    return run.captures
  }
}

/// A session under way.
struct Run {
  let session: Session
  private(set) var captures: [Capture] = []
  private var decoder: WedgeDecoder
  private var next = 0
  private var delay: Int64 = 0

  init(session: Session) {
    self.session = session
    decoder = WedgeDecoder(profile: session.profile, openedAt: 0, keysDown: KeySet.none)
  }

  /// Types up to a frame.
  mutating func advance(to frame: Int) {
    while next < frame {
      for event in session.frames[next] { pass(.event(delayed(event))) }
      next += 1
    }
  }

  mutating func suffer(_ damage: Damage) {
    switch damage {
    case .pause(let pause):
      repeatKey(for: pause)
      delay += pause
    case .drop(let frames):
      lose(frames)
      pass(.dropped(at: now, keysDown: session.keysDown(before: next)), keepsUp: false)
    case .rawDrop(let frames):
      let start = now
      lose(frames)
      pass(.event(KeyEvent(time: start, type: 0, code: 3, value: 0)))
      pass(.event(KeyEvent(time: now, type: 0, code: 0, value: 0)))
    case .opening(let keysKnown):
      captures = []
      open(keysKnown: keysKnown)
    case .replugging(let frames):
      pass(.unplugged(at: now))
      lose(frames)
      open(keysKnown: true)
    }
  }

  /// The time at which the last frame was typed or lost.
  private var now: Int64 { (next == 0 ? 0 : session.frames[next - 1][0].time) + delay }

  private mutating func lose(_ frames: Int) {
    next = min(next + frames, session.frames.count)
  }

  private mutating func open(keysKnown: Bool) {
    let keys = session.keysDown(before: next)
    decoder = WedgeDecoder(
      profile: session.profile, openedAt: now, keysDown: keysKnown ? keys : nil)
  }

  private mutating func repeatKey(for pause: Int64) {
    guard let held = session.keysDown(before: next).codes.last else { return }
    for moment in stride(from: 250_000, to: pause, by: 100_000) {
      pass(.event(KeyEvent(time: now + moment, type: 1, code: held, value: 2)))
    }
  }

  private func delayed(_ event: KeyEvent) -> KeyEvent {
    var event = event
    event.time += delay
    return event
  }

  /// Passes an input on as a reader does. One that keeps up looks at each deadline first; one that
  /// lost keys did not keep up.
  private mutating func pass(_ input: Input, keepsUp: Bool = true) {
    if keepsUp, let deadline = decoder.deadline, deadline <= input.time,
      let capture = decoder.process(.idle(now: deadline))
    {
      captures.append(capture)
    }
    if let capture = decoder.process(input) { captures.append(capture) }
  }
}
