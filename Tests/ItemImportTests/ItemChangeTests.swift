// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Testing
import Wire

@testable import ItemImport

@Suite struct ItemChangeTests {
  private let cream = ItemFields(
    gtin: "09506000134352", name: "Hand cream", policy: "lot", checks: ["expired": "reject"])

  @Test func whatIsNewWhatChangesAndWhatStays() {
    #expect(
      ItemChange(cream, before: nil).line
        == "+ 09506000134352  name \"Hand cream\"  policy lot  expired reject")
    #expect(ItemChange(cream, before: cream).line == nil)
    var other = ItemFields(gtin: cream.gtin, name: "a\u{1B}b", policy: "both")
    other.checks["recalled"] = "off"
    #expect(
      ItemChange(other, before: cream).line
        == "~ 09506000134352  name \"Hand cream\" → \"a{ESC}b\"  policy lot → both  "
        + "expired reject → none  recalled off")
  }

  @Test func whatAFileHasNoColumnForStaysAsItIs() {
    let row = ItemFields(gtin: cream.gtin, policy: "serial")
    var kept = cream
    kept.policy = "serial"
    #expect(row.setting([.gtin, .policy], of: cream) == kept)
    #expect(row.setting([.gtin, .policy], of: nil) == row)
    #expect(row.setting(ItemColumn.allCases, of: cream) == row, "an empty cell empties")
    kept.name = nil
    #expect(row.setting([.name, .gtin, .policy], of: cream) == kept)
  }
}
