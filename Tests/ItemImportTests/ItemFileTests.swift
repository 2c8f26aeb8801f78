// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing
import Wire

@testable import ItemImport

@Suite struct ItemFileTests {
  private func read(_ text: String, isRaw: Bool = false) -> ItemFile {
    ItemFile(Array(text.utf8), isRaw: isRaw)
  }

  private func problems(_ text: String) -> [String] { read(text).problems.lines(in: "f.csv") }

  @Test func columnsStandInAnyOrderAndGTINsInAnyForm() {
    let file = read(
      "policy, GTIN ,expired,name\nlot,9506000134352,reject,\"Cream, hand\"\n"
        + "both , 96385074,,\nserial,00036000291452, off ,x\nany,10614141000415,note,=1\n")
    #expect(file.problems == FileProblems())
    #expect(file.columns == [.policy, .gtin, .expired, .name])
    #expect(
      file.items == [
        ItemFields(
          gtin: "09506000134352", name: "Cream, hand", policy: "lot", checks: ["expired": "reject"]),
        ItemFields(gtin: "00000096385074", policy: "both"),
        ItemFields(
          gtin: "00036000291452", name: "x", policy: "serial", checks: ["expired": "off"]),
        ItemFields(gtin: "10614141000415", name: "=1", policy: "any", checks: ["expired": "note"]),
      ])
  }

  @Test func theTableOfASpreadsheetInGermanIsRead() {
    let file = read("\u{FEFF}gtin;policy;name\r\n9506000134352;lot;\"Creme; 3,5 g\"\r\n;;\r\n\r\n")
    #expect(file.problems == FileProblems())
    #expect(file.items == [ItemFields(gtin: "09506000134352", name: "Creme; 3,5 g", policy: "lot")])
  }

  @Test func anUnknownColumnIsAnErrorWithTheNearestOne() {
    #expect(
      problems("gtin,polcy\n1,2\n") == [
        "f.csv:1: There is no column \"polcy\"; did you mean \"policy\"?"
      ])
    #expect(problems("gtin\tpolicy\n").first?.contains("not by tabs") == true)
    #expect(problems("9506000134352,lot\n").first?.contains("must be a header") == true)
    #expect(
      problems("gtin,name\n") == [
        "f.csv:1: The header has no \"policy\"; it is such as: gtin,name,policy."
      ])
    #expect(problems("gtin,policy,GTIN\n") == ["f.csv:1: The column \"gtin\" is there twice."])
    #expect(problems("gtin,\"policy\n").count == 1)
  }

  @Test func aFileWithoutItemsHasNone() {
    #expect(read("gtin,policy").items.isEmpty)
    #expect(problems("gtin,policy\r\n") == [])
    #expect(problems("").first?.hasPrefix("f.csv:1: The file is empty") == true)
    #expect(problems("\u{FEFF}").first?.hasPrefix("f.csv:1: The file is empty") == true)
  }

  @Test func whatASpreadsheetSavesInUTF16IsNamed() {
    let bytes: [UInt8] = [0xFF, 0xFE, 0x67, 0x00, 0x74, 0x00]
    #expect(
      ItemFile(bytes).problems.first.map(\.text) == [
        "The file is UTF-16. Save the table as \"CSV UTF-8\"."
      ])
  }

  @Test func everyErrorIsToldWithLineAndColumn() {
    let lines = problems(
      "gtin,policy,name,expired\n9506000134352,lots,x,maybe\n1,lot,,\n9506000134352,lot\n"
        + "9.506E+12,lot,,\n9506000134353,any,,\na\u{1B}[2J,any,,\n96385074,any,\"a\nb\",\n")
    #expect(
      lines == [
        "f.csv:2: policy: \"lots\" is no policy: serial, lot, both or any.",
        "f.csv:2: expired: expired cannot be \"maybe\": reject, note or off.",
        "f.csv:3: gtin: \"1\" is no GTIN: 8, 12, 13 or 14 digits, the last of which is a check "
          + "digit. Are zeros in front missing?",
        "f.csv:4: The line has 2 cells, and the header 4.",
        "f.csv:5: gtin: \"9.506E+12\" is no GTIN: 8, 12, 13 or 14 digits, the last of which is a "
          + "check digit. A spreadsheet has rounded it; make its column a text and enter it again.",
        "f.csv:6: gtin: \"9506000134353\" is no GTIN: 8, 12, 13 or 14 digits, the last of which is "
          + "a check digit. The check digit would be 2.",
        "f.csv:7: gtin: \"a{ESC}[2J\" is no GTIN: 8, 12, 13 or 14 digits, the last of which is a "
          + "check digit.",
        "f.csv:8: name: A name is one line of text and has no {LF}.",
      ])
  }

  @Test func oneGTINTwiceIsAnErrorThatNamesBothLines() {
    #expect(
      problems(
        "gtin,policy\n036000291452,lot\n96385074,any\n00036000291452,any\n0036000291452,any\n")
        == [
          "f.csv:4: gtin: 00036000291452 stands in line 2, too.",
          "f.csv:5: gtin: 00036000291452 stands in line 4, too.",
        ])
  }

  @Test func ofManyErrorsTheFirstAreToldAndTheOthersCounted() {
    let lines = problems("gtin,policy\n" + String(repeating: "1,lot\n", count: 1000))
    #expect(lines.count == 51)
    #expect(lines.last == "… and 950 more.")
  }

  @Test(arguments: [
    "MARKS,policy\n1,lot\n", "gtin,policy\tMARKS\n", "gtin,policy\nMARKS,lot\n",
    "gtin,policy\n96385074,MARKS\n", "gtin,policy\n96385074, MARKS \n",
    "gtin,policy,name\n96385074,lot,MARKS\n", "gtin,policy,expired\n96385074,lot,MARKS\n",
  ])
  func combiningMarksCostNoMoreThanTheirLength(table: String) {
    let marks = String(repeating: "\u{5B0}\u{327}", count: 16_384)
    let text = table.split(separator: "MARKS", omittingEmptySubsequences: false)
      .joined(separator: marks)
    var lines: [String] = []
    let time = ContinuousClock().measure { lines = problems(text) }
    #expect(!lines.isEmpty)
    #expect(lines.allSatisfy { $0.utf8.count < 1_000 })
    #expect(time < .milliseconds(500))
  }

  @Test func aMegabyteInACellIsAnErrorOfOneLine() {
    let long = String(repeating: "9", count: 1 << 20)
    let lines = problems("gtin,policy,name\n\(long),\(long),\(long)\n")
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.utf8.count < 200 })
    #expect(lines.last?.contains("1048576 bytes; 200 are allowed") == true)
  }

  @Test func bytesThatAreNoTextAreErrorsOfTheirLines() {
    var bytes = Array("gtin,policy,name\n9506000134352,lot,".utf8)
    bytes += [0xFC, 0x0A] + Array("96385074,lot,a".utf8) + [0x00, 0x0A]
    #expect(
      ItemFile(bytes).problems.lines(in: "f") == [
        "f:2: name: The text is not UTF-8. Save the table as \"CSV UTF-8\".",
        "f:3: name: The text has a byte 0; is this a table?",
      ])
  }

  @Test func twoHundredThousandItemsAreRead() {
    var bytes = Array("gtin,name,policy\n".utf8)
    for number in 0..<200_000 {
      let digits = "\(950_600_000_000 + number)"
      bytes += "\(digits)\(checkDigit(for: digits) ?? 0),Item \(number),lot\n".utf8
    }
    let file = ItemFile(bytes)
    #expect(file.problems == FileProblems())
    #expect(file.items.count == ItemFile.mostItems)
  }

  @Test func moreItemsThanABatchMayHaveAreTooMany() {
    let table = Array("gtin,policy\n9506000134352,lot\n96385074,any\n".utf8)
    #expect(ItemFile(table, limit: 2).problems == FileProblems())
    #expect(
      ItemFile(table, limit: 1).problems.lines(in: "f") == [
        "f:1: The file has 2 items; 1 are allowed. Divide it."
      ])
  }
}
