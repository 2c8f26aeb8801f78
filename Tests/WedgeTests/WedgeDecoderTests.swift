// SPDX-License-Identifier: Apache-2.0

import Recordings
import Testing
import Wedge

/// The decoder's state between captures.
@Suite struct WedgeDecoderTests {
  private let enter: UInt16 = 28

  @Test func theDeadlineIsTheFirstMomentThatBringsSomethingOut() throws {
    var decoder = try decoder(after: "2s \"12\"")
    let deadline = try #require(decoder.deadline)
    #expect(deadline == 5_000_001)
    #expect(decoder.process(.idle(now: deadline - 1)) == nil)
    #expect(decoder.process(.idle(now: deadline))?.cause == .noTerminator)
    #expect(decoder.deadline == nil)
    #expect(!decoder.isTrusted && decoder.isCut)
  }

  @Test func withoutATerminatorTheDeadlineIsTheIdleGap() throws {
    var profile = Profile()
    profile.terminator = .none
    var decoder = try decoder(after: "2s \"12\"", profile: profile)
    #expect(decoder.deadline == 2_100_001)
    #expect(decoder.process(.idle(now: 2_100_001))?.data == Array("12".utf8))
  }

  @Test func withoutTrustTheDeadlineIsTheAbandonGap() throws {
    var decoder = try decoder(after: "500ms \"12\"")
    #expect(!decoder.isTrusted)
    #expect(decoder.deadline == 3_500_001)
    #expect(decoder.process(.idle(now: 3_500_001))?.cause == .startedMidScan)
    #expect(!decoder.isTrusted && decoder.isCut)
  }

  @Test func nothingOpenHasNoDeadline() throws {
    #expect(try decoder(after: "2s +shift").deadline == nil)
    #expect(try decoder(after: "2s \"12\" enter").deadline == nil)
  }

  @Test func anAbandonGapShorterThanTheCharacterTimeoutIsNoShorter() throws {
    var profile = Profile()
    profile.abandonGap = 10
    #expect(try decoder(after: "2s \"12\"", profile: profile).deadline == 3_000_001)
  }

  @Test func theKeysThatAreDownAreKnown() throws {
    #expect(try decoder(after: "2s \"12\" +enter").keysDown == KeySet([enter]))
    #expect(try decoder(after: "2s \"12\" enter").keysDown.isEmpty)
  }

  @Test func threeTimesWithoutTerminatorIsCounted() throws {
    var decoder = try decoder(after: "2s \"1\" 4s \"2\" 4s \"3\" 1ms")
    #expect(decoder.consecutiveWithoutTerminator == 2)
    _ = decoder.process(.idle(now: 20_000_000))
    #expect(decoder.consecutiveWithoutTerminator == 3)
    for input in try inputs("20s enter") { _ = decoder.process(input) }
    #expect(decoder.consecutiveWithoutTerminator == 0)
  }

  @Test func fastScansWithoutTerminatorAreCountedToo() throws {
    let decoder = try decoder(after: "2s \"1\" 2s \"2\" 2s \"3\" 4s \"4\" 2s \"5\" 4s \"6\"")
    #expect(decoder.consecutiveWithoutTerminator == 3)
  }

  @Test func aProfileTakesHoldBetweenScans() throws {
    var profile = Profile()
    profile.terminator = .tab
    var decoder = try decoder(after: "2s \"12\"")
    decoder.apply(profile: profile)
    #expect(decoder.profile.terminator == .enter)
    let captures = try inputs("2s \"3\" enter \"4\" enter \"5\" tab").compactMap {
      decoder.process($0)
    }
    #expect(captures.map(\.outcomeLine) == ["whole \"123\"", "whole \"4{CR}5\""])
    decoder.apply(profile: Profile())
    #expect(decoder.profile.terminator == .enter)
  }

  @Test func theLatestProfileCounts() throws {
    var decoder = try decoder(after: "2s \"12\"")
    var profile = Profile()
    profile.terminator = .tab
    decoder.apply(profile: profile)
    decoder.apply(profile: Profile())
    let captures = try inputs("2s enter \"4\" enter").compactMap { decoder.process($0) }
    #expect(captures.map(\.outcomeLine) == ["whole \"12\"", "whole \"4\""])
  }

  @Test func timesAtTheEndsOfTheirRangeTrapNowhere() {
    let times: [Int64] = [.min, -1, 0, 1, .max]
    for opened in times {
      var decoder = WedgeDecoder(profile: Profile(), openedAt: opened)
      for time in times + times.reversed() {
        for value: Int32 in [1, 2, 0, .min, .max] {
          _ = decoder.process(KeyEvent(time: time, type: 1, code: 2, value: value))
          _ = decoder.deadline
          _ = decoder.process(.idle(now: time))
        }
        _ = decoder.process(.dropped(at: time, keysDown: nil))
      }
      _ = decoder.process(.unplugged(at: opened))
    }
  }

  @Test func settingsThatMakeNoSenseTrapNowhere() throws {
    var profile = Profile()
    profile.maximumLength = .min
    profile.characterTimeout = .min
    profile.abandonGap = .min
    profile.idleGap = .min
    for terminator in Terminator.allCases {
      profile.terminator = terminator
      let captures = replay(try Recording.parse(Array("2s \"1234\" enter".utf8)), profile: profile)
      #expect(!captures.isEmpty)
    }
  }

  @Test func anUnknownKindOfEventIsNothing() throws {
    var decoder = try decoder(after: "2s \"1\"")
    for type: UInt16 in [2, 3, 4, 5, 0x12, 0x14, 0xFFFF] {
      #expect(decoder.process(KeyEvent(time: 9_000_000, type: type, code: 1, value: 1)) == nil)
    }
    #expect(
      try inputs("2s \"2\" enter").compactMap { decoder.process($0) }.map(\.outcomeLine) == [
        "whole \"12\""
      ])
  }

  /// A decoder that was opened at 0 and has taken a recording.
  private func decoder(after text: String, profile: Profile = Profile()) throws -> WedgeDecoder {
    var decoder = WedgeDecoder(profile: profile, openedAt: 0, keysDown: KeySet.none)
    for input in try inputs(text) { _ = decoder.process(input) }
    return decoder
  }
}
