// SPDX-License-Identifier: Apache-2.0

import CLinux
import SystemCalls
import Testing
import Wedge

@testable import Scanners

@Suite struct LosingTests {
  let bench: Bench
  let device: FakeDevice
  let now = soon()

  init() throws {
    bench = try Bench()
    device = bench.add(scanner())
    try bench.hub.start()
    device.calls = []
  }

  @Test func aDropWithNothingBehindItAsksWhichKeysAreDown() throws {
    device.type("123", at: now)
    device.send([dropped(at: now), report(at: now)])
    try bench.settle()
    #expect(bench.newScans() == ["123 overrun"])
    #expect(device.calls.contains("keysDown"))
    device.type("45\n67\n", at: now + 1)
    try bench.settle()
    #expect(bench.newScans() == ["45 continuation", "67"])
  }

  @Test func aTerminatorThatIsDownAfterADropEndsWhatWasDamagedByItsRelease() throws {
    device.down = keySet([KEY_ENTER])
    device.send([dropped(at: now), report(at: now)])
    try bench.settle()
    device.send([key(KEY_ENTER, 0, at: now + 1), report(at: now + 1)])
    device.type("67\n", at: now + 2)
    try bench.settle()
    #expect(bench.newScans() == [" overrun", "67"])
  }

  @Test func whatWaitsBehindADropIsNotThrownAwayForTheKeyState() throws {
    device.type("123", at: now)
    device.send([dropped(at: now), key(KEY_5, 1, at: now), report(at: now)])
    device.type("45\n67\n", at: now + 1)
    try bench.settle()
    #expect(bench.newScans() == ["123 overrun", "45 continuation", "67"])
    #expect(!device.calls.contains("keysDown"))
  }

  @Test func aDropIsToldEvenIfTheKeyStateCannotBeRead() throws {
    device.failures["keysDown"] = .invalidArgument
    device.send([dropped(at: now), report(at: now)])
    try bench.settle()
    #expect(bench.hub.states().count == 1)
    bench.hub.stop()
    #expect(bench.newScans() == [" overrun"])
  }

  @Test func unpluggingInTheMiddleOfAScanGivesWhatThereWas() throws {
    device.type("123", at: now)
    try bench.settle()
    try bench.unplug(scanner())
    #expect(bench.newScans() == ["123 unplugged"])
    #expect(bench.newChanges().last == "detached usb-0c2e_0b61-S1")
  }

  @Test func aDropThatOnlyTheUnpluggingFollowsIsToldToo() throws {
    device.send([dropped(at: now), report(at: now)])
    device.failures["read"] = .operationNotSupportedByDevice
    try bench.settle()
    #expect(bench.newScans() == [" overrun"])
  }

  @Test func whatWaitsWhenOnlyUdevSaysThatADeviceIsGoneIsStillRead() throws {
    device.type("123\n45", at: now)
    bench.directory.tell(.gone(sysPath: scanner().sysPath))
    try bench.settle()
    #expect(bench.newScans() == ["123", "45 unplugged"])
    #expect(bench.hub.states().isEmpty)
  }

  @Test func aDeviceThatIsGoneIsNotAskedAgainAndAgain() throws {
    device.unplug()
    try bench.settle()
    device.calls = []
    try bench.settle()
    #expect(device.calls.isEmpty)
  }

  @Test func aLongBurstIsReadWhole() throws {
    let scans = (0..<100).map { "\(1000 + $0)" }
    device.type(scans.joined(separator: "\n") + "\n", at: now)
    try bench.settle()
    #expect(bench.newScans() == scans)
  }

  @Test func silenceEndsEachScanWithoutTerminatorInItsTime() throws {
    var profile = Profile()
    profile.characterTimeout = 1000
    profile.abandonGap = 1000
    bench.settings = { _ in settings(profile: profile) }
    bench.hub.reload()
    let other = try bench.plug(scanner(2, serial: "S2", port: "2"))
    let now = SystemClock.monotonic.now
    device.type("123", at: now)
    other.type("456", at: now + 50_000)
    #expect(try bench.wait { bench.received.count == 2 })
    #expect(bench.received.map(\.capture.data) == [Array("123".utf8), Array("456".utf8)])
    #expect(bench.received.allSatisfy { $0.capture.cause != nil })
  }

  @Test func threeEndingsWithoutTerminatorAreAProblemUntilOneComes() throws {
    for number in 0..<3 { device.type("1", at: now + Int64(number) * 5_000_000) }
    device.type("2", at: now + 15_000_000)
    try bench.settle()
    #expect(bench.hub.states()[0].problems == [.noTerminator])
    #expect(bench.newChanges().last == "condition usb-0c2e_0b61-S1")
    device.type("\n", at: now + 15_000_001)
    try bench.settle()
    #expect(bench.hub.states()[0].problems.isEmpty)
    #expect(bench.hub.states()[0].counts.incomplete == [.noTerminator: 3, .continuation: 1])
    #expect(bench.newChanges() == ["condition usb-0c2e_0b61-S1"])
  }

  /// A Bluetooth scanner goes out of range in the middle of a scan and comes back, perhaps much later.
  @Test func theTailOfAScanThatWasCutByUnpluggingIsNoScan() throws {
    device.type("0109506000134352", at: now)
    try bench.settle()
    try bench.unplug(scanner())
    #expect(bench.newScans() == ["0109506000134352 unplugged"])
    let again = try bench.plug(scanner())
    again.type("10123\n", at: soon(after: 3600))
    again.type("12\n", at: soon(after: 3601))
    try bench.settle()
    #expect(bench.newScans() == ["10123 started-mid-scan", "12"])
  }

  @Test func whatComesAfterACleanUnpluggingIsAScan() throws {
    device.type("12\n", at: now)
    try bench.settle()
    try bench.unplug(scanner())
    let again = try bench.plug(scanner())
    again.type("34\n", at: soon(after: 3600))
    try bench.settle()
    #expect(bench.newScans() == ["12", "34"])
  }

  @Test func theSameLabelReadAgainIsCountedAndNotDelivered() throws {
    bench.settings = { _ in
      var settings = settings()
      settings.reReadWindow = 1_000_000
      return settings
    }
    bench.hub.reload()
    _ = bench.newChanges()
    for offset in [0, 500_000, 1_000_000, 3_000_000] {
      device.type("12\n", at: now + Int64(offset))
    }
    try bench.settle()
    #expect(bench.newScans() == ["12", "12"])
    #expect(bench.hub.states()[0].counts.reRead == 2)
    #expect(bench.newChanges() == ["re-read usb-0c2e_0b61-S1"])
  }
}
