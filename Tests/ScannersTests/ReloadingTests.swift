// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc
import SystemCalls
import Testing
import Wedge

@testable import Scanners

@Suite struct ReloadingTests {
  let bench: Bench
  let device: FakeDevice
  let now = soon()

  init() throws {
    bench = try Bench()
    device = bench.add(scanner())
  }

  @Test func aReloadThatChangesNothingTouchesNoDevice() throws {
    try bench.hub.start()
    device.calls = []
    bench.changes = []
    bench.hub.reload()
    #expect(device.calls.isEmpty)
    #expect(bench.changes.isEmpty)
  }

  @Test func aScanInProgressIsReadToItsEndByTheProfileItBeganWith() throws {
    try bench.hub.start()
    device.type("12", at: now)
    try bench.settle()
    var profile = Profile()
    profile.prefix = Array("9".utf8)
    bench.settings = { _ in settings(profile: profile) }
    bench.hub.reload()
    device.type("3\n945\n", at: now + 1)
    try bench.settle()
    #expect(bench.newScans() == ["123", "45"])
    #expect(!device.calls.contains("ungrab"))
  }

  /// A station and a profile that belong together: a prefix that its scanners send.
  private func station(_ name: String, prefix: String) -> ScannerSettings {
    var settings = ScannerSettings()
    settings.station = name
    settings.profile.prefix = Array(prefix.utf8)
    return settings
  }

  @Test func aReloadInMidScanLeavesThatScanBothItsProfileAndItsStation() throws {
    bench.settings = { [self] _ in station("dock-1", prefix: "1") }
    try bench.hub.start()
    device.type("\n12", at: now)
    try bench.settle()
    bench.settings = { [self] _ in station("dock-9", prefix: "9") }
    bench.hub.reload()
    device.type("3\n945\n", at: now + 1)
    try bench.settle()
    #expect(bench.received.map(\.settings.station) == ["dock-1", "dock-9"])
    #expect(bench.newScans() == ["23", "45"])
  }

  @Test func aReloadBetweenTwoScansHoldsForTheNext() throws {
    bench.settings = { [self] _ in station("dock-1", prefix: "") }
    try bench.hub.start()
    device.type("12\n", at: now)
    try bench.settle()
    bench.settings = { [self] _ in station("dock-9", prefix: "") }
    bench.hub.reload()
    device.type("3\n", at: now + 1)
    try bench.settle()
    #expect(bench.received.map(\.settings.station) == ["dock-1", "dock-9"])
  }

  @Test func ofSeveralReloadsInMidScanTheLastHoldsForTheNext() throws {
    bench.settings = { [self] _ in station("dock-1", prefix: "1") }
    try bench.hub.start()
    device.type("\n12", at: now)
    try bench.settle()
    for name in ["dock-8", "dock-9", "dock-1"] {
      bench.settings = { [self] _ in station(name, prefix: String(name.last!)) }
      bench.hub.reload()
    }
    device.type("3\n145\n", at: now + 1)
    try bench.settle()
    #expect(bench.received.map(\.settings.station) == ["dock-1", "dock-1"])
    #expect(bench.newScans() == ["23", "45"])
  }

  @Test func aReloadInMidScanHoldsAfterASilenceHasEndedTheScan() throws {
    bench.settings = { [self] _ in station("dock-1", prefix: "") }
    try bench.hub.start()
    device.type("\n12", at: now)
    try bench.settle()
    bench.settings = { [self] _ in station("dock-9", prefix: "") }
    bench.hub.reload()
    // A pause of minutes ends the first scan with the first key of the second.
    device.type("34\n5\n", at: now + 120_000_000)
    try bench.settle()
    #expect(bench.received.first?.settings.station == "dock-1")
    #expect(bench.received.dropFirst().allSatisfy { $0.settings.station == "dock-9" })
    #expect(bench.received.count == 3)
  }

  @Test func aScannerThatIsNoLongerWantedIsReleasedAndOneThatIsWantedAgainRead() throws {
    try bench.hub.start()
    bench.settings = { _ in nil }
    bench.hub.reload()
    #expect(bench.hub.states().isEmpty)
    bench.settings = { _ in ScannerSettings() }
    bench.hub.reload()
    #expect(bench.hub.states().count == 1)
  }

  @Test func aListThatCannotBeReadIsToldAndChangesNothing() throws {
    try bench.hub.start()
    bench.changes = []
    bench.directory.failure = SystemCallError("udev_enumerate_new", .noMemory)
    bench.hub.reload()
    #expect(bench.newChanges() == ["failed udev_enumerate_new: Cannot allocate memory"])
    #expect(bench.hub.states().count == 1)
  }

  @Test func stoppingDeliversWhatWasBeingTyped() throws {
    try bench.hub.start()
    device.type("12", at: now)
    try bench.settle()
    bench.hub.stop()
    #expect(bench.newScans() == ["12 restart"])
    #expect(bench.hub.states().isEmpty)
    #expect(!device.calls.contains("ungrab"))
    device.type("3\n", at: now + 1)
    try bench.settle()
    #expect(bench.received.isEmpty)
  }

  @Test func aDescriptorOfADeadProcessGivesWhatItHeldAndKeepsItsGrab() throws {
    let old = FakeDevice()
    old.type("45\n67\n8", at: now)
    old.failures["grab"] = .resourceBusy
    bench.inheritable[scanner().sysPath] = old
    #expect(try bench.hub.start(inheriting: [scanner().path: -1]) == [])
    #expect(bench.newScans() == ["45\r67\r8 restart"])
    #expect(bench.hub.states()[0].grab == .grabbed)
    #expect(bench.hub.descriptor(of: "usb-0c2e_0b61-S1") == old.descriptor)
    let asked = old.calls.firstIndex(of: "keysDown") ?? 0
    #expect(old.calls[..<asked].contains("read"))
    #expect(device.calls.isEmpty)
    // The 8 may have been the beginning of a scan of which this is the end.
    old.type("1\n2\n", at: soon())
    try bench.settle()
    #expect(bench.newScans() == ["1 started-mid-scan", "2"])
  }

  @Test func aDescriptorWhoseDeviceWasPluggedOutAndInIsNotUsed() throws {
    let old = FakeDevice()
    old.failures["keys"] = .operationNotSupportedByDevice
    bench.inheritable[scanner().sysPath] = old
    try bench.hub.start(inheriting: [scanner().path: -1])
    #expect(bench.hub.descriptor(of: "usb-0c2e_0b61-S1") == device.descriptor)
  }

  @Test func descriptorsThatBelongToNoScannerAreNamedAndClosed() throws {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    #expect(try bench.hub.start(inheriting: ["pci-gone": ends[1]]) == ["pci-gone"])
    var byte: UInt8 = 0
    #expect(read(ends[0], &byte, 1) == 0, "the other end should be closed")
    close(ends[0])
  }
}
