// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct NearestNameTests {
  private let known = ["follow", "read", "status", "scanners", "trace", "waitMilliseconds"]

  @Test(arguments: [
    ("folow", "follow"), ("follwo", "follow"), ("Follow", "follow"), ("scaners", "scanners"),
    ("sttaus", "status"), ("reed", "read"), ("tracee", "trace"),
    ("waitmillisecond", "waitMilliseconds"),
  ])
  func aSlipIsPutRight(typed: String, name: String) {
    #expect(nearestName(to: typed, among: known) == name)
  }

  @Test(arguments: ["", "x", "quux", "acknowledge", "readonlymode"])
  func whatIsNearNothingStaysUnknown(typed: String) {
    #expect(nearestName(to: typed, among: known) == nil)
  }

  @Test func aVeryLongNameIsNoSlip() {
    #expect(nearestName(to: String(repeating: "follow", count: 10_000), among: known) == nil)
  }

  @Test func amongNothingNothingIsNear() {
    #expect(nearestName(to: "follow", among: []) == nil)
  }
}
