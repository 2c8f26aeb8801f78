// SPDX-License-Identifier: Apache-2.0

import Testing
import Wedge

/// What the decoder says of itself between outcomes.
@Suite struct WedgeStateTests {
  private let enter: UInt16 = 28

  @Test func theDeadlineIsTheFirstMomentThatBringsSomethingOut() throws {
    var wedge = try wedge(after: "2s \"12\"")
    let deadline = try #require(wedge.deadline)
    #expect(deadline == 5_000_001)
    #expect(wedge.take(.idle(now: deadline - 1)) == nil)
    #expect(wedge.take(.idle(now: deadline))?.cause == .noTerminator)
    #expect(wedge.deadline == nil)
    #expect(wedge.isTrusted)
  }

  @Test func withoutATerminatorTheDeadlineIsTheIdleGap() throws {
    var profile = Profile()
    profile.terminator = .none
    var wedge = try wedge(after: "2s \"12\"", profile: profile)
    #expect(wedge.deadline == 2_100_001)
    #expect(wedge.take(.idle(now: 2_100_001))?.data == Array("12".utf8))
  }

  @Test func withoutTrustTheDeadlineIsTheAbandonGap() throws {
    var wedge = try wedge(after: "500ms \"12\"")
    #expect(!wedge.isTrusted)
    #expect(wedge.deadline == 3_500_001)
    #expect(wedge.take(.idle(now: 3_500_001))?.cause == .startedMidScan)
    #expect(wedge.isTrusted)
  }

  @Test func nothingOpenHasNoDeadline() throws {
    #expect(try wedge(after: "2s +shift").deadline == nil)
    #expect(try wedge(after: "2s \"12\" enter").deadline == nil)
  }

  @Test func anAbandonGapShorterThanTheCharacterTimeoutIsNoShorter() throws {
    var profile = Profile()
    profile.abandonGap = 10
    #expect(try wedge(after: "2s \"12\"", profile: profile).deadline == 3_000_001)
  }

  @Test func idleIsNothingOpenAndNoKeyDown() throws {
    #expect(try wedge(after: "2s \"12\" enter").isIdle)
    let held = try wedge(after: "2s \"12\" +enter")
    #expect(!held.isIdle)
    #expect(!held.hasOpenScan)
    #expect(held.keysDown == KeySet([enter]))
    let open = try wedge(after: "2s \"12\"")
    #expect(open.hasOpenScan)
    #expect(!open.isIdle)
  }

  @Test func threeTimesWithoutTerminatorIsCounted() throws {
    var wedge = try wedge(after: "2s \"1\" 4s \"2\" 4s \"3\" 1ms")
    #expect(wedge.consecutiveWithoutTerminator == 2)
    _ = wedge.take(.idle(now: 20_000_000))
    #expect(wedge.consecutiveWithoutTerminator == 3)
    for input in try inputs("20s enter") { _ = wedge.take(input) }
    #expect(wedge.consecutiveWithoutTerminator == 0)
  }

  @Test func fastScansWithoutTerminatorAreCountedToo() throws {
    let wedge = try wedge(after: "2s \"1\" 2s \"2\" 2s \"3\" 4s \"4\" 2s \"5\" 4s \"6\"")
    #expect(wedge.consecutiveWithoutTerminator == 4)
  }

  @Test func aProfileTakesHoldBetweenScans() throws {
    var profile = Profile()
    profile.terminator = .tab
    var wedge = try wedge(after: "2s \"12\"")
    wedge.apply(profile: profile)
    #expect(wedge.profile.terminator == .enter)
    let captures = try inputs("2s \"3\" enter \"4\" enter \"5\" tab").compactMap { wedge.take($0) }
    #expect(captures.map(\.traceLine) == ["whole \"123\"", "whole \"4{CR}5\""])
    wedge.apply(profile: Profile())
    #expect(wedge.profile.terminator == .enter)
  }

  @Test func theLatestProfileCounts() throws {
    var wedge = try wedge(after: "2s \"12\"")
    var profile = Profile()
    profile.terminator = .tab
    wedge.apply(profile: profile)
    wedge.apply(profile: Profile())
    let captures = try inputs("2s enter \"4\" enter").compactMap { wedge.take($0) }
    #expect(captures.map(\.traceLine) == ["whole \"12\"", "whole \"4\""])
  }

  @Test func timesAtTheEndsOfTheirRangeTrapNowhere() {
    let times: [Int64] = [.min, -1, 0, 1, .max]
    for opened in times {
      var wedge = Wedge(profile: Profile(), openedAt: opened)
      for time in times + times.reversed() {
        for value: Int32 in [1, 2, 0, .min, .max] {
          _ = wedge.take(KeyEvent(time: time, type: 1, code: 2, value: value))
          _ = wedge.deadline
          _ = wedge.take(.idle(now: time))
        }
        _ = wedge.take(.dropped(at: time, keysDown: nil))
      }
      _ = wedge.take(.unplugged(at: opened))
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
      let captures = replay(try Trace.parse(Array("2s \"1234\" enter".utf8)), profile: profile)
      #expect(!captures.isEmpty)
    }
  }

  @Test func anUnknownKindOfEventIsNothing() throws {
    var wedge = try wedge(after: "2s \"1\"")
    for type: UInt16 in [2, 3, 4, 5, 0x12, 0x14, 0xFFFF] {
      #expect(wedge.take(KeyEvent(time: 9_000_000, type: type, code: 1, value: 1)) == nil)
    }
    #expect(
      try inputs("2s \"2\" enter").compactMap { wedge.take($0) }.map(\.traceLine) == [
        "whole \"12\""
      ])
  }

  /// A decoder that was opened at 0 and has taken a trace.
  private func wedge(after text: String, profile: Profile = Profile()) throws -> Wedge {
    var wedge = Wedge(profile: profile, openedAt: 0, keysDown: KeySet.none)
    for input in try inputs(text) { _ = wedge.take(input) }
    return wedge
  }
}
