// SPDX-License-Identifier: Apache-2.0

import Testing
import Wedge

@testable import Scanners

@Suite struct ReReadTests {
  @Test func theSameLabelWithinTheWindowIsReadAgain() {
    // Each reading moves the window on.
    #expect(
      reReads(of: [("1", 0), ("1", 1000), ("1", 2000), ("1", 3001)], within: 1000)
        == [false, true, true, false])
  }

  @Test func anotherLabelBetweenThemIsANewBeginning() {
    #expect(reReads(of: [("1", 0), ("2", 1), ("1", 2)], within: 1000) == [false, false, false])
  }

  @Test func withoutAWindowTwoEqualScansAreTwo() {
    #expect(reReads(of: [("1", 0), ("1", 0), ("1", .max)], within: 0) == [false, false, false])
  }

  @Test func timesAtTheEndsOfTheirRangeTrapNowhere() {
    #expect(reReads(of: [("1", .min), ("1", .max)], within: .max) == [false, false])
  }

  private func reReads(of scans: [(text: String, time: Int64)], within window: Int64) -> [Bool] {
    var reReads = ReReads()
    return scans.map { scan in
      reReads.isReRead(
        Capture(data: Array(scan.text.utf8), time: scan.time, cause: nil), within: window)
    }
  }
}
