// SPDX-License-Identifier: Apache-2.0

import Layouts
import Recordings
import Testing
import Wedge

/// Random scanners and random damage: every whole scan was typed as it is, and in order.
@Suite struct PropertyTests {
  @Test func noWrongScanEver() throws {
    for seed in 0..<UInt64(1500) { try check(RandomScanner(seed: seed), seed) }
  }

  @Test(arguments: Layout.common) func noWrongScanOnAnyLayout(name: String) throws {
    for seed in 0..<UInt64(100) { try check(RandomScanner(seed: seed, layout: name), seed) }
  }

  private func check(_ scanner: RandomScanner, _ seed: UInt64) throws {
    var scanner = scanner
    let session = try Session(scanner.recording(scans: 6))
    try #require(session.scans.map(\.text) == scanner.typed, "seed \(seed)")
    let damages = scanner.damages(in: session)
    let whole = session.captures(damages).filter { $0.cause == nil }.map(\.outcomeLine)
    var typed = session.scans[...]
    for capture in whole {
      guard let match = typed.firstIndex(where: { $0.text == capture }) else {
        Issue.record("seed \(seed): \(damages) gives \(capture) of \(scanner.typed)")
        return
      }
      typed = typed[(match + 1)...]
    }
    if damages.isEmpty { #expect(whole == scanner.typed, "seed \(seed)") }
  }
}

/// A scanner with random habits.
struct RandomScanner {
  private var generator: SeededGenerator
  private let capsLock: CapsLockUse
  private let pace: Int
  private let layout: String
  private let terminator: (name: String, key: String)
  private let spelling: Spelling
  /// The expected captures.
  private(set) var typed: [String] = []

  private enum CapsLockUse: CaseIterable {
    case never, withinEachScan, aroundEachScan, withinSome, aroundSome, inTheMiddle
  }

  /// The way in which control characters, or all, are spelled.
  private enum Spelling: CaseIterable { case keys, functionKey, numbers, allNumbers }

  /// A scanner of the US layout that ends scans with Enter.
  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    layout = "us"
    terminator = ("enter", "enter")
    spelling = .keys
    capsLock = CapsLockUse.allCases.randomElement(using: &generator)!
    pace = [1, 4, 8, 40].randomElement(using: &generator)!
  }

  /// A scanner of another layout; it leaves Caps Lock alone, which is not the same on all.
  init(seed: UInt64, layout: String) {
    generator = SeededGenerator(seed: seed)
    self.layout = layout
    capsLock = .never
    terminator = [("enter", "enter"), ("keypad-enter", "kpenter"), ("tab", "tab")]
      .randomElement(using: &generator)!
    spelling = Spelling.allCases.randomElement(using: &generator)!
    pace = [1, 4, 8, 40].randomElement(using: &generator)!
  }

  /// A random session as a recording.
  mutating func recording(scans: Int) -> String {
    var lines = [
      "profile Layout=\(layout) Terminator=\(terminator.name)", "open keys=",
      "\(random(1100...8000))ms", "pace \(pace)ms",
    ]
    for _ in 0..<scans {
      lines.append(scan() + " \(random(0...3) == 0 ? random(3001...9000) : random(0...2900))ms")
    }
    return lines.joined(separator: "\n")
  }

  /// Random faults in order, at most one at each place.
  mutating func damages(in session: Session) -> [(frame: Int, damage: Damage)] {
    var damages: [(frame: Int, damage: Damage)] = []
    var reached = 0
    for _ in 0..<random(0...4) {
      let frame = random(0...session.frames.count - 1)
      guard frame > reached else { continue }
      let lost = random(0...3) == 0 ? random(0...60) : random(0...4)
      let kinds: [Damage] = [
        .pause(Int64(random(1_000_001...2_900_000))), .drop(frames: lost), .rawDrop(frames: lost),
        .opening(keysKnown: random(0...1) == 0), .replugging(frames: lost),
      ]
      damages.append((frame, kinds.randomElement(using: &generator)!))
      reached = frame + lost + 1
    }
    return damages.filter { staysBelowAbandonGap($0, in: session) }
  }

  /// A pause that adds to one between two scans is none within a scan; everywhere else it must be
  /// shorter than the abandon gap.
  private func staysBelowAbandonGap(
    _ damage: (frame: Int, damage: Damage), in session: Session
  ) -> Bool {
    guard case .pause(let pause) = damage.damage, damage.frame > 0 else { return true }
    let frames = session.frames
    let gap = frames[damage.frame][0].time - frames[damage.frame - 1][0].time
    return gap > 100_000 || gap + pause < 3_000_000
  }

  /// The strokes of one scan.
  private mutating func scan() -> String {
    let count = random(1...20)
    let bytes = (0..<count).map { _ in character() }
    typed.append("whole " + quoted(bytes))
    let isUsed = capsLock != .never && (usesAlways || random(0...1) == 0)
    guard isUsed else { return spelled(bytes) + " " + terminator.key }
    let turned = bytes.map(turnedOver)
    switch capsLock {
    case .aroundEachScan, .aroundSome: return "capslock \(quoted(turned)) enter capslock"
    case .inTheMiddle:
      let start = random(0...count - 1)
      let end = random(start + 1...count)
      return """
        \(quoted(bytes[..<start])) capslock \(quoted(turned[start..<end])) capslock \
        \(quoted(bytes[end...])) enter
        """
    default: return "capslock \(quoted(turned)) capslock enter"
    }
  }

  /// The strokes of these characters in the scanner's spelling.
  private func spelled(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      switch spelling {
      case .keys: return quoted([byte])
      case .functionKey: return byte == 0x1D ? "f8" : quoted([byte])
      case .numbers where byte >= 0x20: return quoted([byte])
      case .numbers, .allNumbers:
        return "+alt \("0\(byte)".map { "kp\($0)" }.joined(separator: " ")) -alt"
      }
    }.joined(separator: " ")
  }

  private var usesAlways: Bool { capsLock == .withinEachScan || capsLock == .aroundEachScan }

  private mutating func character() -> UInt8 {
    switch random(0...9) {
    case 0: 0x1D
    case 1...4: UInt8(random(0x30...0x39))
    case 5...6: UInt8(random(0x41...0x5A))
    default: UInt8(random(0x20...0x7E))
    }
  }

  /// The character to type with Caps Lock on so that this one comes out.
  private func turnedOver(_ byte: UInt8) -> UInt8 {
    Unicode.Scalar(byte).properties.isAlphabetic ? byte ^ 0x20 : byte
  }

  private func quoted(_ bytes: some Sequence<UInt8>) -> String {
    let capture = Capture(data: Array(bytes), time: 0, cause: nil)
    return String(capture.outcomeLine.dropFirst("whole ".count))
  }

  private mutating func random(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }
}
