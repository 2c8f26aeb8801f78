// SPDX-License-Identifier: Apache-2.0

import Recordings
import Testing
import Wedge

/// The events in a device's queue when the process that had opened it died.
@Suite struct UnreadEventsTests {
  @Test func allOfItIsOneDamagedScan() throws {
    let unread = try #require(try unread(of: "1s\npace 1ms\n-5 \"6\" shift+a enter \"7\" +8"))
    #expect(unread.capture.outcomeLine == "restart \"6A{CR}78\"")
  }

  @Test func theTimeIsThatOfTheLastKeyEvent() throws {
    let unread = try #require(try unread(of: "pace 1ms\n-5 \"6\" enter"))
    #expect(unread.capture.time == 5000)
  }

  @Test func aTerminatorAloneEndedSomethingThatIsLost() throws {
    #expect(try unread(of: "enter")?.capture.outcomeLine == "restart \"{CR}\"")
  }

  @Test func releasesAloneAreNothing() throws {
    #expect(try unread(of: "-5 -shift ~a") == nil)
    #expect(try unread(of: "") == nil)
  }

  @Test func itIsNoLongerThanAScan() throws {
    var profile = Profile()
    profile.maximumLength = 2
    #expect(try unread(of: "\"1234\"", profile: profile)?.capture.outcomeLine == "restart \"12\"")
  }

  @Test func aScanThatItLeavesOpenGoesOnUntilATerminator() throws {
    let tail = "started-mid-scan \"34\""
    let scan = "whole \"34\""
    for (left, opened, begin, outcome) in [
      ("\"12\"", 1, "2.9s", tail), ("\"12\"", 1, "3.1s", tail), ("\"12\" enter", 1, "2.5s", scan),
      ("\"12\" ctrl+m", 1, "2.5s", scan), ("\"12\" +alt kp1 kp3 -alt", 1, "2.5s", scan),
      ("kp1 kp3 -alt", 1, "2.5s", tail), ("\"12\"", 60, "90s", tail),
    ] {
      let unread = try #require(try unread(of: left))
      var decoder = WedgeDecoder(
        profile: Profile(), openedAt: Int64(opened) * 1_000_000, keysDown: KeySet(),
        unread: unread)
      let captures = try inputs("\(begin)\npace 1ms\n\"34\" enter").compactMap {
        decoder.process($0)
      }
      #expect(captures.map(\.outcomeLine) == [outcome], "\(left), opened at \(opened), \(begin)")
    }
  }

  private func unread(of text: String, profile: Profile = Profile()) throws -> UnreadEvents? {
    let events = try inputs(text).compactMap { input in
      if case .event(let event) = input { event } else { nil }
    }
    return UnreadEvents(of: events, profile: profile)
  }
}
