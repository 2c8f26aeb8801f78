// SPDX-License-Identifier: Apache-2.0

import CLinux
import Configuration
import Glibc
import SystemCalls
import Testing
import Wedge

@testable import Scanners

@Suite struct AttachingTests {
  let bench: Bench

  init() throws { bench = try Bench() }

  @Test func everyScannerThatIsThereIsReadAndNothingElse() throws {
    var keyboard = scanner(2, serial: "", port: "2")
    keyboard.isMarkedScanner = false
    bench.add(scanner(1))
    let foreign = bench.add(keyboard)
    try bench.hub.start()
    #expect(bench.hub.states().map(\.id) == ["usb-0c2e_0b61-S1"])
    #expect(bench.hub.ignoredDevices().map(\.reason.description) == ["not marked as a scanner"])
    #expect(foreign.calls.isEmpty)
  }

  @Test func aWholeScanComesOutWithItsScanner() throws {
    let device = bench.add(scanner())
    try bench.hub.start()
    device.type("12345\n", at: soon())
    try bench.settle()
    #expect(bench.received.map(\.scanner) == ["usb-0c2e_0b61-S1"])
    #expect(bench.received.map(\.settings) == [ScannerSettings()])
    #expect(bench.newScans() == ["12345"])
    #expect(bench.hub.states()[0].counts.whole == 1)
  }

  @Test func theStateIsAskedForBeforeAnythingIsReadAndNeverAgain() throws {
    let device = bench.add(scanner())
    try bench.hub.start()
    device.type("12345\n", at: soon())
    try bench.settle()
    #expect(device.calls.filter { $0 != "read" } == ["keys", "clock", "mask", "keysDown", "grab"])
  }

  @Test func aScannerThatComesLaterIsReadAndOneThatGoesIsNot() throws {
    try bench.hub.start()
    try bench.plug(scanner())
    #expect(bench.newChanges() == ["attached usb-0c2e_0b61-S1"])
    try bench.unplug(scanner())
    #expect(bench.newChanges() == ["detached usb-0c2e_0b61-S1"])
    #expect(bench.hub.states().isEmpty)
  }

  @Test func whatUdevSaysTwiceIsOneScanner() throws {
    bench.add(scanner())
    try bench.hub.start()
    bench.directory.tell(.present(scanner()))
    bench.directory.tell(.present(scanner()))
    try bench.settle()
    #expect(bench.newChanges() == ["attached usb-0c2e_0b61-S1"])
  }

  @Test func aDeviceThatIsMarkedLaterIsReadFromThenOn() throws {
    var device = scanner()
    device.isMarkedScanner = false
    bench.add(device)
    try bench.hub.start()
    device.isMarkedScanner = true
    bench.directory.tell(.present(device))
    try bench.settle()
    device.isMarkedScanner = false
    bench.directory.tell(.present(device))
    try bench.settle()
    #expect(
      bench.newChanges() == [
        "ignored /dev/input/event1: not marked as a scanner", "attached usb-0c2e_0b61-S1",
        "detached usb-0c2e_0b61-S1", "ignored /dev/input/event1: not marked as a scanner",
      ])
  }

  @Test(arguments: [
    ("no digits", keySet([KEY_ENTER, KEY_MUTE])),
    ("one digit missing", keySet(Array(KEY_1...KEY_9) + [KEY_ENTER])),
    ("no Enter", keySet(Array(KEY_1...KEY_0))),
  ])
  func anInterfaceThatCannotTypeALabelIsLeftAlone(_: String, keys: KeySet) throws {
    let device = bench.add(scanner())
    device.present = keys
    try bench.hub.start()
    #expect(bench.newChanges() == ["ignored /dev/input/event1: no digit and Enter keys"])
    #expect(device.calls == ["keys"])
  }

  @Test func theEnterOfTheKeypadWillDo() throws {
    bench.add(scanner()).present = keySet(Array(KEY_1...KEY_0) + [KEY_KPENTER])
    try bench.hub.start()
    #expect(bench.hub.states().count == 1)
  }

  @Test func theOtherInterfaceOfAScannerTakesNothingFromItsName() throws {
    bench.add(scanner(1, interface: "1_1")).present = .none
    bench.add(scanner(2, interface: "1_0"))
    try bench.hub.start()
    #expect(bench.hub.states().map(\.id) == ["usb-0c2e_0b61-S1"])
  }

  @Test func aDeviceThatMayNotBeOpenedIsTriedAgainWhenItChanges() throws {
    bench.directory.present = [scanner()]
    try bench.hub.start()
    bench.hub.reload()
    let changes = bench.newChanges()
    #expect(changes.count == 1)
    #expect(
      changes.first?.hasPrefix(
        "ignored /dev/input/event1: open /dev/input/event1: Permission denied; ") == true)
    try bench.plug(scanner())
    #expect(bench.newChanges() == ["attached usb-0c2e_0b61-S1"])
  }

  @Test func aDeviceThatHasGoneBeforeItWasOpenedIsNoNews() throws {
    bench.add(scanner()).failures["keys"] = .operationNotSupportedByDevice
    try bench.hub.start()
    #expect(bench.newChanges().isEmpty)
    #expect(bench.hub.ignoredDevices().isEmpty)
  }

  @Test func newsThatWereLostAreMadeUpForByLooking() throws {
    bench.add(scanner(1))
    try bench.hub.start()
    bench.directory.present = []
    bench.add(scanner(2, serial: "S2", port: "2"))
    bench.directory.tell(.lost)
    try bench.settle()
    #expect(
      bench.newChanges() == [
        "attached usb-0c2e_0b61-S1", "detached usb-0c2e_0b61-S1", "attached usb-0c2e_0b61-S2",
      ])
  }

  @Test func twoScannersAtOnceDoNotMixTheirKeys() throws {
    let one = bench.add(scanner(1))
    let other = bench.add(scanner(2, serial: "S2", port: "2"))
    try bench.hub.start()
    let now = soon()
    for (index, pair) in zip("11111\n", "22222\n").enumerated() {
      one.type(String(pair.0), at: now + Int64(index))
      other.type(String(pair.1), at: now + Int64(index))
      try bench.settle()
    }
    #expect(bench.received.map(\.scanner).sorted() == ["usb-0c2e_0b61-S1", "usb-0c2e_0b61-S2"])
    #expect(bench.newScans().sorted() == ["11111", "22222"])
  }

  @Test func aTwinRenamesTheOneThatWasThereFirst() throws {
    let device = bench.add(scanner(1, port: "1"))
    try bench.hub.start()
    try bench.plug(scanner(2, port: "2"))
    #expect(
      bench.newChanges() == [
        "attached usb-0c2e_0b61-S1",
        "renamed usb-0c2e_0b61-S1 pci-0000_00_14_0-usb-0_1_1_0",
        "attached pci-0000_00_14_0-usb-0_2_1_0",
      ])
    device.type("1\n", at: soon())
    try bench.settle()
    #expect(bench.received.map(\.scanner) == ["pci-0000_00_14_0-usb-0_1_1_0"])
  }

  @Test func aScannerThatMovedFasterThanItsGoingWasToldIsNoTwin() throws {
    let before = scanner(1, port: "1")
    let device = bench.add(before)
    try bench.hub.start()
    device.failures["read"] = .operationNotSupportedByDevice
    bench.directory.tell(.present(scanner(2, port: "2")))
    bench.devices[scanner(2).sysPath] = FakeDevice()
    bench.directory.tell(.gone(sysPath: before.sysPath))
    try bench.settle()
    #expect(
      bench.newChanges() == [
        "attached usb-0c2e_0b61-S1", "detached usb-0c2e_0b61-S1", "attached usb-0c2e_0b61-S1",
      ])
  }

  @Test func movingIsToldUntilAWholeScanHasToldIt() throws {
    bench.add(scanner(1, port: "1"))
    try bench.hub.start()
    try bench.unplug(scanner(1))
    let device = try bench.plug(scanner(2, port: "2"))
    device.type("1\n", at: SystemClock.monotonic.now)
    try bench.settle()
    device.type("23\n4\n", at: soon())
    try bench.settle()
    let port = "pci-0000_00_14_0-usb-0_1"
    #expect(bench.received.map(\.movedFrom) == [port, port, nil])
    #expect(bench.newScans() == ["1 started-mid-scan", "23", "4"])
  }
}
