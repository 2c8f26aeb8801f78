// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Testing
import Wire

@testable import ItemImport

@Suite struct ItemTableTests {
  private func exported(_ item: ItemFields, _ table: ItemTable = ItemTable()) -> [UInt8] {
    table.header + table.line(item)
  }

  private func named(_ name: String) -> ItemFields {
    ItemFields(
      gtin: "09506000134352", name: name, policy: "lot", checks: ["recalled": "note"])
  }

  @Test func aLineHasEveryColumn() {
    #expect(
      String(decoding: exported(named("Cream, 3 \"\"")), as: UTF8.self)
        == "gtin,name,policy,serialRepeated,lotConflict,expiryConflict,expired,recalled\r\n"
        + "09506000134352,\"Cream, 3 \"\"\"\"\",lot,,,,,note\r\n")
  }

  @Test(arguments: [
    "=1+1", "+49", "-5 °C", "@home", "'=1", "''+", "'tis", "'", "a=b", " =1", "Föhn", "naïve; x",
    "نمی‌خواهم", "👨‍👩‍👧", "\"", "a\"b", ",", " x ", "\u{202E}abc", "1e5",
  ])
  func whatIsExportedIsImportedAsItWas(name: String) {
    let item = named(name)
    for isRaw in [false, true] {
      let file = ItemFile(exported(item, ItemTable(isRaw: isRaw)), isRaw: isRaw)
      #expect(file.problems == FileProblems())
      #expect(file.items == [item])
    }
  }

  @Test func anyNameThatCanBeImportedComesBack() {
    let alphabet = ["'", "=", "+", "-", "@", "\"", ",", ";", "a", "ü", " ", "\u{200D}"]
    let ends = alphabet.flatMap { first in [first] + alphabet.map { first + $0 } }
    for name in alphabet + alphabet.flatMap({ start in ends.map { start + $0 } }) {
      #expect(ItemFile(exported(named(name))).items == [named(name)])
    }
  }

  @Test(arguments: ["=1", "+1", "-1", "@1", "\t=1", "\r=1"])
  func noSpreadsheetSeesAFormula(name: String) {
    let cell = spreadsheetCell(name)
    #expect(cell.hasPrefix("'"))
    #expect(!cell.contains("\t") && !cell.contains("\r"))
    #expect(!ItemTable(isRaw: true).line(named(name)).contains(UInt8(ascii: "'")))
  }

  @Test func aTerminalIsShownNothingThatActs() {
    #expect(spreadsheetCell("a\u{202E}b\u{1B}[2J", isShown: true) == "a{U+202E}b{ESC}[2J")
    #expect(spreadsheetCell("a\u{1B}[2J") == "a{ESC}[2J", "not in a file either")
  }
}
