// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

@Suite("GTIN")
struct GTINTests {
  @Test func oneNumberIsWrittenInFourFormats() throws {
    let gtin = try #require(GTIN("96385074"))
    #expect(gtin == GTIN("00000096385074"))
    #expect(gtin.format == .gtin8)
    #expect(gtin.digits == "00000096385074")
    #expect(gtin.digits(in: .gtin13) == "0000096385074")
    #expect(gtin.digits(in: .gtin8) == "96385074")
    #expect("\(gtin)" == "00000096385074")
  }

  @Test func aFormatHasRoomOrNot() throws {
    let gtin = try #require(GTIN("4012345000078"))
    #expect(gtin.format == .gtin13)
    #expect(gtin.digits(in: .gtin12) == nil)
    #expect(gtin.digits(in: .gtin14) == "04012345000078")
    #expect(GTIN("614141000036")?.format == .gtin12)
    #expect(GTIN("10614141000033")?.format == .gtin14)
  }

  @Test func theIndicatorIsTheFirstOfFourteenDigits() {
    #expect(GTIN("10614141000033")?.indicator == 1)
    #expect(GTIN("614141000036")?.indicator == 0)
  }

  @Test(arguments: [
    "", "4012345000079", "401234500007", "40123450000781", "4012345o00078", "0614141000036x",
    "٤٠١٢٣٤٥٠٠٠٠٧٨", "614141000036 ",
  ])
  func whatIsNoGTINIsNone(digits: String) {
    #expect(GTIN(digits) == nil)
  }

  @Test func checkDigitsAreThoseOfTheGeneralSpecifications() {
    #expect(checkDigit(for: "629104150021") == 3)
    #expect(checkDigit(for: "37610425002123456") == 9)
    #expect(checkDigit(for: "") == nil)
    #expect(checkDigit(for: "12x") == nil)
    #expect(checkDigit(for: "123456789012345678") == nil)
    #expect(checkDigit(for: "7") == 9)
  }

  @Test func upcEStandsForTwelveDigits() {
    #expect(GTIN(upcE: "01234531")?.digits(in: .gtin12) == "012300000451")
    #expect(GTIN(upcE: "01234505")?.digits(in: .gtin12) == "012000003455")
    #expect(GTIN(upcE: "01234565")?.digits(in: .gtin12) == "012345000065")
    #expect(GTIN(upcE: "21234565") == nil)
    #expect(GTIN(upcE: "01234566") == nil)
    #expect(GTIN(upcE: "123456") == nil)
  }

  @Test func aGTINWithoutTheZerosHasNoUPCE() {
    #expect(GTIN("614141000036")?.upcE == nil)
    #expect(GTIN("4012345000078")?.upcE == nil)
    #expect(GTIN("012345678905")?.upcE == nil)
  }

  /// Every 100th of the possible symbols: its GTIN is written as a symbol again, which has the same
  /// GTIN.
  @Test func upcEIsWrittenAsItIsRead() throws {
    var count = 0
    for number in stride(from: 0, to: 20_000_000, by: 101) {
      let digits = String(number)
      let symbol = String(repeating: "0", count: 8 - digits.count) + digits
      guard let gtin = GTIN(upcE: symbol) else { continue }
      count += 1
      let written = try #require(gtin.upcE)
      #expect(GTIN(upcE: written) == gtin)
    }
    #expect(count > 15_000)
  }
}
