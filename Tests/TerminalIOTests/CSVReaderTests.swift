// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import TerminalIO

@Suite struct CSVReaderTests {
  /// All rows of a table, a problem in the place of each that is none.
  private func rows(_ bytes: [UInt8], separator: UInt8 = UInt8(ascii: ",")) -> [Row] {
    var reader = CSVReader(bytes, separator: separator)
    var rows: [Row] = []
    while true {
      do throws(CSVProblem) {
        guard let row = try reader.next() else { return rows }
        rows.append(.row(row.line, row.cells))
      } catch {
        rows.append(.problem(error.line, error.cell, error.kind))
      }
    }
  }

  private func rows(_ text: String) -> [Row] { rows(Array(text.utf8)) }

  private enum Row: Equatable {
    case row(Int, [String])
    case problem(Int, Int, CSVProblem.Kind)
  }

  @Test(arguments: ["a,b\r\nc,d\r\n", "a,b\nc,d", "\u{FEFF}a,b\nc,d\r\n", "\"a\",b\n\"c\",\"d\"\r"])
  func marksLineEndsAndQuotesAreNoPartOfCells(text: String) {
    #expect(rows(text) == [.row(1, ["a", "b"]), .row(2, ["c", "d"])])
  }

  @Test func quotesHoldSeparatorsQuotesAndLineEnds() {
    #expect(
      rows("\"a,b\",\"say \"\"so\"\"\",\"two\r\nlines\",\"\"\nx") == [
        .row(1, ["a,b", "say \"so\"", "two\r\nlines", ""]), .row(3, ["x"]),
      ])
  }

  @Test func emptyCellsAndLinesAreThere() {
    #expect(rows("") == [])
    #expect(rows("\n,\n") == [.row(1, [""]), .row(2, ["", ""])])
    #expect(rows("a,") == [.row(1, ["a", ""])])
    #expect(rows(",\"\"") == [.row(1, ["", ""])])
  }

  @Test func readingGoesOnBehindALineThatIsNone() {
    #expect(rows("a\"b,c\nd\n") == [.problem(1, 0, .quoteInCell), .row(2, ["d"])])
    #expect(
      rows("x,\"a\nb\"c,y\nd\n") == [.problem(2, 1, .textBehindQuote(openedIn: 1)), .row(3, ["d"])])
    #expect(rows("a\n\"b,c\nd\n") == [.row(1, ["a"]), .problem(4, 0, .neverClosed(openedIn: 2))])
    #expect(rows("\"") == [.problem(1, 0, .neverClosed(openedIn: 1))])
    #expect(rows("\"a\"\"") == [.problem(1, 0, .neverClosed(openedIn: 1))])
    #expect(rows("a\rb\nc") == [.problem(1, 1, .carriageReturnAlone), .row(2, ["c"])])
  }

  @Test func whatIsNoTextIsAProblemOfItsCell() {
    #expect(rows([0x61, 0x2C, 0xFC, 0x0A, 0x62]) == [.problem(1, 1, .notUTF8), .row(2, ["b"])])
    #expect(rows([0x22, 0xC3, 0x22, 0x0A, 0x62]) == [.problem(1, 0, .notUTF8), .row(2, ["b"])])
    #expect(rows([0x61, 0x00, 0x0A, 0x62]) == [.problem(1, 0, .nul), .row(2, ["b"])])
    #expect(rows([0xED, 0xA0, 0x80]) == [.problem(1, 0, .notUTF8)], "a surrogate")
  }

  @Test func aLineOfAMegabyteIsOneRow() {
    let long = String(repeating: "x", count: 1 << 20)
    #expect(rows("a,\(long)\nb,\"\(long)\"\n") == [.row(1, ["a", long]), .row(2, ["b", long])])
    #expect(rows("a,\(long)\"\nb\n") == [.problem(1, 1, .quoteInCell), .row(2, ["b"])])
  }

  @Test func everyTextInQuotesIsReadAsItIs() {
    var random = SeededGenerator(seed: 12)
    let alphabet = ["\"", ",", ";", "\r", "\n", "a", "ü", " ", "'", "="]
    for _ in 0..<2000 {
      let cells = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          alphabet.randomElement(using: &random)!
        }.joined()
      }
      let line = cells.map {
        "\""
          + $0.split(separator: "\"", omittingEmptySubsequences: false)
          .joined(separator: "\"\"") + "\""
      }.joined(separator: ",")
      #expect(rows(line + "\r\n") == [.row(1, cells)])
    }
  }

  @Test func noBytesAtAllMakeItStopOrStandStill() {
    var random = SeededGenerator(seed: 13)
    let alphabet = Array("\",;\r\n a\u{0}ü".utf8) + [0xFF, 0xEF, 0xBB, 0xBF]
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        alphabet.randomElement(using: &random)!
      }
      #expect(rows(bytes).count <= bytes.count)
    }
  }

  @Test(arguments: [
    ("a,b\n1;2;3", ","), ("a;b\n1,2,3", ";"), ("\"a,b\";c\n", ";"), ("a\n1;2", ","),
    ("a;b,c", ","), ("", ","),
  ])
  func theFirstLineSaysWhatSeparates(text: String, separator: String) {
    let reader = CSVReader.guessingSeparator(Array(text.utf8))
    #expect(reader.separator == separator.utf8.first)
  }
}

/// The same numbers in each run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
