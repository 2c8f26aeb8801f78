// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

@Suite("Sentences")
struct TextTests {
  private func sentences(_ data: String) -> [String] {
    let label = Summary(data)
    let span = label.data.span
    return label.reading.reasons.map { $0.text(of: span) }
      + label.reading.notes.map { $0.text(of: span) }
  }

  @Test func aWrongCheckDigitIsNamedWithTheRightOne() {
    #expect(
      sentences("]C10104012345000079")
        == [#"(01) GTIN has check digit 9 where 8 would be right: "04012345000079"."#])
  }

  @Test func theRequiredAIsAreNamed() {
    #expect(
      sentences("]C110LOT1") == ["(10) BATCH/LOT requires (01), (02), (03), (8006) or (8026)."])
    #expect(
      sentences("]C10104012345000078700412")
        == ["(7004) ACTIVE POTENCY requires (01) with (10)."])
  }

  @Test func excludedAIsAreNamed() {
    #expect(
      sentences("]C1010401234500007821S{GS}235T")
        == ["(21) SERIAL and (235) exclude each other."])
  }

  @Test func controlCharactersAreMadeVisible() {
    #expect(
      sentences("]C189\u{1B}[31m")
        == [#"No application identifier begins with "89\x1B[31m"."#])
  }

  @Test func everyCodeHasItsOwnName() {
    let names = Finding.Code.allCases.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } })
  }
}
