// SPDX-License-Identifier: Apache-2.0

import Configuration
import Scanners
import Testing
import Wire

@testable import Diagnosis

@Suite struct InventoryTests {
  private let usb = USBDevice(
    sysPath: "/sys/usb1/1-1", port: "1-1", vendor: "0c2e", product: "0b61", serial: "S1",
    maker: "Honeywell", model: "3310g")

  private func input(
    _ node: String, of usb: USBDevice?, canScan: Bool = true, isMarked: Bool = false
  ) -> InputDevice {
    InputDevice(
      properties: DeviceProperties(
        vendor: usb?.vendor ?? "", product: usb?.product ?? "", name: "Honeywell 3310g",
        node: node, isMarkedScanner: isMarked),
      canScan: canScan, usb: usb)
  }

  private func answer(reading nodes: String..., ignoring ignored: String...) -> ScannerList {
    func device(_ node: String) -> DeviceInfo {
      DeviceInfo(name: "", vendor: "", product: "", serial: "", path: "", node: node)
    }
    return ScannerList(
      scanners: nodes.map {
        ScannerInfo(
          id: "usb-1", station: nil, step: nil, device: device($0), grab: .grabbed, scans: 0,
          reReads: 0, incomplete: [:], problems: [])
      },
      ignored: ignored.map { IgnoredDeviceInfo(device: device($0), reason: "its reason") })
  }

  @Test func theInterfacesOfOneDeviceAreOneScanner() {
    let inventory = Inventory(
      inputs: [
        input("/dev/input/event3", of: usb), input("/dev/input/event4", of: usb, canScan: false),
      ],
      others: [OtherInterface(kind: .hidPOS, node: "/dev/hidraw2", usb: usb)],
      daemon: answer(reading: "/dev/input/event3"))
    #expect(inventory.devices.count == 1)
    #expect(inventory.devices[0].interfaces.map(\.kind) == [.keyboard, .keys, .hidPOS])
    #expect(inventory.unreadRows.isEmpty)
    #expect(
      inventory.remarks == [
        "Honeywell 3310g is one device with 3 interfaces: /dev/input/event3 (keyboard), "
          + "/dev/input/event4 (no digit and Enter keys), /dev/hidraw2 (HID POS)."
      ])
  }

  @Test func aDeviceThatIsNotReadHasItsReason() {
    var ruledOut = input("/dev/input/event1", of: nil)
    ruledOut.isRuledOut = true
    let inputs = [
      ruledOut, input("/dev/input/event2", of: nil), input("/dev/input/event3", of: nil),
      input("/dev/input/event4", of: usb, canScan: false, isMarked: true),
      input("/dev/input/event5", of: nil, canScan: false),
    ]
    let told = Inventory(
      inputs: inputs, others: [], daemon: answer(reading: "-", ignoring: "/dev/input/event2"))
    #expect(
      told.devices.map(\.reason) == [
        "ruled out by ID_BARCODE_SCANNER=0", "its reason", "not marked as a scanner",
        "no digit and Enter keys",
      ])
  }

  @Test func withoutTheDaemonItIsUnknownIfAScannerIsRead() {
    let inputs = [input("/dev/input/event3", of: usb, isMarked: true)]
    let inventory = Inventory(inputs: inputs, others: [], daemon: nil)
    #expect(inventory.devices.map(\.state) == [.unknown])
    #expect(
      inventory.unreadRows == [["/dev/input/event3", "0c2e:0b61", "Honeywell 3310g", "a scanner"]])
  }

  @Test func aScannerInAnotherModeHasTheWayOut() {
    var newland = usb
    (newland.vendor, newland.product, newland.model) = ("1eab", "1a10", "HR22\u{1B}[2J")
    let inventory = Inventory(
      inputs: [], others: [OtherInterface(kind: .hidPOS, node: "/dev/hidraw0", usb: newland)],
      daemon: nil)
    #expect(
      inventory.remarks == [
        "Honeywell HR22{ESC}[2J (1eab:1a10, /dev/hidraw0) is a scanner in HID POS mode, which scand "
          + "does not read; to make it a keyboard, scan the label \"USB keyboard\" or \"HID keyboard\" in "
          + "its manual; its product id then ends in 03 (06 is serial, 10 HID POS)."
      ])
    #expect(!inventory.json.contains(0x1B))
  }

  @Test func severalModesOfOneDeviceAreNamedOnce() {
    let others = [
      OtherInterface(kind: .serial, node: "/dev/ttyACM0", usb: usb),
      OtherInterface(kind: .serial, node: "/dev/ttyACM1", usb: usb),
      OtherInterface(kind: .hidPOS, node: "", usb: usb),
    ]
    let inventory = Inventory(inputs: [], others: others, daemon: nil)
    #expect(inventory.devices.map(\.modes) == ["serial and HID POS"])
    #expect(inventory.devices.first?.cure.contains("\"USB Keyboard (PC)\"") == true)
  }

  @Test(arguments: [("", "", true), ("S1", "S1", true), ("S1", "S2", false), ("S1", "", false)])
  func scannersThatNoSerialNumberTellsApartAreToldApartByPort(
    one: String, other: String, areTwins: Bool
  ) {
    var (first, second) = (usb, usb)
    (first.serial, second.serial) = (one, other)
    (second.sysPath, second.port) = ("/sys/usb1/1-2", "1-2")
    let inputs = [
      input("/dev/input/event3", of: first, isMarked: true),
      input("/dev/input/event4", of: second, isMarked: true),
    ]
    let inventory = Inventory(inputs: inputs, others: [], daemon: nil)
    #expect(inventory.devices.map(\.isTwin) == [areTwins, areTwins])
    #expect(inventory.remarks.contains { $0.contains("at port 1-2:") } == areTwins)
  }

  @Test func keyboardsOfOneModelAreNoTwins() {
    var second = usb
    second.sysPath = "/sys/usb1/1-2"
    let inputs = [input("/dev/input/event3", of: usb), input("/dev/input/event4", of: second)]
    let inventory = Inventory(inputs: inputs, others: [], daemon: nil)
    #expect(inventory.devices.map(\.isTwin) == [false, false])
  }

  @Test func theObjectForProgramsSaysTheSame() {
    let inventory = Inventory(
      inputs: [input("/dev/input/event3", of: usb)],
      others: [], daemon: answer(reading: "/dev/input/event3"))
    let line = String(decoding: inventory.json, as: UTF8.self)
    #expect(
      line.hasPrefix(
        #"{"answered":true,"devices":[{"name":"Honeywell 3310g","vendor":"0c2e","product":"0b61","#
          + #""serial":"S1","port":"1-1","state":"read","scanners":[{"id":"usb-1","#))
    #expect(
      line.hasSuffix(#""interfaces":[{"kind":"keyboard","node":"/dev/input/event3"}]}]}"# + "\n"))
  }
}

@Suite struct OtherScannerTests {
  private func facts(_ kind: OtherInterface.Kind, isHidden: Bool = false) -> OtherScannerFacts {
    let interface = OtherInterface(
      kind: kind, node: "/dev/ttyACM0",
      usb: USBDevice(sysPath: "/sys/1", vendor: "05e0", product: "1701", model: "CDC Scanner"),
      isHiddenFromModems: isHidden)
    let inventory = Inventory(inputs: [], others: [interface], daemon: nil)
    return OtherScannerFacts(scanners: inventory.inOtherModes, modemManagerRuns: true)
  }

  @Test func aScannerThatIsNoKeyboardIsWarnedOf() {
    let finding = facts(.hidPOS).findings[0]
    #expect(finding.state == .warning)
    #expect(
      finding.seen == "CDC Scanner (05e0:1701, /dev/ttyACM0) is a scanner in HID POS mode")
    #expect(
      finding.details == [
        "To make it a keyboard, scan the label \"USB keyboard\" or \"HID keyboard\" in its manual; its "
          + "product id is then 1200"
      ])
  }

  @Test func aPortThatModemManagerProbesIsHinted() {
    func isHinted(_ facts: OtherScannerFacts) -> Bool {
      facts.findings[0].details.contains { $0.hasPrefix("ModemManager sends AT commands") }
    }
    #expect(isHinted(facts(.serial)))
    #expect(!isHinted(facts(.serial, isHidden: true)))
    #expect(!isHinted(facts(.hidPOS)))
    var idle = facts(.serial)
    idle.modemManagerRuns = false
    #expect(!isHinted(idle))
  }

  @Test func noScannerMeansNoneInKeyboardModeThen() {
    let all = ScannerFacts(scanners: [], devices: [], hasOtherScanners: true)
    #expect(all.findings[0].seen.hasPrefix("No scanner in keyboard mode is found"))
    #expect(all.findings[0].why == "see the finding about the device")
  }
}
