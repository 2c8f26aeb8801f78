// SPDX-License-Identifier: Apache-2.0

import Testing
import Tracking

@Suite struct ItemTests {
  @Test(arguments: ["9506000134352", "09506000134352"])
  func aGTINIsKeptAs14DigitsHoweverItWasWritten(text: String) throws {
    #expect(try Item(gtin: text, policy: .lot).gtin == "09506000134352")
    #expect(
      try RecallScope(gtin: text, lot: nil, serial: nil) == RecallScope.gtin("09506000134352"))
  }

  @Test(arguments: ["", "9506000134353", "950600013435", "950600013435x", " 9506000134352"])
  func whatIsNoGTINIsRefused(text: String) {
    #expect(throws: ItemError.gtin(text)) { try Item(gtin: text, policy: .any) }
    #expect(throws: ItemError.gtin(text)) {
      try RecallScope(gtin: text, lot: "A", serial: nil)
    }
  }

  @Test func aNameIsBoundedAndAnEmptyOneIsNone() throws {
    #expect(try Item(gtin: "9506000134352", name: "", policy: .any).name == nil)
    let longest = String(repeating: "é", count: Item.longestName / 2)
    #expect(try Item(gtin: "9506000134352", name: longest, policy: .any).name == longest)
    #expect(throws: ItemError.name(longest + "x")) {
      try Item(gtin: "9506000134352", name: longest + "x", policy: .any)
    }
  }

  @Test(arguments: ["C202507", "A/B%", "(10)", String(repeating: "9", count: 20)])
  func aRecallIsOfALotOrASerialThatALabelCanCarry(text: String) throws {
    #expect(try RecallScope(gtin: nil, lot: text, serial: nil) == .lot(text, gtin: nil))
    #expect(try RecallScope(gtin: nil, lot: nil, serial: text) == .serial(text, gtin: nil))
  }

  @Test(arguments: [
    "", " C202507", "C202507 ", "C2025\u{1D}07", "C202507\u{1D}", "\u{1D}C202507", "ü", "A#B",
    "C202507\n", String(repeating: "9", count: 21), "C202507\u{1D}21X",
  ]) func whatNoLabelCanCarryIsRefused(text: String) {
    #expect(throws: ItemError.lot(text)) { try RecallScope(gtin: nil, lot: text, serial: nil) }
    #expect(throws: ItemError.serial(text)) { try RecallScope(gtin: nil, lot: nil, serial: text) }
  }

  @Test func aRecallOfNothingAndOneOfALotAndASerialAreRefused() {
    #expect(throws: ItemError.scope) { try RecallScope(gtin: nil, lot: nil, serial: nil) }
    #expect(throws: ItemError.scope) {
      try RecallScope(gtin: "9506000134352", lot: "A", serial: "B")
    }
  }

  @Test func aRecallNeedsAReasonOfSomeLength() {
    #expect(throws: ItemError.reason("")) { try Recall.check(reason: " \n") }
    let longest = String(repeating: "x", count: Recall.longestReason)
    #expect(throws: Never.self) { try Recall.check(reason: longest) }
    #expect(throws: ItemError.reason(longest + "x")) { try Recall.check(reason: longest + "x") }
  }
}
