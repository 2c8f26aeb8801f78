// SPDX-License-Identifier: Apache-2.0

import Recordings
import Testing
import Wedge

/// Damage of every kind at every moment of a scan of 40 characters: that scan comes out incomplete,
/// never wrong, and the next scan is whole.
@Suite struct DamageTests {
  private static let scanned = "]C10109506000134352{GS}10aB-25_{GS}21HD-123456"
  /// A scan, the one that is damaged, and the next one after 200 ms.
  private let close: Session
  /// The same, with a silence longer than the abandon gap before the next one.
  private let apart: Session

  init() throws {
    let text = { (gap: String) in
      """
      open keys=
      2s
      pace 1ms
      "FIRST" enter 200ms
      "\(Self.scanned)" enter \(gap)
      "Next-1" enter
      """
    }
    close = try Session(text("200ms"))
    apart = try Session(text("3.1s"))
  }

  private let damages: [Damage] = [
    .pause(1_000_001), .pause(2_000_000), .pause(3_000_000 - 1000), .drop(frames: 0),
    .drop(frames: 1), .drop(frames: 7), .drop(frames: 40), .rawDrop(frames: 0),
    .rawDrop(frames: 1), .rawDrop(frames: 7), .rawDrop(frames: 40), .opening(keysKnown: true),
    .opening(keysKnown: false), .replugging(frames: 0), .replugging(frames: 5),
  ]

  @Test func theScanHas40CharactersWithShiftAndCtrl() {
    #expect(Self.scanned.replacing("{GS}", with: "\u{1D}").count == 40)
    #expect(close.scans.count == 3)
    #expect(close.captures([]).map(\.cause) == [nil, nil, nil])
  }

  @Test func onceAtEveryMoment() {
    for damage in damages {
      for frame in moments {
        for session in [apart, close] {
          check(session.captures([(frame, damage)]), after: [(frame, damage)], in: session)
        }
      }
    }
  }

  @Test(arguments: [
    Damage.pause(2_000_000), .drop(frames: 0), .drop(frames: 4), .rawDrop(frames: 3),
    .opening(keysKnown: true), .opening(keysKnown: false), .replugging(frames: 2),
  ])
  func twiceAtEveryTwoMoments(first: Damage) {
    let seconds: [Damage] = [
      .pause(2_000_000), .drop(frames: 3), .rawDrop(frames: 0), .replugging(frames: 2),
    ]
    for second in seconds {
      for frame in moments { checkTwice((frame, first), second) }
    }
  }

  /// True for the two cases that cannot be told from the silence between two scans: reading begins
  /// with a pause longer than the character timeout while no key is down; or two pauses make one
  /// that is longer than the abandon gap.
  private func looksLikeRest(
    _ first: (frame: Int, damage: Damage), _ second: (frame: Int, damage: Damage)
  ) -> Bool {
    guard case .pause = second.damage else { return false }
    if case .pause = first.damage { return second.frame == first.frame }
    let start = first.frame + lostFrames(first.damage)
    switch first.damage {
    case .opening(keysKnown: false): return second.frame <= start
    case .opening, .replugging:
      return second.frame <= start && apart.keysDown(before: start).isEmpty
    case .pause, .drop, .rawDrop: return false
    }
  }

  /// From the scan's first frame to the one in which its terminator comes up.
  private var moments: Range<Int> {
    let frames = close.scans[1].frames
    return frames.lowerBound..<(frames.upperBound + 2)
  }

  /// Checks the second damage at every later moment.
  private func checkTwice(_ first: (frame: Int, damage: Damage), _ second: Damage) {
    var run = Run(session: apart)
    run.advance(to: first.frame)
    run.suffer(first.damage)
    for later in first.frame..<moments.upperBound
    where !looksLikeRest(first, (later, second)) {
      run.advance(to: later)
      var rest = run
      rest.suffer(second)
      rest.advance(to: apart.frames.count)
      check(rest.captures, after: [first, (later, second)], in: apart)
    }
  }

  private func check(
    _ captures: [Capture], after damages: [(frame: Int, damage: Damage)], in session: Session
  ) {
    let whole = captures.filter { $0.cause == nil }.map(\.outcomeLine)
    var expected = session.scans.map(\.text)
    if damages.contains(where: { isOpening($0.damage) }) { expected.removeFirst() }
    if !isHarmless(damages, in: session) { expected.removeAll { $0 == session.scans[1].text } }
    if !isNextGood(damages, in: session) { expected.removeLast() }
    if whole != expected {
      Issue.record("\(damages) gives \(captures.map(\.outcomeLine))")
    }
  }

  /// True if the scan itself is undamaged: only a pause before its first character, or anything
  /// after its terminator went down.
  private func isHarmless(
    _ damages: [(frame: Int, damage: Damage)], in session: Session
  ) -> Bool {
    let scan = session.scans[1].frames
    return damages.allSatisfy { frame, damage in
      if case .pause = damage { return frame <= scan.lowerBound || frame > scan.upperBound }
      return frame > scan.upperBound && !isOpening(damage)
    }
  }

  /// True if the next scan must come out whole: none of it was lost, and either a silence longer
  /// than the abandon gap precedes it, or the terminator's press or release was seen after the last
  /// damage.
  private func isNextGood(
    _ damages: [(frame: Int, damage: Damage)], in session: Session
  ) -> Bool {
    let terminator = session.scans[1].frames.upperBound
    let next = session.scans[2].frames.lowerBound - 1  // Shift
    let gap = session.frames[next][0].time - session.frames[terminator][0].time
    var end = 0
    for (frame, damage) in damages { end = max(end, frame) + lostFrames(damage) }
    return end <= (gap > 3_000_000 ? next : terminator + 1)
  }

  private func lostFrames(_ damage: Damage) -> Int {
    switch damage {
    case .pause, .opening: 0
    case .drop(let frames), .rawDrop(let frames), .replugging(let frames): frames
    }
  }

  private func isOpening(_ damage: Damage) -> Bool {
    if case .opening = damage { true } else { false }
  }
}
