// SPDX-License-Identifier: Apache-2.0

import Configuration
import Scanners
import Testing

@testable import Adoption

@Suite struct RecognitionTests {
  private func mark(
    _ device: InputDevice, among others: [InputDevice] = [], byPort: Bool = false
  ) -> Recognition.Mark? {
    Recognition(of: device, among: others + [device], byPort: byPort)?.mark
  }

  private let port = Recognition.Mark.port("pci-0000_00_14_0-usb-0_1", configuration: "1")

  @Test func aSerialNumberOfItsOwnIsTheMark() {
    #expect(mark(device()) == .serial("S1234"))
    #expect(mark(device(), among: [device(2, serial: "S1235")]) == .serial("S1234"))
  }

  @Test func theOtherInterfacesOfADeviceAreNoTwins() {
    let media = device(2, usb: "/sys/devices/usb1/1-1", canScan: false)
    #expect(mark(device(), among: [media]) == .serial("S1234"))
  }

  @Test func withoutASerialNumberOfItsOwnThePortIsTheMark() {
    #expect(mark(device(serial: "")) == port)
    #expect(mark(device(), among: [device(2)]) == port)
    #expect(mark(device(), byPort: true) == port)
  }

  @Test func theAddressIsTheMarkOfABluetoothDevice() {
    #expect(mark(bluetooth()) == .address("a0:b1:c2:d3:e4:f5"))
    #expect(mark(bluetooth(), byPort: true) == .address("a0:b1:c2:d3:e4:f5"))
  }

  @Test(arguments: [
    "", "a0:b1:c2:d3:e4", "a0:b1:c2:d3:e4:f5:06", "a0:b1:c2:d3:e4:g5", "a0:b1:c2:d3:e4:f5\"",
    "a0b1:c2:d3:e4:f5:", "a0:b1:c2:d3:e4:\u{E9}5", "S1234",
  ])
  func aBluetoothDeviceWithoutAddressIsNoCandidate(address: String) {
    #expect(mark(bluetooth(address: address)) == nil)
    #expect(mark(bluetooth(vendor: "", address: "a0:b1:c2:d3:e4:f5")) == nil)
  }

  @Test(arguments: ["0", "000000000000", "0123456789", "123456", "ABCDEF"])
  func aSerialNumberThatWholeSeriesHaveIsNone(serial: String) {
    #expect(mark(device(serial: serial)) == port)
  }

  @Test(arguments: [
    "S\"1", "S$1", "S%1", "S{1", "S\\1", "S\n1", "S 1", "S*1", "S?1", "S[1", "S|1", "S'1", "S#1",
    "S\u{202E}1", "Sé1", "S;1", "S!1", "S,1", "S\u{0}1", String(repeating: "S1", count: 65),
  ])
  func aSerialNumberThatIsNotHarmlessIsNotUsed(serial: String) {
    #expect(mark(device(serial: serial)) == port)
  }

  @Test(arguments: [
    "", "pci-0000_00_14_0-usb-0_1_1_0\"", "pci-usb-0_1_$attr{x}_0", "pci-0000-usb-0_1_1_x",
    "pci-0000_00_14_0-usb-0_1_1_", "pci-0000_00_14_0-usb-0_1_*_0", "platform-i8042-serio-0",
    "pci-0000_00_14_0-usb-0_1_1_0\nX", "usb-0_0",
    String(repeating: "a", count: 300) + "-usb-0_1_1_0",
  ])
  func withoutSerialNumberAndPortNothingTellsItFromOthers(path: String) {
    #expect(mark(device(serial: "", path: path)) == nil)
  }

  @Test(arguments: [
    ("", "0b61"), ("0c2e", ""), ("0c2", "0b61"), ("0C2E", "0b61"), ("0c2\"", "0b61"),
  ])
  func aDeviceWithoutUSBIdsIsNoCandidate(vendor: String, product: String) {
    #expect(mark(device(vendor: vendor, product: product)) == nil)
  }

  @Test func thePatternOfAPortFitsItsInterfacesOnly() throws {
    let recognition = try #require(
      Recognition(of: device(serial: "", path: "pci-0000_00_14_0-usb-0_2_1_1_0"), among: []))
    #expect(recognition.mark == .port("pci-0000_00_14_0-usb-0_2_1", configuration: "1"))
    #expect(recognition.pathPattern == "pci-0000_00_14_0-usb-0_2_1_1_?")
  }

  @Test func theSurveyGivesEachDeviceItsPart() {
    let devices = [
      device(1), device(2, serial: "A1", isMarked: true), device(3, serial: "B1", isRuledOut: true),
      device(4, serial: "", path: ""),
      device(5, serial: "C1", canScan: false),
    ]
    let parts = Survey(of: devices).entries.map(\.part)
    let recognition = Recognition(of: devices[0], among: [])!
    #expect(
      parts == [.candidate(recognition), .scanner, .ruledOut, .indistinct, .noDigitsAndEnter])
  }

  @Test func theOnlyKeyboardIsTheOnlyOneThatIsNoScanner() {
    let scanner = device(1)
    let second = device(2, serial: "T", usb: scanner.usb?.sysPath)
    let marked = device(3, serial: "A1", isMarked: true)
    let mouse = device(4, canScan: false)
    #expect(Survey(of: [scanner, second, marked, mouse]).isOnlyKeyboard(scanner))
    let ruledOut = device(5, serial: "B1", isRuledOut: true)
    #expect(!Survey(of: [scanner, ruledOut]).isOnlyKeyboard(scanner))
    let console = InputDevice(properties: DeviceProperties(sysPath: "/sys/serio0"), canScan: true)
    #expect(!Survey(of: [scanner, console]).isOnlyKeyboard(scanner))
  }
}
