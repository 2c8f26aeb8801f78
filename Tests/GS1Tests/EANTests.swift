// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

@Suite("EAN/UPC and ITF-14 symbols")
struct EANTests {
  @Test func eachSymbolGivesTheFourteenDigitsThatItMeans() {
    #expect(Summary("]E04012345000078").elements == "(01)04012345000078")
    #expect(Summary("]E0012345678905").elements == "(01)00012345678905")
    #expect(Summary("]E440123455").elements == "(01)00000040123455")
    #expect(Summary("]I114012345000075").elements == "(01)14012345000075")
  }

  @Test(arguments: [
    ("01234565", "00012345000065"), ("01240010", "00012100004000"), ("01234531", "00012300000451"),
    ("01234543", "00012340000053"), ("01234572", "00012345000072"),
  ])
  func aUPCESymbolGivesTheZerosThatItLeavesOut(digits: String, gtin: String) {
    let reading = Summary("]E0" + digits)
    #expect(reading.elements == "(01)" + gtin)
    #expect(reading.reading.elements.first?.form == .zeroSuppressed)
    #expect(reading.reading.elements.first?.range == 3..<11)
  }

  @Test func theElementIsTheDigitsOfTheSymbol() {
    #expect(Summary("]E04012345000078").reading[.gtin]?.range == 3..<16)
    #expect(Summary("]E04012345000078").reading[.gtin]?.form == .zeroPadded(1))
    #expect(Summary("]E440123455").reading[.gtin]?.form == .zeroPadded(6))
  }

  @Test func aWrongSymbolIsRejected() {
    #expect(Summary("]E04012345000079").reasons == "check-digit(01)@3+13")
    #expect(Summary("]E440123456").reasons == "check-digit(01)@3+8")
    #expect(Summary("]E0401234500007X").reasons == "ean-digits()@3+13")
    #expect(Summary("]E0401234").reasons == "ean-length()@3+6")
    #expect(Summary("]E040123450000781").reasons == "ean-length()@3+14")
    #expect(Summary("]I114012345000076").reasons == "check-digit(01)@3+14")
    #expect(Summary("]I014012345000076").reasons == "check-digit(01)@3+14")
  }

  @Test(arguments: ["]E04012345000078|]e010LOT1", "]E04012345000078]e010LOT1"])
  func theDataOfACompositeBelongToTheItem(data: String) {
    let composite = Summary(data)
    #expect(composite.kind == "element-string")
    #expect(composite.elements == "(01)04012345000078(10)LOT1")
  }

  @Test func aCompositeThatContradictsItsGTINIsRejected() {
    #expect(Summary("]E04012345000078|]e00104012345000085").reasons.hasPrefix("repeat(01)"))
    #expect(Summary("]E04012345000078|]e00104012345000078").reading.isValid)
  }

  @Test func anAddOnIsNoted() {
    let magazine = Summary("]E3977123456789812")
    #expect(magazine.elements == "(01)09771234567898")
    #expect(magazine.notes == "add-on(01)@16+2")
    #expect(Summary("]E39771234567898 12").elements == "(01)09771234567898")
    #expect(Summary("]E39771234567898 51234").notes == "add-on(01)@17+5")
    #expect(Summary("]E39638507412").elements == "(01)00000096385074")
    // Thirteen digits are never eight and an add-on: one in ten misread EAN-13 would pass as such.
    #expect(Summary("]E39638507412345").reasons.hasPrefix("check-digit"))
    #expect(Summary("]E39771234567898 123").reasons == "ean-digits()@3+17")
    #expect(Summary("]E09771234567898 12").reasons == "ean-digits()@3+16")
  }

  @Test(arguments: ["]E02012345678903", "]E00212345678909", "]E420123451"])
  func aNumberOfRestrictedCirculationIsNoted(data: String) {
    #expect(Summary(data).notes.hasPrefix("restricted-circulation(01)"))
  }

  @Test func otherInterleavedNumbersAreText() {
    #expect(Summary("]I0123456").kind == "text")
  }
}
