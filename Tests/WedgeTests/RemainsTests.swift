// SPDX-License-Identifier: Apache-2.0

import Testing
import Wedge

/// What lies in the queue of a device that a dead process had opened.
@Suite struct RemainsTests {
  @Test func allOfItIsOneDamagedScan() throws {
    let remains = try #require(try remains(of: "1s\npace 1ms\n-5 \"6\" shift+a enter \"7\" +8"))
    #expect(remains.capture.traceLine == "restart \"6A{CR}78\"")
  }

  @Test func theTimesAreThoseOfItsKeys() throws {
    let remains = try #require(try remains(of: "pace 1ms\n-5 \"6\" enter"))
    #expect(remains.capture.firstTime == 2000)
    #expect(remains.capture.time == 5000)
  }

  @Test func aTerminatorAloneEndedSomethingThatIsLost() throws {
    #expect(try remains(of: "enter")?.capture.traceLine == "restart \"{CR}\"")
  }

  @Test func releasesAloneAreNothing() throws {
    #expect(try remains(of: "-5 -shift ~a") == nil)
    #expect(try remains(of: "") == nil)
  }

  @Test func itIsNoLongerThanAScan() throws {
    var profile = Profile()
    profile.maximumLength = 2
    #expect(try remains(of: "\"1234\"", profile: profile)?.capture.traceLine == "restart \"12\"")
  }

  @Test func aScanThatItLeavesOpenGoesOnUntilTheAbandonGap() throws {
    let tail = "started-mid-scan \"34\""
    let scan = "whole \"34\""
    for (left, opened, begin, outcome) in [
      ("\"12\"", 1, "2.9s", tail), ("\"12\"", 1, "3.1s", scan), ("\"12\" enter", 1, "2.5s", scan),
      ("\"12\"", 60, "60.9s", tail), ("\"12\"", 60, "61.1s", scan),
    ] {
      let remains = try #require(try remains(of: left))
      var wedge = Wedge(
        profile: Profile(), openedAt: Int64(opened) * 1_000_000, keysDown: KeySet(),
        remains: remains)
      let captures = try inputs("\(begin)\npace 1ms\n\"34\" enter").compactMap { wedge.take($0) }
      #expect(captures.map(\.traceLine) == [outcome], "\(left), opened at \(opened), \(begin)")
    }
  }

  private func remains(of text: String, profile: Profile = Profile()) throws -> Remains? {
    let events = try inputs(text).compactMap { input in
      if case .event(let event) = input { event } else { nil }
    }
    return Remains(of: events, profile: profile)
  }
}
