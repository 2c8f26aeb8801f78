// SPDX-License-Identifier: Apache-2.0

import Configuration
import Testing

@testable import Scanners

@Suite struct IdentitiesTests {
  var identities = Identities()

  private mutating func attach(_ device: DeviceProperties) -> Identities.Identity {
    identities.see(device)
    return identities.identify(device)
  }

  @Test mutating func aScannerIsNamedByWhatItIs() {
    #expect(attach(scanner()).id == "usb-0c2e_0b61-S1")
  }

  @Test mutating func withoutSerialNumberItIsNamedByItsPlace() {
    #expect(attach(scanner(serial: "", port: "2_1")).id == "pci-0000_00_14_0-usb-0_2_1_1_0")
  }

  @Test mutating func withoutPlaceEitherItStillHasAName() {
    var device = scanner(serial: "")
    device.path = ""
    #expect(attach(device).id == "usb-0c2e_0b61")
    device.bus = ""
    device.sysPath = "/sys/other"
    #expect(attach(device).id == "input-0c2e_0b61")
  }

  @Test mutating func aNameHoldsOnlySafeCharacters() {
    let id = attach(scanner(serial: "a/b #\u{202E}é\n\"$(x)")).id
    #expect(id == "usb-0c2e_0b61-a_b_________" + "__x_")
  }

  @Test mutating func serialNumbersThatLookAlikeWhenSafeAreTwoNames() {
    #expect(attach(scanner(1, serial: "A#1")).id == "usb-0c2e_0b61-A_1")
    #expect(attach(scanner(2, serial: "A_1", port: "2")).id == "usb-0c2e_0b61-A_1-2")
  }

  @Test(arguments: [[0, 1], [1, 0]])
  mutating func twinsAreNamedByTheirPlacesWhicheverIsSeenFirst(order: [Int]) {
    let twins = [scanner(1, port: "1"), scanner(2, port: "2")]
    for index in order { identities.see(twins[index]) }
    let ids = order.map { identities.identify(twins[$0]).id }
    let places = ["pci-0000_00_14_0-usb-0_1_1_0", "pci-0000_00_14_0-usb-0_2_1_0"]
    #expect(ids == order.map { places[$0] })
  }

  @Test mutating func aTwinThatComesLaterTakesTheFirstOnesNameToo() {
    let first = scanner(1, port: "1")
    #expect(attach(first).id == "usb-0c2e_0b61-S1")
    identities.see(scanner(2, port: "2"))
    #expect(identities.rename() == [first.sysPath: "pci-0000_00_14_0-usb-0_1_1_0"])
    #expect(identities.rename() == [:])
    #expect(identities.identify(scanner(2, port: "2")).id == "pci-0000_00_14_0-usb-0_2_1_0")
  }

  @Test mutating func aSerialNumberThatWasSharedIsNeverANameAgain() {
    let twins = [scanner(1, port: "1"), scanner(2, port: "2")]
    for twin in twins { identities.see(twin) }
    for twin in twins { identities.forget(sysPath: twin.sysPath) }
    #expect(attach(scanner(3, port: "1")).id == "pci-0000_00_14_0-usb-0_1_1_0")
  }

  @Test mutating func theSameNumberOfAnotherProductIsNoTwin() {
    var other = scanner(2, port: "2")
    other.product = "0204"
    #expect(attach(scanner(1)).id == "usb-0c2e_0b61-S1")
    #expect(attach(other).id == "usb-0c2e_0204-S1")
  }

  @Test mutating func twoInterfacesOfOneScannerAreNoTwins() {
    #expect(attach(scanner(1, interface: "1_0")).id == "usb-0c2e_0b61-S1")
    #expect(attach(scanner(2, interface: "1_1")).id == "usb-0c2e_0b61-S1-2")
    #expect(identities.rename() == [:])
  }

  @Test mutating func aScannerAtAnotherPortHasMoved() {
    let before = scanner(1, port: "1")
    #expect(attach(before).movedFrom == nil)
    identities.forget(sysPath: before.sysPath)
    let after = attach(scanner(2, port: "2_4"))
    #expect(after.id == "usb-0c2e_0b61-S1")
    #expect(after.movedFrom == "pci-0000_00_14_0-usb-0_1")
  }

  @Test mutating func aScannerThatComesBackHasNotMoved() {
    let before = scanner(1, port: "1")
    _ = attach(before)
    identities.forget(sysPath: before.sysPath)
    #expect(attach(scanner(2, port: "1", interface: "1_1")).movedFrom == nil)
  }

  @Test mutating func aScannerWithoutSerialNumberNeverMoves() {
    let before = scanner(1, serial: "", port: "1")
    _ = attach(before)
    identities.forget(sysPath: before.sysPath)
    #expect(attach(scanner(2, serial: "", port: "2")).movedFrom == nil)
  }

  @Test(arguments: [
    ("pci-0000_00_14_0-usb-0_2_1_1_0", "pci-0000_00_14_0-usb-0_2_1"),
    ("platform-dummy_hcd_0-usb-0_1_1_0", "platform-dummy_hcd_0-usb-0_1"),
    ("platform-i8042-serio-0", "platform-i8042-serio-0"),
    ("", ""),
  ])
  func aPortIsThePathWithoutTheInterface(path: String, port: String) {
    #expect(DeviceProperties(path: path).port == port)
  }
}
