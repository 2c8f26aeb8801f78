// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import TerminalIO

@Suite struct TableTests {
  @Test func columnsAreAlignedAndNothingStandsBehindTheLastCell() {
    var table = Table()
    table.rightAligned = [1]
    table.add(["name", "count", "note"])
    table.add(["a", "7", ""])
    table.add(["longer", "1,204", "x"])
    #expect(table.lines == ["name    count  note", "a           7", "longer  1,204  x"])
  }

  @Test func aTextRunsOnOverTheColumnsBehindIt() {
    var table = Table()
    table.add(["1", "a", "b", "c"])
    table.add(["2", "much longer than a column"], endsWithText: true)
    #expect(table.lines == ["1  a  b  c", "2  much longer than a column"])
  }

  @Test func colourDoesNotCount() {
    var table = Table()
    table.add(["a", "b"], colours: [0: .red])
    table.add(["aa", "b"])
    #expect(table.lines { text, _ in "<\(text)>" } == ["<a>   b", "aa  b"])
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1204, "1,204"), (-1_234_567, "-1,234,567")])
  func thousandsAreSeparated(number: Int, text: String) {
    #expect(grouped(number) == text)
  }

  @Test func oneIsNotPlural() {
    #expect(counted(1, "scan") == "1 scan")
    #expect(counted(0, "scan") == "0 scans")
    #expect(counted(12_000, "scan") == "12,000 scans")
  }
}
