// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import TerminalIO

@Suite struct ProgressBarTests {
  @Test func itSaysHowFarItIs() {
    #expect(
      ProgressBar.line(47, of: 100, "9 records", columns: 51)
        == "[==============>               ]   47 %  9 records")
    #expect(ProgressBar.line(0, of: 10, "", columns: 30) == "[>                 ]    0 %  ")
    #expect(ProgressBar.line(10, of: 10, "", columns: 30) == "[==================]  100 %  ")
  }

  @Test func itNeverFillsTheLastColumn() {
    for columns in 0...200 {
      for done in [Int64(-1), 0, 3, 10, 11] {
        let line = ProgressBar.line(done, of: 10, "12345 records", columns: columns)
        #expect(line.count <= max(columns - 1, 0))
        #expect(line.count < 80)
      }
    }
  }

  @Test func nothingToDoIsDone() {
    #expect(ProgressBar.line(0, of: 0, "", columns: 60).contains("100 %"))
  }
}
