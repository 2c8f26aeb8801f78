// SPDX-License-Identifier: Apache-2.0

import SystemCalls
import Testing

@testable import Service

@Suite struct CutScansTests {
  @Test(arguments: [[], ["usb-0c2e_0b61-S1"], ["a", "b.c_d-e"]])
  func namesAreReadAsTheyWereWritten(names: [String]) throws {
    let file = try CutScans.write(Set(names))
    // Another process has a descriptor of its own.
    let other = try Descriptor(duplicating: file.number)
    #expect(try CutScans.read(other) == Set(names))
  }

  @Test func aThousandNamesFit() throws {
    let names = Set((0..<1024).map { "usb-\($0)-" + String(repeating: "x", count: 250) })
    #expect(try CutScans.read(CutScans.write(names)) == names)
  }
}
