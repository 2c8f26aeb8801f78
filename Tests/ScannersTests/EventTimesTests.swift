// SPDX-License-Identifier: Apache-2.0

import SystemCalls
import Testing

@testable import Scanners

@Suite struct EventTimesTests {
  @Test func anEventIsAsOldOnTheWallClockAsOnItsOwn() {
    let wall = wallTime(at: 99_000_000, monotonicNow: 100_000_000, realtimeNow: 5_000_000_000)
    #expect(wall == 4_999_000_000)
  }

  @Test func anEventOfThisMomentHasThisTime() {
    let before = SystemClock.realtime.now
    let wall = wallTime(at: SystemClock.monotonic.now)
    #expect(wall >= before - 1_000_000 && wall <= SystemClock.realtime.now + 1_000_000)
  }

  @Test(arguments: [-60_000_000, -1, 0, 1, 60_000_000])
  func aStampOfTheRightClockHolds(distance: Int64) {
    let now: Int64 = 1_000_000_000
    #expect(eventTime(stamp: now + distance, arrival: now) == now + distance)
  }

  @Test(arguments: [0, 939_999_999, 1_060_000_001, 1_790_000_000_000_000])
  func aStampOfAnotherClockIsReplacedByTheArrival(stamp: Int64) {
    #expect(eventTime(stamp: stamp, arrival: 1_000_000_000) == 1_000_000_000)
  }
}
