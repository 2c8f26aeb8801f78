// SPDX-License-Identifier: Apache-2.0

import CLinux
import Configuration
import Glibc
import SystemCalls
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
    device.down = keySet([KEY_A])
    try bench.hub.start()
    #expect(state.grab == .waiting(for: [UInt16(KEY_A)]))
    #expect(!device.calls.contains("grab"))
    let now = soon()
    device.send([key(KEY_A, 0, at: now), report(at: now)])
    try bench.settle()
    #expect(state.grab == .grabbed)
    #expect(bench.newChanges() == ["attached usb-0c2e_0b61-S1", "condition usb-0c2e_0b61-S1"])
  }

  @Test func whatIsTypedWhileADeviceIsBeingOpenedIsNoLoss() throws {
    let before = SystemClock.monotonic.now
    device.down = keySet([KEY_A])
    try bench.hub.start()
    #expect(state.grab == .waiting(for: [UInt16(KEY_A)]))
    // The kernel tells of it with the first frame.
    let now = soon()
    device.send([dropped(at: before), key(KEY_A, 0, at: now), report(at: now)])
    device.type("5\n6\n", at: now)
    try bench.settle()
    #expect(state.grab == .grabbed)
    #expect(bench.newScans() == ["5 started-mid-scan", "6"])
  }

  @Test func keysThatMayHaveGoneDownInALossAreAskedForBeforeTheGrab() throws {
    device.down = keySet([KEY_A])
    try bench.hub.start()
    let now = soon()
    device.send([dropped(at: now), report(at: now), key(KEY_A, 0, at: now), report(at: now)])
    device.down = keySet([KEY_S])
    try bench.settle()
    #expect(state.grab == .waiting(for: [UInt16(KEY_S)]))
    device.send([key(KEY_S, 0, at: now + 1), report(at: now + 1)])
    try bench.settle()
    #expect(state.grab == .grabbed)
  }

  @Test func aKeyThatStaysDownIsAProblemAndStillWaitedFor() throws {
    device.down = keySet([KEY_A])
    try bench.hub.start()
    let scanner = bench.hub.scanners[0]
    scanner.grabDue = SystemClock.monotonic.now
    try scanner.passTime()
    #expect(state.problems == [.keyHeld(code: UInt16(KEY_A))])
    #expect(scanner.deadline == nil)
    device.send([key(KEY_A, 0, at: soon())])
    try bench.settle()
    #expect(state.grab == .grabbed)
    #expect(state.problems.isEmpty)
  }

  @Test func aGrabThatIsRefusedIsAProblemAndReadingGoesOn() throws {
    device.failures["grab"] = .resourceBusy
    try bench.hub.start()
    let error = SystemCallError("grab", .resourceBusy)
    #expect(state.grab == .refused(error))
    #expect(state.problems == [.grabRefused(error)])
    #expect(state.problems[0].text.contains("another program"))
    device.type("12\n", at: soon())
    try bench.settle()
    #expect(bench.newScans() == ["12"])
  }

  @Test func aGrabThatWasRefusedIsTriedAgain() throws {
    device.failures["grab"] = .resourceBusy
    try bench.hub.start()
    let scanner = bench.hub.scanners[0]
    #expect(scanner.deadline != nil)
    device.failures["grab"] = nil
    scanner.grabDue = SystemClock.monotonic.now
    try scanner.passTime()
    #expect(state.grab == .grabbed)
    #expect(scanner.deadline == nil)
  }

  @Test func withoutGrabItIsOnlyRead() throws {
    bench.settings = { _ in settings(grab: false) }
    try bench.hub.start()
    #expect(state.grab == .off)
    #expect(!device.calls.contains("grab"))
    device.type("12\n", at: soon())
    try bench.settle()
    #expect(bench.newScans() == ["12"])
  }

  @Test func aReloadGrabsAndLetsGo() throws {
    try bench.hub.start()
    bench.settings = { _ in settings(grab: false) }
    bench.hub.reload()
    #expect(state.grab == .off)
    #expect(device.calls.last == "ungrab")
    bench.settings = { _ in ScannerSettings() }
    bench.hub.reload()
    #expect(state.grab == .grabbed)
  }
}
