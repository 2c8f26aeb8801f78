// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

@Suite("Tolerated deviations")
struct ToleranceTests {
  private let label = "(01)04012345000078(10)LOT1"

  @Test func aSeparatorBeforeTheFirstElementIsNoted() {
    let reading = Summary("]C1{GS}010401234500007810LOT1")
    #expect(reading.elements == label)
    #expect(reading.notes == "gs-leading()@3+1")
  }

  @Test func doubledSeparatorsAreNoted() {
    let reading = Summary("]C110LOT1{GS}{GS}{GS}0104012345000078")
    #expect(reading.reading.isValid)
    #expect(reading.notes == "gs-doubled()@10+2")
  }

  @Test func separatorsAtTheEndAreNoted() {
    #expect(Summary("]C1010401234500007810LOT1{GS}").notes == "gs-trailing(10)@25+1")
    #expect(Summary("]C1010401234500007810LOT1{GS}{GS}").notes == "gs-trailing()@26+1")
    #expect(Summary("]C10104012345000078{GS}").notes == "gs-trailing(01)@19+1")
  }

  @Test func aSeparatorAfterAPredefinedLengthIsNoted() {
    let reading = Summary("]C10104012345000078{GS}10LOT1")
    #expect(reading.elements == label)
    #expect(reading.notes == "gs-after-fixed(01)@19+1")
  }

  @Test(arguments: ["\r", "\n", "\r\n"])
  func aLineEndIsNoted(end: String) {
    let reading = Summary("]C1010401234500007810LOT1" + end)
    #expect(reading.elements == label)
    #expect(reading.notes == "cr-lf()@25+\(end.utf8.count)")
    #expect(Summary("4012345000078" + end).elements == "(01)04012345000078")
  }

  @Test func aLineEndInsideIsWrong() {
    #expect(Summary("]C110LO\rT1{GS}0104012345000078").reasons == "charset(10)@7+1")
  }

  @Test func aLoneSeparatorIsNoData() {
    #expect(Summary("]C1{GS}").reasons == "message-empty()@3+1")
  }

  @Test(arguments: [
    "]C1(01)04012345000078(10)LOT1", "(01)04012345000078(10)LOT1",
    "{GS}(01)04012345000078(10)LOT1", "(01)04012345000078{GS}(10)LOT1{GS}",
  ])
  func parenthesesRoundTheAIsAreNoted(data: String) {
    let reading = Summary(data)
    #expect(reading.kind == "element-string")
    #expect(reading.elements == label)
    #expect(reading.notes.contains("brackets(01)"))
  }

  @Test func aValueMayHoldParenthesesThatAreNoAI() {
    #expect(Summary("]C1(10)A(B)(1)(21)S(05)").elements == "(10)A(B)(1)(21)S(05)")
    #expect(Summary("]C1(99)A(B)(21").elements == "(99)A(B)(21")
  }

  @Test func faultsBetweenParenthesesAreReported() {
    #expect(Summary("]C1(01)04012345000079(10)L").reasons == "check-digit(01)@7+14")
    #expect(Summary("]C1(01)040123450000781(10)L").reasons == "value-too-long(01)@7+15")
    #expect(Summary("]C1(05)1(99)L").reasons == "ai-unknown()@3+5")
    #expect(Summary("]C1(99)").reasons == "value-empty(99)@7+0")
    #expect(Summary("]C1(01)0401234500007").reasons == "value-length(01)@7+13")
  }

  @Test func parenthesesProveNothingByThemselves() {
    #expect(Summary("(10)LOT1").kind == "text")
    #expect(Summary("(01)234-5678").kind == "text")
    #expect(Summary("(see below)").kind == "text")
    #expect(Summary("(01)04012345000079").kind == "element-string invalid")
  }

  @Test func strictlyNothingIsNotedAndOneSeparatorPasses() {
    let strict = options { $0.strict = true }
    #expect(Summary("]C10104012345000078{GS}10LOT1{GS}", strict).elements == label)
    #expect(Summary("]C10104012345000078{GS}10LOT1{GS}", strict).notes.isEmpty)
    #expect(Summary("]C1{GS}010401234500007810LOT1", strict).reasons == "ai-unknown()@3+1")
    #expect(Summary("]C110LOT1{GS}{GS}01", strict).reasons.hasPrefix("ai-unknown"))
    #expect(Summary("]C10104012345000078\r", strict).reasons.hasPrefix("ai-unknown"))
  }
}

@Suite("Separators that may be missing")
struct SuspectTests {
  private let silent = options { $0.separatorNeverSeen = true }
  private let gtin = "]C10104012345000078"

  @Test func aLotThatEndsLikeASerialNumberIsSuspect() {
    let label = Summary(gtin + "10C20250721HD-12345", silent)
    #expect(label.reading.isValid)
    #expect(label.elements == "(01)04012345000078(10)C20250721HD-12345")
    #expect(label.notes == "separator-suspect(10)@28+10")
    let text = label.reading.notes.first?.text(of: label.data.span)
    #expect(text?.hasSuffix("and end earlier: (21)\"HD-12345\".") == true)
  }

  @Test func severalElementsMayBeHidden() {
    let label = Summary(gtin + "21SN12341727063010LOT1", silent)
    #expect(label.notes == "separator-suspect(21)@27+14")
  }

  @Test func aScannerThatSendsSeparatorsIsNotSuspected() {
    #expect(Summary(gtin + "10C20250721HD-12345").notes.isEmpty)
    #expect(Summary(gtin + "240A{GS}10C20250721HD-12345", silent).notes.isEmpty)
  }

  @Test(arguments: ["10ABC21DEFG", "10ABCD21EFG", "10ABCD17271301", "10ABCDEFGH", "240ABCD22EFGH"])
  func shortPartsAndOtherElementsAreNotSuspected(element: String) {
    #expect(Summary(gtin + element, silent).notes.isEmpty)
  }

  @Test func elementsThatTheLabelHasAreNotSuspected() {
    #expect(Summary(gtin + "1727063010ABCD17261231", silent).notes.isEmpty)
  }

  @Test func excludedElementsAreNotSuspected() {
    #expect(Summary("]C1400ABCD21EFGH", silent).notes.isEmpty)
  }
}
