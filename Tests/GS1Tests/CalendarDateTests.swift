// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

@Suite("Dates")
struct CalendarDateTests {
  private func date(_ digits: String, in year: Int?) -> String? {
    let bytes = Array(digits.utf8)
    return CalendarDate(yymmdd: bytes.span, at: 0, currentYear: year)?.description
  }

  @Test func theCenturyIsTheOneThatIsNearest() {
    #expect(date("760101", in: 2026) == "2076-01-01")
    #expect(date("770101", in: 2026) == "1977-01-01")
    #expect(date("250101", in: 2075) == "2125-01-01")
    #expect(date("260101", in: 2075) == "2026-01-01")
    #expect(date("990101", in: 2000) == "1999-01-01")
    #expect(date("990101", in: .max) == "9899-01-01")
    #expect(date("990101", in: .min) == "0099-01-01")
  }

  @Test func withoutACurrentYearTheCenturyIsFixed() {
    #expect(date("710101", in: nil) == "2071-01-01")
    #expect(date("720101", in: nil) == "1972-01-01")
  }

  @Test func dayZeroIsTheLastOfTheMonth() {
    #expect(date("280200", in: 2026) == "2028-02-29")
    #expect(date("270200", in: 2026) == "2027-02-28")
    #expect(date("261100", in: 2026) == "2026-11-30")
  }

  @Test(arguments: ["271301", "270001", "270229", "270431", "27013", "27O101", ""])
  func whatIsNoDateGivesNone(digits: String) {
    #expect(date(digits, in: 2026) == nil)
  }

  @Test func anElementGivesTheDateThatItsValueBeginsWith() {
    func date(_ data: String, _ ai: String) -> String? {
      let label = Summary(data)
      let span = label.data.span
      let element = ApplicationIdentifier(ai).flatMap { label.reading[$0] }
      return element?.date(of: span, currentYear: 2026)?.description
    }
    #expect(date("]C1010401234500007817270600", "17") == "2027-06-30")
    #expect(date("]C1010401234500007870032706301200", "7003") == "2027-06-30")
    #expect(date("]C18018401234500000000425{GS}725019900229", "7250") == nil)
    #expect(date("]C18018401234500000000425{GS}725019920229", "7250") == "1992-02-29")
    #expect(date("https://id.gs1.org/01/04012345000078?17=%3270600", "17") == "2027-06-30")
    #expect(date("]C1010401234500007810271231", "10") == nil)
  }
}
