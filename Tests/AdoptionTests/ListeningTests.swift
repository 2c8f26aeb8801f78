// SPDX-License-Identifier: Apache-2.0

import CLinux
import Testing
import Wedge

@testable import Adoption

@Suite struct ListeningTests {
  private let second: Int64 = 1_000_000

  private func listening(_ count: Int, grabbed: Bool = true) -> Listening {
    var listening = Listening(until: 60 * second)
    for number in 0..<count {
      listening.add(number, openedAt: 0, keysDown: KeySet.none)
      if grabbed { listening.noteGrab(of: number) }
    }
    return listening
  }

  private func decisions(
    _ events: [(number: Int, event: KeyEvent)], _ listening: inout Listening
  ) -> [Listening.Decision] {
    events.sorted { $0.event.time < $1.event.time }
      .compactMap { listening.process(.event($0.event), from: $0.number) }
  }

  private func from(_ number: Int, _ events: [KeyEvent]) -> [(number: Int, event: KeyEvent)] {
    events.map { (number, $0) }
  }

  @Test func theDeviceThatScansIsNamedWhateverOthersTypeMeanwhile() {
    var listening = listening(3)
    let events =
      from(1, strokes("4711\n", from: 2 * second, pace: 2000))
      + from(0, strokes("12", from: 2 * second + 1000, pace: 3000))
      + from(2, strokes("\n\n", from: 2 * second + 500, pace: 2000))
    let label = Label(data: Array("4711".utf8), keys: 4, duration: 8000, isDecoded: true)
    #expect(decisions(events, &listening) == [.scanned(1, label)])
  }

  @Test func twoLabelsAtOnceAreNotMixedUp() {
    var listening = listening(2)
    let events =
      from(0, strokes("1111\n", from: 2 * second, pace: 2000))
      + from(1, strokes("2222\n", from: 2 * second + 1000, pace: 2000))
    let found = decisions(events, &listening)
    #expect(found.count == 2)
    guard case .scanned(0, let first) = found[0], case .scanned(1, let second) = found[1] else {
      Issue.record("\(found)")
      return
    }
    #expect(first.data == Array("1111".utf8) && second.data == Array("2222".utf8))
  }

  @Test func aDeviceThatIsNotGrabbedDoesNotCount() {
    var listening = listening(1, grabbed: false)
    let events = from(0, strokes("4711\n", from: 2 * second, pace: 2000))
    #expect(decisions(events, &listening) == [.again(0, .notGrabbed)])
    listening.noteGrab(of: 0)
    let again = decisions(from(0, strokes("4711\n", from: 3 * second, pace: 2000)), &listening)
    #expect(again.count == 1 && again != [.again(0, .notGrabbed)])
  }

  @Test func eachDeviceHasItsOwnSigns() {
    var listening = listening(2)
    _ = decisions(from(1, [key(KEY_LEFT, 1, at: second)]), &listening)
    #expect(listening.evidence(of: 0) == nil)
    #expect(listening.evidence(of: 1) == .key(UInt16(KEY_LEFT)))
    #expect(listening.keysDown(of: 0).isEmpty)
    #expect(listening.keysDown(of: 1).codes == [UInt16(KEY_LEFT)])
  }

  @Test func escOnAnyDeviceEndsIt() {
    var listening = listening(2)
    _ = decisions(from(1, [key(KEY_ESC, 1, at: second)]), &listening)
    let due = listening.deadline
    #expect(due == second + KeyWatch.quiet)
    #expect(listening.process(.idle(now: due), from: 0) == nil)
    #expect(listening.process(.idle(now: due), from: 1) == .left(1, isInterrupt: false))
  }

  @Test func ctrlCEndsItAsASignalWould() {
    var listening = listening(1)
    _ = decisions(
      from(0, [key(KEY_RIGHTCTRL, 1, at: second), key(KEY_C, 1, at: second)]), &listening)
    #expect(
      listening.process(.idle(now: 2 * second), from: 0) == .left(0, isInterrupt: true))
  }

  @Test func theTimeEnds() {
    let listening = listening(1)
    #expect(listening.deadline == 60 * second)
    #expect(listening.passTime(at: 60 * second - 1) == nil)
    #expect(listening.passTime(at: 60 * second) == .expired)
  }

  @Test func aDeviceThatIsGoneSaysNothing() {
    var listening = listening(1)
    _ = decisions(from(0, [key(KEY_ESC, 1, at: second)]), &listening)
    listening.remove(0)
    #expect(listening.deadline == 60 * second)
    #expect(listening.process(.idle(now: 9 * second), from: 0) == nil)
    #expect(listening.keysDown(of: 0).isEmpty)
  }

  /// Whatever keys come in whatever order, a decision names a device that has sent something, and only a label
  /// of three keys or more makes one that counts.
  @Test(arguments: 1...50) func nothingElseIsTakenForALabel(seed: UInt64) {
    var random = Seeded(seed)
    var listening = listening(3)
    var time = 2 * second
    var presses = [0, 0, 0]
    for _ in 0..<2000 {
      let number = Int.random(in: 0..<3, using: &random)
      time += [1000, 2000, 20_000, 400_000, 1_500_000, 4_000_000].randomElement(using: &random)!
      let code = Int32.random(in: 1...130, using: &random)
      let value = Int32.random(in: 0...2, using: &random)
      let isPress = value == 1
      if isPress { presses[number] += 1 }
      let decision = listening.process(.event(key(code, value, at: time)), from: number)
      switch decision {
      case .scanned(let device, let label):
        #expect(device == number && isPress, "seed \(seed)")
        #expect(max(label.keys, label.data.count) >= 3 && label.duration >= 0, "seed \(seed)")
        #expect(presses[number] > label.keys, "seed \(seed)")
        presses[number] = 0
      case .left(let device, _), .again(let device, _): #expect(device == number, "seed \(seed)")
      case .expired: Issue.record("seed \(seed): expired")
      case nil: break
      }
    }
  }
}

/// A source of random numbers that a seed repeats (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
