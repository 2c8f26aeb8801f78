// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

@Suite("Writing elements")
struct WritingTests {
  private func link(_ text: String) throws -> String {
    let data = scanData(text)
    return try GS1.Reading.of(data.span).digitalLink(of: data.span)
  }

  private func fault(_ text: String) -> DigitalLinkError? {
    do {
      _ = try link(text)
      return nil
    } catch {
      return error as? DigitalLinkError
    }
  }

  @Test(arguments: [
    ("]C1011231231231232610DEF{GS}99A+B", "/01/12312312312326/10/DEF?99=A%2BB"),
    ("]C199X{GS}1727123121S{GS}0112312312312326", "/01/12312312312326/21/S?17=271231&99=X"),
    ("]C14149506000134352254A/B", "/414/9506000134352/254/A%2FB"),
    ("]C1010950600013435221S{GS}10L{GS}22V", "/01/09506000134352/22/V/10/L/21/S"),
    ("]E04012345000078", "/01/04012345000078"),
    ("]C101095060001343523103001250", "/01/09506000134352?3103=001250"),
    // A lot is allowed in the query beside a third party's serial number, but not the other way
    // round.
    ("]C1010950600013435210L{GS}235T", "/01/09506000134352/235/T?10=L"),
    ("https://example.com/p/01/09506000134352/21/S?17=271231", "/01/09506000134352/21/S?17=271231"),
  ])
  func aLinkIsWritten(data: String, path: String) throws {
    #expect(try link(data) == "https://id.gs1.org" + path)
  }

  @Test func aLinkBeginsWithTheStem() throws {
    let data = scanData("]C10109506000134352")
    let reading = GS1.Reading.of(data.span)
    let link = try reading.digitalLink(of: data.span, stem: "https://example.com/x/")
    #expect(link == "https://example.com/x/01/09506000134352")
  }

  @Test func theReasonForNoLinkIsGiven() throws {
    #expect(fault("]C10109506000134353") == .notValid)
    #expect(fault("]C19912") == .noKey)
    #expect(fault("plain text") == .noKey)
    let packageType = try #require(ApplicationIdentifier("7041"))
    #expect(fault("]C10019506000134352000770411A") == .notAnAttribute(packageType))
    #expect(fault("]C1010950600013435210..") == .dotSegment(.lot))
    let sentence = DigitalLinkError.dotSegment(.lot).description
    #expect(sentence.hasPrefix("(10) BATCH/LOT consists of dots"))
  }

  @Test(arguments: [
    ("]C100195060001343520007", "/00/195060001343520007"),
    ("]C1010950600013435210L{GS}21S", "/01/09506000134352/21/S"),
    ("]C1010950600013435210L", "/01/09506000134352/10/L"),
    ("]C10109506000134352235T", "/01/09506000134352/235/T"),
    ("]C12539506000134352X/1", "/253/9506000134352X%2F1"),
    ("]C18010950600A{GS}80111", "/8010/950600A/8011/1"),
    ("]E04012345000078", "/01/04012345000078"),
  ])
  func whatTheElementsAreAboutHasOneName(data: String, path: String) {
    let data = scanData(data)
    #expect(GS1.Reading.of(data.span).identity(of: data.span) == "https://id.gs1.org" + path)
  }

  @Test func withoutAKeyThereIsNoName() {
    let data = scanData("]C199X")
    #expect(GS1.Reading.of(data.span).identity(of: data.span) == nil)
  }

  @Test func humanReadableTextHasALineForEachElement() {
    let data = scanData("]C1010950600013435210A(1{GS}8110106141416543213150110000310123196000")
    let reading = GS1.Reading.of(data.span, options: options { $0.pairing = false })
    #expect(
      reading.humanReadable(of: data.span, titles: true) == [
        "GTIN (01) 09506000134352", "BATCH/LOT (10) A(1",
        "(8110) 106141416543213150110000310123196000",
      ])
    #expect(reading.humanReadable(of: data.span).first == "(01) 09506000134352")
    #expect(reading.bracketed(of: data.span).hasPrefix(#"(01)09506000134352(10)A\(1(8110)"#))
  }

  @Test func anElementStringHasOnlyTheNeededSeparators() {
    let data = scanData("]C110L{GS}0109506000134352{GS}21S{GS}")
    let reading = GS1.Reading.of(data.span)
    #expect(reading.elementString(of: data.span) == scanData("10L{GS}010950600013435221S"))
  }

  @Test func aLinkGivesTheElementsOfAnElementString() {
    let data = scanData("https://id.gs1.org/01/09506000134352/10/A%2FB?17=271231")
    let reading = GS1.Reading.of(data.span)
    #expect(reading.elementString(of: data.span) == scanData("010950600013435210A/B{GS}17271231"))
  }

  @Test func aCanonicalURIIsMadeOfValues() {
    let lot = DigitalLink.canonicalURI(of: (.gtin, "09506000134352"), (.lot, "A/B%"))
    #expect(lot == "https://id.gs1.org/01/09506000134352/10/A%2FB%25")
    #expect(DigitalLink.canonicalURI(of: (.sscc, "1")) == "\(DigitalLink.canonicalStem)/00/1")
  }

  @Test func allButUnreservedCharactersAreEscaped() {
    #expect(DigitalLink.percentEncoded("aZ09-._~") == "aZ09-._~")
    #expect(DigitalLink.percentEncoded("a b/%é\u{1D}") == "a%20b%2F%25%C3%A9%1D")
  }
}
