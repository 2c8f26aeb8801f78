// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

@Suite("Element strings")
struct ElementStringTests {
  @Test func aLabelWithLotExpiryAndSerialGivesFourElements() {
    let label = Summary("]C101095060001343521727063010C202507{GS}21HD-12345")
    #expect(label.kind == "element-string")
    #expect(label.elements == "(01)09506000134352(17)270630(10)C202507(21)HD-12345")
    #expect(label.reasons.isEmpty)
    #expect(label.notes.isEmpty)
    #expect(label.reading.symbology?.text == "]C1")
  }

  @Test func anElementIsARangeOfTheScanData() {
    let label = Summary("]d2010950600013435210ABC")
    #expect(label.reading[.lot]?.range == 21..<24)
    #expect(label.reading[.lot]?.form == .verbatim)
    #expect(label.reading[.serial] == nil)
  }

  @Test(arguments: ["]C1", "]e0", "]d2", "]Q3", "]J1"])
  func everyCarrierOfElementStringsIsRead(identifier: String) {
    #expect(Summary(identifier + "0109506000134352").elements == "(01)09506000134352")
  }

  @Test func aValueOfPredefinedLengthNeedsNoSeparator() {
    let label = Summary("]C101095060001343523202022810422528")
    #expect(label.elements == "(01)09506000134352(3202)022810(422)528")
    #expect(label.reading.isValid)
  }

  @Test func aFaultHasItsAIAndItsPlace() {
    #expect(Summary("]C10109506000134353").reasons == "check-digit(01)@5+14")
    #expect(Summary("]C1010950600013435210AB#").reasons == "charset(10)@23+1")
    #expect(Summary("]C1010950600013435217271301").reasons == "date(17)@21+6")
    #expect(Summary("]C10109506000134352427ABCD").reasons == "value-too-long(427)@22+4")
    #expect(Summary("]C1010950600013").reasons == "value-length(01)@5+10")
    #expect(Summary("]C1010950600013435210").reasons == "value-empty(10)@21+0")
    #expect(Summary("]C1010950600013435289XY").reasons == "ai-unknown()@19+4")
  }

  @Test func readingGoesOnAfterAFaultAndKeepsTheRest() {
    let label = Summary("]C1010950600013435317271301{GS}10A#{GS}21S1")
    #expect(label.reasons == "check-digit(01)@5+14 date(17)@21+6 charset(10)@31+1")
    #expect(label.elements == "(21)S1")
  }

  @Test func readingGoesOnBehindTheSeparatorAfterAnUnknownAI() {
    let label = Summary("]C10109506000134352{GS}89XY{GS}10ABC")
    #expect(label.reasons == "ai-unknown()@20+4")
    #expect(label.elements == "(01)09506000134352(10)ABC")
  }

  @Test func upToSixtyFourElementsAreRead() {
    let fits = Summary("]d2" + Array(repeating: "99X", count: 64).joined(separator: "{GS}"))
    #expect(fits.reading.isValid)
    #expect(fits.reading.elements.count == 64)
    let oneMore = Summary("]d2" + Array(repeating: "99X", count: 65).joined(separator: "{GS}"))
    #expect(oneMore.reasons == "too-many(99)@261+1")
    #expect(oneMore.reading.elements.count == 64)
  }

  @Test func sixteenReasonsAreKeptAndTheOthersCounted() {
    let label = Summary("]d2" + Array(repeating: "99#", count: 20).joined(separator: "{GS}"))
    #expect(label.reading.reasons.count == 16)
    #expect(label.reading.reasons.omitted == 4)
  }

  @Test func dataLongerThanAnySymbolAreRefused() {
    let longest = Summary("]C1" + String(repeating: "9", count: 8190))
    #expect(longest.reasons == "value-too-long(99)@5+8188")
    let longer = Summary("]C1" + String(repeating: "9", count: 8191))
    #expect(longer.reasons == "message-too-long()@0+8194")
  }

  @Test func aCarrierWithoutDataIsRefused() {
    #expect(Summary("]C1").reasons == "message-empty()@3+0")
  }
}

@Suite("Pairing rules")
struct PairingTests {
  @Test func anAIWithoutTheOneItRequiresIsRefused() {
    #expect(Summary("]C110ABC").reasons == "requisite(10)@5+3")
    #expect(Summary("]C10109506000134352250SEC").reasons == "requisite(250)@22+3")
    #expect(Summary("]C10109506000134352250SEC{GS}21A").reading.isValid)
  }

  @Test func aGroupIsMetOnlyAsAWhole() {
    #expect(Summary("]C101095060001343527004123").reasons == "requisite(7004)@23+3")
    #expect(Summary("]C10109506000134352700412{GS}10A").reading.isValid)
  }

  @Test func excludedAIsAreRefusedInEitherOrder() {
    #expect(Summary("]C10109506000134352255950600013435217").reasons.hasPrefix("excluded-pair"))
    #expect(Summary("]C10109506000134352235A{GS}21B").reasons == "excluded-pair(21)@26+1")
    #expect(Summary("]C121B{GS}0109506000134352235A").reasons == "excluded-pair(21)@5+1")
  }

  @Test func aFamilyExcludesItsOtherMembersButNotItself() {
    let two = Summary("]C1010950600013435231020001233103000123")
    #expect(two.reasons == "excluded-pair(3103)@33+6")
    #expect(Summary("]C1010950600013435231020001233102000123").reading.isValid)
    #expect(Summary("]C1010950600013435232350001233240000123").reading.isValid)
  }

  @Test func anAITwiceMustSayTheSame() {
    #expect(Summary("]C1400ABC{GS}400ABC").reading.isValid)
    #expect(Summary("]C1400ABC{GS}400ABD").reasons == "repeat(400)@13+3")
  }

  @Test func pairingCanBeRelaxedForDataSpreadOverSymbols() {
    #expect(Summary("]C110ABC", options { $0.pairing = false }).reading.isValid)
  }

  @Test func besideAnUnknownAINothingIsReportedAsMissing() {
    #expect(Summary("]C110ABC{GS}8912").reasons == "ai-unknown()@9+4")
  }
}
