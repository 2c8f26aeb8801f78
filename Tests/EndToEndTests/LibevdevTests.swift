// SPDX-License-Identifier: Apache-2.0

// The daemon asks devices by ioctl(2) itself (ARCHITECTURE.md has the reasons). libevdev asks the same device
// here, and both must agree.

import Foundation
import Testing

@Suite struct LibevdevTests {
  @Test(arguments: ["honeywell", "honeywell-media", "keyboard", "mouse"])
  func scannersAndLibevdevSeeTheSameDevice(product: String) throws {
    let testbed = try Testbed()
    let node = try testbed("plug one \(product)")
    let facts = try facts(of: node, in: testbed)
    #expect(facts.count == 2)
    #expect(facts.first == facts.last)
    #expect(facts.first?.contains("keys= ") == false)
    #expect(facts.first?.contains("down= ") == true)
  }

  @Test func bothSeeTheKeysThatAreDown() throws {
    let testbed = try Testbed()
    let node = try testbed("plug one keyboard")
    // KEY_LEFTSHIFT and KEY_A go down and stay down, KEY_B comes up again.
    try testbed("raw one 1 42 1 0 0 0")
    try testbed("raw one 1 30 1 1 48 1 0 0 0")
    try testbed("raw one 1 48 0 0 0 0")
    let facts = try facts(of: node, in: testbed)
    #expect(facts.first == facts.last)
    #expect(facts.first?.contains("down=30,42 ") == true)
  }

  private func facts(of node: String, in testbed: Testbed) throws -> [String] {
    let result = try run(
      productDirectory + "/device-facts", [node], environment: testbed.environment)
    #expect(result.errors == "")
    return result.output.split(separator: "\n").map(String.init)
  }
}
