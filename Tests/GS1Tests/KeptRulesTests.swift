// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

/// The rows of "The same in both" in `GS1.docc/Strictness.md`.
@Suite("Rules that strict and tolerant reading share")
struct KeptRulesTests {
  private func expect(
    _ data: String, _ reasons: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for strict in [true, false] {
      let summary = Summary(data, options { $0.strict = strict })
      let codes = summary.reading.reasons.map(\.code.name).joined(separator: " ")
      #expect(codes == reasons, "strict: \(strict)", sourceLocation: sourceLocation)
    }
  }

  @Test func aSemicolonInAQueryDoesNotSeparate() {
    expect("https://id.gs1.org/01/04012345000078?99=A;98=B", "")
    #expect(
      Summary("https://id.gs1.org/01/04012345000078?99=A;98=B").elements
        == "(01)04012345000078(99)A;98=B")
  }

  @Test func ofAHostOnlyUserInformationAndLowLinesAreRefused() {
    expect("http://me@host/01/04012345000078", "uri-domain")
    expect("http://my_host/01/04012345000078", "uri-domain")
    expect("http://-:port/01/04012345000078", "")
    expect("http://[::1/01/04012345000078", "")
  }

  @Test func shortGTINsAndWordsAreNoDigitalLink() {
    expect("https://id.gs1.org/01/4012345000078", "value-length")
    expect("https://id.gs1.org/gtin/04012345000078", "uri-no-key")
  }

  @Test func aCompanyPrefixIsAnyFourDigits() {
    expect("]C180040000A", "")
    expect("]C18004000A", "gcppos")
  }

  @Test func anIBANHasTheLengthOfNoParticularCountry() {
    let payment = "]C14154012345000078" + "8020A{GS}8007"
    expect(payment + "DE83ABCDEFG", "")
    expect(payment + "XK051212012345678906", "iban")
  }

  @Test func percentEscapesInTextAreNotUndone() {
    let unit = "]C1003401234500000000174300"
    expect(unit + "%00%FF", "")
    #expect(Summary(unit + "%00%FF").elements.hasSuffix("(4300)%00%FF"))
    expect(unit + "%0", "pcenc")
  }

  @Test(arguments: ["2400", "9999", "1260"])
  func thereAreNoSuchTimes(time: String) {
    expect("]C1003401234500000000174324270101" + time, "time")
  }

  @Test(arguments: ["11", "13", "15", "16", "17"])
  func dayZeroIsAllowedWhereAMonthIsEnough(ai: String) {
    expect("]C10104012345000078" + ai + "270600", "")
  }

  @Test func dependenciesBetweenValuesAreNotChecked() {
    expect("]C10190614141000039", "")
    expect("]C101040123450000788200no-URL", "")
    expect("]C10104012345000078422276{GS}427XXX", "")
  }
}
