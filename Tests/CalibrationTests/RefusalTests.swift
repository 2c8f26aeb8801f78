// SPDX-License-Identifier: Apache-2.0

import CInputEventCodes
import Calibration
import Recordings
import Testing
import Wedge

/// Keys that no profile explains, or that are damaged.
@Suite struct RefusalTests {
  private func failure(_ recording: Recording) -> CalibrationError? {
    do throws(CalibrationError) {
      _ = try calibrate([recording], layouts: commonLayouts)
      return nil
    } catch {
      return error
    }
  }

  @Test func anotherLabelIsShown() {
    let data = Array("10ABC\u{1D}2112".utf8)
    let error = failure(TestScanner(identifier: nil).recording(of: [data]))
    #expect(error == .notALabel(data))
    #expect(error?.description.contains("10ABC{GS}2112") == true)
  }

  @Test func aRecordingWithoutAScanIsRefused() {
    #expect(failure(TestScanner().recording(of: [])) == .nothingTyped)
  }

  @Test func lettersInTheOtherCaseAreNoLayout() {
    let small = labelData("all")[0].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    guard case .otherCase? = failure(TestScanner().recording(of: [small])) else {
      Issue.record("not refused")
      return
    }
  }

  @Test func aPrefixBehindTheIdentifierIsRefused() {
    let scanner = TestScanner(prefix: "]d2X", identifier: nil)
    #expect(
      failure(scanner.recording(of: labelData("all")))
        == .prefixBehindIdentifier(Array("]d2X".utf8)))
  }

  @Test func aTextThatLabelsContainCannotStandForTheSeparator() {
    let data = labelData("all")[0].map { $0 == 0x1D ? UInt8(ascii: "-") : $0 }
    #expect(failure(TestScanner().recording(of: [data])) == .ambiguousStandIn([UInt8(ascii: "-")]))
  }

  @Test func twoWaysOfTypingAreAContradiction() throws {
    let one = TestScanner().recording(of: labelData("all"))
    let other = TestScanner(prefix: "A").recording(of: labelData("all"))
    #expect(throws: CalibrationError.self) {
      try calibrate([one, other], layouts: commonLayouts)
    }
  }

  @Test func theEndOfTheRecordingIsNoSilence() {
    var scanner = TestScanner(terminator: .none)
    scanner.rest = 1_000
    #expect(failure(scanner.recording(of: labelData("all"))) == .noSilence)
  }

  /// A key that is lost, doubled or changed gives an error, a fault or the same profile.
  @Test(arguments: 0..<40) func damageNeverGivesAWrongProfileSilently(seed: UInt64) throws {
    let (sound, damaged) = try profiles(of: labelData("first", "second"), seed)
    if let damaged, !damaged.hasFault { #expect(damaged.settings == sound.settings) }
  }

  /// After one scan nothing contradicts a stray character around the text or in place of the separator, so it
  /// becomes a setting, which the file shows.
  @Test(arguments: 0..<40) func damageOfASingleScanIsShownAtLeast(seed: UInt64) throws {
    let (sound, damaged) = try profiles(of: labelData("all"), seed)
    guard let damaged, !damaged.hasFault, damaged.settings != sound.settings else { return }
    let added = damaged.settings.filter { !sound.settings.contains($0) }
    #expect(
      added.allSatisfy { line in
        ["Prefix=", "Suffix=", "GroupSeparator=\""].contains(where: line.hasPrefix)
      }, "\(added)")
  }

  /// The findings about a scanner of a seed, from its keys and from the damaged ones.
  private func profiles(
    of labels: [[UInt8]], _ seed: UInt64
  ) throws -> (sound: Calibration, damaged: Calibration?) {
    var random = Seeded(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
    let scanner = TestScanner(
      layout: commonLayouts.randomElement(using: &random)!,
      separator: SeparatorKeys.allCases.filter { $0 != .none }.randomElement(using: &random)!,
      terminator: [.enter, .tab, .keypadEnter].randomElement(using: &random)!)
    let recording = scanner.recording(of: labels)
    let sound = try calibrate([recording], layouts: commonLayouts)
    var broken = recording
    damage(&broken, &random)
    return (sound, try? calibrate([broken], layouts: commonLayouts))
  }

  private func damage(_ recording: inout Recording, _ random: inout Seeded) {
    let strokes = recording.inputs.indices.filter {
      if case .event(let event) = recording.inputs[$0] { event.type == 1 } else { false }
    }
    let index = strokes.randomElement(using: &random)!
    guard case .event(var event) = recording.inputs[index] else { return }
    switch Int.random(in: 0..<3, using: &random) {
    case 0: recording.inputs.remove(at: index)
    case 1: recording.inputs.insert(.event(event), at: index)
    default:
      let was = event.code
      event.code = UInt16.random(in: 2..<60, using: &random)
      for place in index..<min(index + 4, recording.inputs.count) {
        if case .event(var other) = recording.inputs[place], other.type == 1, other.code == was {
          other.code = event.code
          recording.inputs[place] = .event(other)
        }
      }
    }
  }
}

/// A generator of random numbers that repeats itself (xorshift64*).
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
