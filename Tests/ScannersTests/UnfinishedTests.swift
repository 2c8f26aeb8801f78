// SPDX-License-Identifier: Apache-2.0

import Configuration
import SystemCalls
import Testing
import Wedge

@testable import Scanners

/// The scans that the next process must know of, however this one ends.
@Suite struct UnfinishedTests {
  private let bench: Bench
  private let device: FakeDevice
  private let id = "usb-0c2e_0b61-S1"
  private var now: Int64 { SystemClock.monotonic.now }

  init() throws {
    bench = try Bench()
    device = bench.add(scanner())
  }

  @Test func aScanIsUnfinishedFromItsFirstKeyToItsTerminator() throws {
    try bench.hub.start()
    #expect(bench.unfinished == [])
    device.type("12", at: soon())
    try bench.settle()
    #expect(bench.unfinished == [id])
    device.type("3\n", at: soon() + 100_000)
    try bench.settle()
    #expect(bench.unfinished == [])
  }

  @Test func anEndInTheMiddleOfAScanLeavesItsScanner() throws {
    try bench.hub.start()
    device.type("12", at: soon())
    try bench.settle()
    bench.hub.stop()
    #expect(bench.unfinished == [id])
  }

  @Test func aScannerThatWentAwayInTheMiddleOfAScanIsLeftToo() throws {
    try bench.hub.start()
    device.type("12", at: soon())
    try bench.settle()
    try bench.unplug(scanner())
    #expect(bench.unfinished == [id])
    bench.hub.stop()
    #expect(bench.unfinished == [id])
  }

  @Test func theTailIsNoScanHoweverLateItComes() throws {
    try bench.hub.start(unfinished: [id])
    device.type("34\n56\n", at: soon() + 60_000_000)
    try bench.settle()
    #expect(bench.newScans() == ["34 started-mid-scan", "56"])
    #expect(bench.unfinished == [])
  }

  @Test func aScannerThatDoesNotComeBackIsLeftToEachNextProcess() throws {
    try bench.hub.start(unfinished: ["usb-0c2e_0b61-S7"])
    device.type("1", at: soon())
    try bench.settle()
    #expect(bench.unfinished == [id, "usb-0c2e_0b61-S7"])
    device.type("\n", at: soon() + 10_000)
    try bench.settle()
    #expect(bench.unfinished == ["usb-0c2e_0b61-S7"])
  }

  @Test func aScannerWithoutTerminatorIsNeverLeft() throws {
    var profile = Profile()
    profile.terminator = .none
    bench.settings = { _ in settings(profile: profile) }
    try bench.hub.start(unfinished: [id])
    #expect(bench.unfinished == [])
  }
}
