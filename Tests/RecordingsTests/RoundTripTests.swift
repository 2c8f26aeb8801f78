// SPDX-License-Identifier: Apache-2.0

// The decoder makes of a recording what it has made of the scanner's keys. The recordings of WedgeTests are
// taken for scanners that are recorded.

import Foundation
import Testing
import Wedge

@testable import Recordings

@Suite struct RecordedAgainTests {
  @Test(arguments: goldenRecordings) func aRecordingGivesTheSameScans(file: URL) throws {
    let original = try recording(String(contentsOf: file, encoding: .utf8))
    let profile = original.profile ?? Profile()
    let text = recorded(original, contents: true)
    let again = try recording(text)
    #expect(replay(again, profile: profile) == replay(original, profile: profile), "\(text)")
    #expect(!rows(of: text).contains(""))
  }

  /// Masking changes letters and digits and nothing else: not where a scan ends, not why it is damaged.
  @Test(arguments: goldenRecordings) func aMaskedOneGivesScansOfTheSameForm(file: URL) throws {
    let original = try recording(String(contentsOf: file, encoding: .utf8))
    var profile = original.profile ?? Profile()
    let before = replay(original, profile: profile)
    profile.prefix = profile.prefix.map(substitute)
    profile.suffix = profile.suffix.map(substitute)
    if case .text(let standIn) = profile.groupSeparator {
      profile.groupSeparator = .text(standIn.map(substitute))
    }
    let text = recorded(original, contents: false)
    let masked = replay(try recording(text), profile: profile)
    #expect(masked.map { form(of: $0) } == before.map { form(of: $0) }, "\(text)")
  }

  @Test func thereAreRecordingsToRecord() {
    #expect(goldenRecordings.count > 70)
  }

  /// A scan in which every letter and digit is the same.
  private func form(of capture: Capture) -> Capture {
    var capture = capture
    // A letter beyond ASCII that was typed as its number is masked by one within.
    capture.data = String(decoding: capture.data, as: UTF8.self).unicodeScalars.map {
      $0.isASCII ? substitute(UInt8($0.value)) : UInt8(ascii: "X")
    }
    capture.keystrokes = nil
    return capture
  }

  private func substitute(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(ascii: "X")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt8(ascii: "x")
    default: byte
    }
  }
}
