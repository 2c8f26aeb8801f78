// SPDX-License-Identifier: Apache-2.0

import CLinux
import Configuration
import Testing

@testable import Scanners

@Suite struct InputDeviceTests {
  @Test func theKeysBelowSysAreReadFromTheRight() {
    // KEY_ESC to KEY_0, KEY_ENTER; KEY_KPENTER; KEY_POWER2 in the sixth word of 64 bits.
    let keys = keys(listed: "10000000 0 0 0 100000000 10000ffe\n")
    #expect(Scanner.canScan(keys))
    #expect(keys.contains(96))
    #expect(keys.contains(348))
    #expect(keys.codes.count == 14)
  }

  @Test(arguments: ["", "0", "70000", "not hexadecimal", "ffe"])
  func aDeviceWithoutDigitsAndEnterCannotScan(capabilities: String) {
    #expect(!Scanner.canScan(keys(listed: capabilities)))
  }

  @Test func aModelHasTheKeyThatTheRulesLookUp() {
    var device = DeviceProperties(vendor: "05f9", product: "2206")
    #expect(device.hardwareKey == "scanner:usb:v05f9p2206")
    device.vendor = "05f*"
    #expect(device.hardwareKey == nil)
    device.vendor = ""
    #expect(device.hardwareKey == nil)
  }
}
