// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

@Suite("Linters")
struct LinterTests {
  @Test(arguments: linterExamples)
  func aValueIsJudged(example: Example) {
    let reading = Summary("]C1" + example.data)
    #expect(reading.reasons.prefix { $0 != "@" } == example.finding)
    #expect(reading.reading.reasons.count == (example.finding.isEmpty ? 0 : 1))
  }

  @Test(arguments: linterExamples)
  func strictlyItIsJudgedAlike(example: Example) {
    let reading = Summary("]C1" + example.data, options { $0.strict = true })
    #expect(reading.reasons.prefix { $0 != "@" } == example.finding)
  }

  @Test func everyLinterHasAGoodAndABadExample() {
    for linter in Set(linterExamples.map(\.linter)) {
      let examples = linterExamples.filter { $0.linter == linter }
      #expect(examples.contains { $0.finding.isEmpty }, "\(linter)")
      #expect(examples.contains { !$0.finding.isEmpty }, "\(linter)")
    }
    #expect(Set(linterExamples.map(\.linter)).count == 35, "34 linters and padding")
  }

  @Test func paddingOfBase64IsThatOfFourCharactersUnlessStrict() {
    let key = "]C18018401234500000000425{GS}8030"
    let strict = options { $0.strict = true }
    #expect(Summary(key + "QUI=").reading.isValid)
    #expect(Summary(key + "QUI=", strict).reasons.hasPrefix("padding(8030)"))
    #expect(Summary(key + "QU=").reasons.hasPrefix("padding(8030)"))
    #expect(Summary(key + "QU=", strict).reading.isValid)
    #expect(Summary(key + "Q").reasons.hasPrefix("padding(8030)"))
  }

  @Test func aSignatureNeedsAKeyWithItsSerialComponent() {
    let signed = Summary("]C12534012345000078{GS}8030QUJD")
    #expect(signed.reasons == "digsig-serial(253)@6+13")
    #expect(Summary("]C12534012345000078S{GS}8030QUJD").reading.isValid)
  }

  @Test func theTwentyNinthOfFebruaryDependsOnTheCentury() {
    let label = "]C101040123450000781700" + "0229"
    #expect(Summary(label).reading.isValid)
    #expect(Summary(label, options { $0.currentYear = 2049 }).reading.isValid)
    #expect(Summary(label, options { $0.currentYear = 2060 }).reasons == "date(17)@21+6")
  }
}
