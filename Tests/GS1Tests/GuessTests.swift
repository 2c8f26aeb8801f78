// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

@Suite("Data without symbology identifier")
struct GuessTests {
  @Test func anElementStringProvesItselfByAKeyWithItsCheckDigit() {
    let label = Summary("01095060001343521727063010C202507{GS}21HD-12345")
    #expect(label.kind == "element-string")
    #expect(label.elements == "(01)09506000134352(17)270630(10)C202507(21)HD-12345")
    #expect(label.reading.symbology == nil)
  }

  @Test func theKeyNeedNotStandFirst() {
    #expect(Summary("10ABC{GS}0109506000134352").kind == "element-string")
  }

  @Test(arguments: ["10ABC", "99ABC", "211234567", "hello, world", "17270630", "", "400ABC"])
  func withoutAKeyItIsText(data: String) {
    let text = Summary(data)
    #expect(text.kind == "text")
    #expect(text.elements.isEmpty)
  }

  @Test func aDamagedElementStringIsRejectedAndNeverText() {
    #expect(Summary("01095060001343531727063010C1").reasons == "check-digit(01)@2+14")
    #expect(Summary("010950600013435217271301").reasons == "date(17)@18+6")
    #expect(Summary("00095060086439063073").kind == "element-string invalid")
    #expect(Summary("8003095060078723940ABC#").kind == "element-string invalid")
  }

  @Test func withTooFewDigitsForTheKeyItIsText() {
    #expect(Summary("010950600013").kind == "text")
    #expect(Summary("0109506ABC").kind == "text")
  }

  @Test func textOfAnyLengthIsText() {
    let long = String(repeating: "x", count: 10_000)
    #expect(Summary(long).kind == "text")
    #expect(Summary("]L2" + long).kind == "text")
    #expect(Summary("0109506ABC" + long).kind == "text")
  }

  @Test func gs1DataLongerThanAnySymbolAreRefused() {
    let long = String(repeating: "x", count: 10_000)
    let refused = "message-too-long()@0+"
    #expect(Summary("]d2" + long).reasons == refused + "10003")
    #expect(Summary("010950600013435210" + long).reasons == refused + "10018")
    #expect(Summary("https://id.gs1.org/" + long).reasons == refused + "10019")
    #expect(Summary("]Q1https://id.gs1.org/" + long).reasons == refused + "10022")
    #expect(Summary(long, options { $0.assume = .gs1 }).reasons == refused + "10000")
  }

  @Test func pairingRulesAlwaysHold() {
    let contentWithoutCount = Summary("0209506000134352", options { $0.pairing = false })
    #expect(contentWithoutCount.reasons == "requisite(02)@2+14")
    let content = "00095060084442056731" + "0209506000134352" + "3705"
    #expect(Summary(content).elements == "(00)095060084442056731(02)09506000134352(37)05")
  }

  @Test func aBareGTINIsOneByLengthAndCheckDigit() {
    #expect(Summary("9506000134352").elements == "(01)09506000134352")
    #expect(Summary("9506000134352").kind == "gtin")
    #expect(Summary("036000291452").elements == "(01)00036000291452")
    #expect(Summary("09506000134352").elements == "(01)09506000134352")
    #expect(Summary("9506000134353").kind == "text")
  }

  @Test func eightDigitsAreTextWithANote() {
    let digits = Summary("96385074")
    #expect(digits.kind == "text")
    #expect(digits.notes == "may-be-gtin-8()@0+8")
  }

  @Test func aWebAddressIsADigitalLinkOrText() {
    #expect(Summary("https://id.gs1.org/01/09506000134352").kind == "digital-link")
    #expect(Summary("https://example.com/01/09506000134353").kind == "digital-link invalid")
    #expect(Summary("Https://example.com/").kind == "text")
  }

  @Test func dataAssumedToBeElementStringsAreReadAsSuch() {
    let assumed = options { $0.assume = .gs1 }
    #expect(Summary("400ABC", assumed).elements == "(400)ABC")
    #expect(Summary("hello", assumed).kind == "element-string invalid")
  }

  @Test func dataAssumedToBeTextAreText() {
    let assumed = options { $0.assume = .text }
    #expect(Summary("0109506000134353", assumed).kind == "text")
    #expect(Summary("]C10109506000134353", assumed).kind == "element-string invalid")
  }
}
