// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing
import Wedge

@testable import Scanners

@Suite struct GrabbingTests {
  let bench: Bench
  let device: FakeDevice

  init() throws {
    bench = try Bench()
    device = bench.add(scanner())
  }

  private var state: ScannerState { bench.hub.states()[0] }

  @Test func aScannerIsGrabbedAtOnce() throws {
    try bench.hub.start()
    #expect(state.grab == .grabbed)
    #expect(state.problems.isEmpty)
  }

  @Test func aKeyThatIsDownIsWaitedFor() throws {
    device.down = KeySet([30])
    try bench.hub.start()
    #expect(state.grab == .waiting(for: [30]))
    #expect(!device.calls.contains("grab"))
    let now = soon()
    device.send([key(30, 0, at: now), report(at: now)])
    try bench.settle()
    #expect(state.grab == .grabbed)
    #expect(bench.takeChanges() == ["attached usb-0c2e_0b61-S1", "condition usb-0c2e_0b61-S1"])
  }

  @Test func whatIsTypedWhileADeviceIsBeingOpenedIsNoLoss() throws {
    let before = Clock.monotonic.now
    device.down = KeySet([30])
    try bench.hub.start()
    #expect(state.grab == .waiting(for: [30]))
    // The kernel tells of it with the first frame.
    let now = soon()
    device.send([dropped(at: before), key(30, 0, at: now), report(at: now)])
    device.type("5\n6\n", at: now)
    try bench.settle()
    #expect(state.grab == .grabbed)
    #expect(bench.takeScans() == ["5 started-mid-scan", "6"])
  }

  @Test func keysThatMayHaveGoneDownInALossAreAskedForBeforeTheGrab() throws {
    device.down = KeySet([30])
    try bench.hub.start()
    let now = soon()
    device.send([dropped(at: now), report(at: now), key(30, 0, at: now), report(at: now)])
    device.down = KeySet([31])
    try bench.settle()
    #expect(state.grab == .waiting(for: [31]))
    device.send([key(31, 0, at: now + 1), report(at: now + 1)])
    try bench.settle()
    #expect(state.grab == .grabbed)
  }

  @Test func aKeyThatStaysDownIsAProblemAndStillWaitedFor() throws {
    device.down = KeySet([30])
    try bench.hub.start()
    let scanner = bench.hub.scanners[0]
    scanner.grabDue = Clock.monotonic.now
    try scanner.passTime()
    #expect(state.problems == [.keyHeld(code: 30)])
    #expect(scanner.deadline == nil)
    device.send([key(30, 0, at: soon())])
    try bench.settle()
    #expect(state.grab == .grabbed)
    #expect(state.problems.isEmpty)
  }

  @Test func aGrabThatIsRefusedIsAProblemAndReadingGoesOn() throws {
    device.failures["grab"] = EBUSY
    try bench.hub.start()
    let error = SystemCallError("grab", code: EBUSY)
    #expect(state.grab == .refused(error))
    #expect(state.problems == [.grabRefused(error)])
    #expect(state.problems[0].text.contains("another program"))
    device.type("12\n", at: soon())
    try bench.settle()
    #expect(bench.takeScans() == ["12"])
  }

  @Test func aGrabThatWasRefusedIsTriedAgain() throws {
    device.failures["grab"] = EBUSY
    try bench.hub.start()
    let scanner = bench.hub.scanners[0]
    #expect(scanner.deadline != nil)
    device.failures["grab"] = nil
    scanner.grabDue = Clock.monotonic.now
    try scanner.passTime()
    #expect(state.grab == .grabbed)
    #expect(scanner.deadline == nil)
  }

  @Test func withoutGrabItIsOnlyRead() throws {
    bench.settings = { _ in DeviceSettings(profile: Profile(), grab: false) }
    try bench.hub.start()
    #expect(state.grab == .off)
    #expect(!device.calls.contains("grab"))
    device.type("12\n", at: soon())
    try bench.settle()
    #expect(bench.takeScans() == ["12"])
  }

  @Test func aReloadGrabsAndLetsGo() throws {
    try bench.hub.start()
    bench.settings = { _ in DeviceSettings(profile: Profile(), grab: false) }
    bench.hub.reload()
    #expect(state.grab == .off)
    #expect(device.calls.last == "ungrab")
    bench.settings = { _ in DeviceSettings(profile: Profile(), grab: true) }
    bench.hub.reload()
    #expect(state.grab == .grabbed)
  }
}
