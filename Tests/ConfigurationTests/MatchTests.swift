// SPDX-License-Identifier: Apache-2.0

import Configuration
import Testing

private let voyager = DeviceProperties(
  vendor: "0c2e", product: "0b61", serial: "S1234", path: "pci-0000_00_14_0-usb-0_2_1_0",
  name: "Honeywell Voyager 1450", isMarkedScanner: false)

/// True if a [Match] section of these lines matches the device.
private func matches(_ lines: String, _ device: DeviceProperties = voyager) -> Bool {
  let result = loadScanner("[Match]\n\(lines)\n")
  #expect(result.problems == [])
  return result.settings.scanner(for: device) != nil
}

@Suite("[Match]")
struct MatchTests {
  @Test(
    "means a device when every key has a value that fits",
    arguments: [
      "Vendor=0c2e", "Vendor=0C2E", "Vendor=05e0 0c2e", "Vendor=05e0\nVendor=0c2e",
      "Vendor=0c2e\nProduct=0b61", "Serial=S1234", "Serial=S1*", "Serial=X* S*",
      "Path=pci-*-usb-0_2_1_0", "Name=\"Honeywell Voyager 1450\"", "Name=\"X *\" 'Honeywell *'",
      "Name=Honeywell?Voyager*", #"Name=Honeywell\ Voyager\ *"#, "Name=*[0-9][0-9][0-9][0-9]",
      "Vendor=0c2e\nSerial=*", "Vendor=05e0\nVendor=\nVendor=0c2e",
      "Vendor=0c2e\nProduct=0b61\nSerial=S*\nPath=pci-*\nName=Honeywell*",
    ])
  func fits(lines: String) {
    #expect(matches(lines))
  }

  @Test(
    "means no device with one key that does not fit",
    arguments: [
      "Vendor=05e0", "Vendor=0c2e\nProduct=ffff", "Serial=S123", "Serial=s1234",
      "Path=pci-0000_00_14_0", "Name=Honeywell", "Name=Honeywell Voyager 1450",
      "Vendor=0c2e\nProduct=0b61\nSerial=S*\nPath=pci-*\nName=Symbol*",
    ])
  func doesNotFit(lines: String) {
    #expect(!matches(lines))
  }

  @Test("does not take a property that is missing for one that fits")
  func missingProperty() {
    var device = voyager
    device.serial = ""
    #expect(!matches("Vendor=0c2e\nSerial=*", device))
  }

  @Test(
    "must say which device is meant",
    arguments: [
      "[Scanner]\nStation=a\n", "[Match]\n[Scanner]\n", "[Match]\nVendor=\n", "[Match]\nName=*\n",
      "[Match]\nName=*\nPath=?*\n", "[Match]\nName=Honeywell* *\n", "",
    ])
  func catchAll(text: String) {
    let result = loadScanner(text)
    #expect(result.settings.scanners == [])
    #expect(
      result.shown.first?.contains("[Match]: matches every keyboard; name the device") == true)
    #expect(
      result.shown.last
        == "\(scannerPath): is ignored, because the devices that it matches are uncertain")
  }

  @Test(
    "switches the whole file off when anything about it is wrong",
    arguments: [
      "[Match]\nVendor=0c2e\nProduct=b61\n", "[Match]\nVendor=0c2e\nSeriel=S1\n",
      "[Match]\nVendor=0c2e\nSerial\n", "[Match\nVendor=0c2e\n[Match]\nProduct=0b61\n",
      "Serial=S1\n[Match]\nVendor=0c2e\n", "[Match]\nVendor=0c2e\n[Mtch]\nSerial=S1\n",
      "[Match]\nVendor=0c2e\n[Scanner]\nSerial=S1\n", "[Match]\nVendor=0c2e\n[Scanner]\nSeriel=S\n",
      "[Match]\nVendor=0c2e\nName=[\n", "[Match]\nVendor=0c2e\nName=!X*\n",
      "[Match]\nVendor=0c2e\n[Scanner]\n" + String(repeating: "Grab=x\n", count: 101),
    ])
  func uncertain(text: String) {
    let result = loadScanner(text)
    #expect(result.settings.scanners == [])
    #expect(
      result.shown.last
        == "\(scannerPath): is ignored, because the devices that it matches are uncertain")
  }

  @Test("still counts when only [Scanner] is wrong")
  func certain() {
    let result = loadScanner("[Match]\nVendor=0c2e\n[Scanner]\nGrab=x\nLayuot=us\nStation\n")
    #expect(result.problems.count == 3)
    #expect(result.settings.scanners.count == 1)
  }

  @Test("switches the file off when one of its files cannot be read")
  func unreadable() {
    let result = load(files: [
      scannerFile(scannerPath, "[Match]\nVendor=0c2e\n"),
      ConfigurationFile(
        path: "/etc/scand/dock-1.scanner.d/a.conf", unit: .scanner("dock-1.scanner"),
        contents: .unreadable("Permission denied")),
    ])
    #expect(result.settings.scanners == [])
    #expect(
      result.shown == [
        "\(scannerPath): is ignored, because the devices that it matches are uncertain",
        "/etc/scand/dock-1.scanner.d/a.conf: cannot be read: Permission denied",
      ])
  }

  @Test("that is missing means no device")
  func missing() {
    #expect(!ScannerSettings().match.matches(voyager))
  }

  @Test("explains that ID_PATH is not ID_PATH_TAG")
  func idPath() {
    let result = loadScanner("[Match]\nPath=pci-0000:00:14.0-usb-0:2.1:1.0\n")
    #expect(
      result.shown.first == "\(scannerPath):2: Path: \"pci-0000:00:14.0-usb-0:2.1:1.0\" is not "
        + "an ID_PATH_TAG; write pci-0000_00_14_0-usb-0_2_1_1_0")
  }
}

@Suite("The settings for a device")
struct ScannerForDeviceTests {
  private let settings = load(files: [
    file("10-one.scanner", "Serial=S1234", station: "one"),
    file("20-vendor.scanner", "Vendor=0c2e", station: "vendor"),
  ]).settings

  private static func file(_ name: String, _ match: String, station: String) -> ConfigurationFile {
    let text = "[Match]\n\(match)\n[Scanner]\nStation=\(station)\n"
    return ConfigurationFile(
      path: "/etc/scand/\(name)", unit: .scanner(name), contents: .bytes(Array(text.utf8)))
  }

  @Test("are those of the first file that matches, marked or not", arguments: [true, false])
  func firstMatch(isMarked: Bool) {
    var device = voyager
    device.isMarkedScanner = isMarked
    #expect(settings.scanner(for: device)?.station == "one")
    device.serial = "S9"
    #expect(settings.scanner(for: device)?.station == "vendor")
  }

  @Test("are the defaults for a marked scanner that no file matches")
  func marked() {
    let device = DeviceProperties(vendor: "05e0", isMarkedScanner: true)
    #expect(settings.scanner(for: device) == ScannerSettings())
  }

  @Test("are none for any other device")
  func others() {
    #expect(settings.scanner(for: DeviceProperties(vendor: "046d", name: "Keyboard")) == nil)
    #expect(settings.scanner(for: DeviceProperties()) == nil)
    #expect(Settings().scanner(for: voyager) == nil)
  }
}
