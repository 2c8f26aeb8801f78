// SPDX-License-Identifier: Apache-2.0

import Configuration
import Foundation
import Scanners
import Testing

@testable import Adoption

@Suite struct DraftTests {
  /// The files of Rules/, with which scripts/check-system-files tries udev.
  private func expected(_ name: String) throws -> String {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return try String(contentsOf: folder.appendingPathComponent("Rules/\(name)"), encoding: .utf8)
  }

  @Test func aSerialNumberIsMatchedAtEveryPort() throws {
    let draft = try draft("dock-1", station: "dock-1", step: "receiving")
    #expect(try draft.rule == expected("serial.rules"))
    #expect(try draft.scanner == expected("serial.scanner"))
  }

  @Test func aPortIsMatchedWithAllInterfacesOfTheDevice() throws {
    let draft = try draft("dock-2", nameless())
    #expect(try draft.rule == expected("port.rules"))
    #expect(draft.scanner.contains("\nPath=pci-0000_00_14_0-usb-0_1_1_?\n"))
    #expect(draft.scanner.contains("\n#Station=dock-1\n#Step=receiving\n"))
  }

  @Test func aBluetoothDeviceIsMatchedByItsAddress() throws {
    let draft = try draft("dock-3", bluetooth())
    #expect(try draft.rule == expected("address.rules"))
    #expect(
      draft.scanner.contains("\nVendor=0c2e\nProduct=0c71\nSerial=a0:b1:c2:d3:e4:f5\n"))
  }

  /// Nothing that a device says of itself is in a file, but for a serial number of harmless characters.
  @Test(arguments: [
    "\"", "\\\"\n", "\nENV{ID_INPUT}=\"\"", "$kernel", "%k", "{}", "'; RUN+=\"/bin/sh\"",
    "a\u{2028}b", "\u{1B}[2J", "*", "#", "\r", "%", "$$",
  ])
  func nothingBreaksOutOfTheFiles(text: String) throws {
    let plain = try draft("dock-1", device(serial: ""))
    for hostile in [
      device(serial: text, name: text), device(serial: "S1234" + text, name: text),
      device(serial: text + "1", name: "x" + text),
    ] {
      let draft = try draft("dock-1", hostile)
      #expect(draft.rule == plain.rule)
      #expect(draft.scanner == plain.scanner)
    }
  }

  @Test func everyHarmlessCharacterMeansItselfInBothFiles() throws {
    let serial = "aZ09+-.:=@_x"
    let draft = try draft("dock-1", device(serial: serial))
    #expect(draft.rule.contains("ENV{ID_SERIAL_SHORT}==\"\(serial)\""))
    let read = loadScannerFile(Array(draft.scanner.utf8), name: "dock-1.scanner")
    #expect(read.problems == [])
    #expect(read.settings.match.matches(device(serial: serial).properties))
    #expect(!read.settings.match.matches(device(serial: "aZ09+-.:=@_y").properties))
  }

  @Test(arguments: [
    "Dock 1", "", "a\nGrab=no", "a\n[Match]\nName=*", "a\\", "\u{202E}", "dock-1 ", "a\r",
    String(repeating: "a", count: 65), "a\n#",
  ])
  func aStationThatIsNoNameIsRefused(text: String) {
    #expect(throws: AdoptionError.self) { try draft("dock-1", station: text) }
    #expect(throws: AdoptionError.self) { try draft("dock-1", step: text) }
    #expect(throws: AdoptionError.self) { try Draft.check(station: nil, step: text) }
  }

  @Test func aGoodPlaceIsChecked() throws {
    try Draft.check(station: "dock-1", step: "receiving")
    try Draft.check(station: nil, step: nil)
  }

  @Test(arguments: [
    "", ".", "..", "../x", "a/b", "-a", "a b", "a\n", "é", "a\u{0}",
    String(repeating: "a", count: 65),
  ])
  func aNameCannotLeadElsewhere(text: String) {
    #expect(AdoptedName(text) == nil)
  }

  @Test func aNameComesFromTheStationOrTheDevice() throws {
    let recognition = try candidate(device()).recognition
    #expect(AdoptedName(station: "dock-1", recognition).description == "dock-1")
    #expect(AdoptedName(station: nil, recognition).description == "0c2e_0b61-S1234")
    let port = try candidate(nameless()).recognition
    #expect(AdoptedName(station: nil, port).description == "05f9_2206-pci-0000_00_14_0-usb-0_1")
    let odd = try candidate(device(serial: "a:b=c@d+e")).recognition
    #expect(AdoptedName(station: nil, odd).description == "0c2e_0b61-a_b_c_d_e")
    #expect(AdoptedName("dock-1")?.numbered(2).description == "dock-1-2")
    #expect(AdoptedName(String(repeating: "a", count: 64))!.numbered(99).description.count == 63)
  }
}
