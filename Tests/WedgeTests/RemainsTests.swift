// SPDX-License-Identifier: Apache-2.0

import Testing
import Wedge

/// What lies in the queue of a device that a dead process had opened.
@Suite struct RemainsTests {
  @Test func allOfItIsOneDamagedScan() throws {
    let remains = try #require(try remains(of: "1s\npace 1ms\n-5 \"6\" shift+a enter \"7\" +8"))
    #expect(remains.traceLine == "restart \"6A{CR}78\"")
  }

  @Test func theTimesAreThoseOfItsKeys() throws {
    let remains = try #require(try remains(of: "pace 1ms\n-5 \"6\" enter"))
    #expect(remains.firstTime == 2000)
    #expect(remains.time == 5000)
  }

  @Test func aTerminatorAloneEndedSomethingThatIsLost() throws {
    #expect(try remains(of: "enter")?.traceLine == "restart \"{CR}\"")
  }

  @Test func releasesAloneAreNothing() throws {
    #expect(try remains(of: "-5 -shift ~a") == nil)
    #expect(try remains(of: "") == nil)
  }

  @Test func itIsNoLongerThanAScan() throws {
    var profile = Profile()
    profile.maximumLength = 2
    #expect(try remains(of: "\"1234\"", profile: profile)?.traceLine == "restart \"12\"")
  }

  private func remains(of text: String, profile: Profile = Profile()) throws -> Capture? {
    let events = try inputs(text).compactMap { input in
      if case .event(let event) = input { event } else { nil }
    }
    return Wedge.remains(of: events, profile: profile)
  }
}
