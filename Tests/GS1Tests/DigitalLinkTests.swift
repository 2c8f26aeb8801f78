// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

@Suite("Digital Link URIs")
struct DigitalLinkTests {
  private let key = "https://id.gs1.org/01/04012345000078"

  @Test func pathAndQueryGiveElements() {
    let link = Summary(key + "/10/LOT1/21/S1?17=271231&99=X")
    #expect(link.kind == "digital-link")
    #expect(link.elements == "(01)04012345000078(10)LOT1(21)S1(17)271231(99)X")
    #expect(link.reading[.lot]?.range == 40..<44)
    #expect(link.reading[.lot]?.form == .percentEncoded(query: false))
    #expect(link.reading[.expiry]?.form == .percentEncoded(query: true))
  }

  @Test func escapesAreUndoneInTheValue() {
    #expect(Summary(key + "/10/A%2FB+C?99=%2b%3F").elements.hasSuffix("(10)A/B+C(99)+?"))
    #expect(Summary(key + "?99=A+B").reasons == "charset(99)@40+3")
    #expect(Summary(key + "?99=A%1DB").reasons == "charset(99)@40+5")
    #expect(Summary(key + "?99=%00").reasons == "uri-nul(99)@40+3")
  }

  @Test func theLastPrimaryKeyOfThePathIsTheKey() {
    #expect(Summary("https://example.com/01/x/414/4012345000016").elements == "(414)4012345000016")
    let unit = Summary("https://example.com/shop/00/340123450000000017")
    #expect(unit.elements == "(00)340123450000000017")
  }

  @Test func aURIWithoutKeyIsRejected() {
    let strict = options { $0.strict = true }
    #expect(Summary("https://example.com/", strict).reasons == "uri-no-key()@19+1")
    #expect(Summary("https://id.gs1.org/10/LOT1").reasons == "uri-no-key()@18+8")
    #expect(Summary("https://example.com", strict).reasons == "uri-domain()@8+11")
    #expect(Summary("https://user@example.com/01/04012345000078").reasons == "uri-domain()@12+1")
    #expect(Summary("https:///01/04012345000078").reasons == "uri-domain()@8+0")
  }

  @Test func qualifiersHaveAnOrder() {
    #expect(Summary(key + "/21/S1/10/LOT1").reasons == "uri-path-sequence(01)@40+10")
    #expect(Summary(key + "/22/V/21/S1").reading.isValid)
    #expect(Summary(key + "/10/LOT1/235/T").reasons == "uri-path-sequence(01)@40+10")
  }

  @Test func attributesHaveTheirPlace() {
    #expect(Summary(key + "?21=S1").reasons == "uri-attribute(21)@40+2")
    #expect(Summary(key + "?10=LOT1").reasons == "uri-path-attribute(10)@40+4")
    #expect(Summary(key + "/235/T?10=LOT1").reading.isValid)
    #expect(Summary(key + "?17=271231&17=271231").reasons == "uri-duplicate(17)@50+6")
    #expect(Summary(key + "?89=X").reasons == "ai-unknown()@37+2")
  }

  @Test func otherParametersAreIgnored() {
    let link = Summary(key + "?linkType=gs1:pip&&x&%39%39=A#17=271231")
    #expect(link.elements == "(01)04012345000078")
    #expect(Summary(key + "?99&=x").notes == "uri-name-alone(99)@37+2")
    #expect(Summary(key + "?=x", options { $0.strict = true }).reasons == "ai-unknown()@37+0")
  }

  @Test func aTrailingSlashIsNotedUnlessStrict() {
    #expect(Summary(key + "/").notes == "uri-trailing-slash()@36+1")
    #expect(Summary(key + "/", options { $0.strict = true }).reasons == "uri-no-key()@18+19")
  }

  @Test func aBadEscapeIsRejectedUnlessStrict() {
    #expect(Summary(key + "?99=A%zz").reasons == "uri-escape(99)@40+4")
    let strict = Summary(key + "?99=A%zz", options { $0.strict = true })
    #expect(strict.elements.hasSuffix("(99)A%zz"))
  }

  @Test func valuesAreCheckedAsInOtherSymbols() {
    #expect(Summary("https://id.gs1.org/01/4012345000078").reasons == "value-length(01)@22+13")
    #expect(Summary("https://id.gs1.org/01/04012345000079").reasons == "check-digit(01)@22+14")
    #expect(Summary("https://id.gs1.org/415/4012345000016").reasons == "requisite(415)@23+13")
    #expect(Summary(key + "?255=4012345000078").reasons.hasPrefix("excluded-pair(255)"))
    #expect(Summary(key + "/10/").reasons.contains("value-empty(10)@40+0"))
  }

  @Test func aGoodPartIsKeptBesideABadOne() {
    let link = Summary(key + "/10/LOT1?17=271301")
    #expect(link.reasons == "date(17)@48+6")
    #expect(link.elements == "(01)04012345000078(10)LOT1")
  }

  @Test func theSchemeMayBeInAnyCaseUnlessStrict() {
    #expect(Summary("HtTpS://id.gs1.org/01/04012345000078").kind == "digital-link")
    let strict = options { $0.strict = true }
    #expect(Summary("Https://id.gs1.org/01/04012345000078", strict).reasons == "uri-scheme()@0+3")
    #expect(Summary("]Q1Https://id.gs1.org/01/04012345000078", strict).kind == "text")
    #expect(Summary("]d1HTTP://id.gs1.org/01/04012345000078", strict).kind == "digital-link")
  }
}
