// SPDX-License-Identifier: Apache-2.0

import GS1
import Testing

@Suite("Typed values")
struct TypedValueTests {
  /// The meaning of the value of a single element, which is read without pairing rules.
  private func meaning(_ text: String) throws -> TypedValue? {
    let data = scanData("]C1" + text)
    let reading = GS1.Reading.of(data.span, options: options { $0.pairing = false })
    #expect(reading.isValid, "\(text)")
    return try #require(reading.elements.first).typedValue(of: data.span, currentYear: 2026)
  }

  @Test(arguments: [
    ("17270630", "2027-06-30"), ("17270600", "2027-06-30"), ("15280200", "2028-02-29"),
    ("11761231", "2076-12-31"), ("11771231", "1977-12-31"), ("725019870401", "1987-04-01"),
    ("4326260101", "2026-01-01"),
  ])
  func dates(data: String, text: String) throws {
    guard case .date(let date)? = try meaning(data) else {
      Issue.record("\(data) is no date")
      return
    }
    #expect(date.description == text)
  }

  @Test(arguments: [
    ("70032706301405", "2027-06-30 14:05"), ("800827063014", "2027-06-30 14:00"),
    ("80082706301405", "2027-06-30 14:05"), ("8008270630140559", "2027-06-30 14:05:59"),
    ("43242706002359", "2027-06-30 23:59"), ("7251198704010630", "1987-04-01 06:30"),
    ("70112706300915", "2027-06-30 09:15"), ("7011270630", "2027-06-30"),
    ("7007270601270630", "2027-06-01 to 2027-06-30"), ("7007270601", "2027-06-01"),
  ])
  func datesWithMore(data: String, text: String) throws {
    #expect(try meaning(data)?.description == text)
  }

  @Test(arguments: [
    ("3103001250", "1.250 kg"), ("3100001250", "1250 kg"), ("3105000001", "0.00001 kg"),
    ("3142000150", "1.50 m²"), ("3342000150", "1.50 m²"), ("3601000015", "1.5 qt (US)"),
    ("3372000012", "0.12 kg/m²"), ("3561000325", "32.5 tr oz"),
    ("4330007700", "77.00 °F"), ("4333001850-", "-18.50 °C"), ("4331000050-", "-0.50 °C"),
  ])
  func measures(data: String, text: String) throws {
    #expect(try meaning(data)?.description == text)
  }

  @Test func moneyHasACurrencyIfItsAIHasOne() throws {
    #expect(try meaning("39221999") == .amount(DecimalNumber(1999, scale: 2), currency: nil))
    #expect(try meaning("39329781999") == .amount(DecimalNumber(1999, scale: 2), currency: "978"))
    #expect(
      try meaning("3919978123456789012345")
        == .amount(DecimalNumber(123_456_789_012_345, scale: 9), currency: "978"))
    #expect(try meaning("39329781999")?.description == "19.99 (currency 978)")
    #expect(try meaning("39411250") == .percentage(DecimalNumber(1250, scale: 1)))
    #expect(try meaning("39411250")?.description == "125.0 %")
  }

  @Test func countriesAreAsManyAsTheValueHas() throws {
    #expect(try meaning("422276") == .countries(["276"]))
    #expect(try meaning("423276040756") == .countries(["276", "040", "756"]))
    #expect(try meaning("42127612345") == .countries(["276"]))
    #expect(try meaning("7030999ABC") == .countries(["999"]))
    #expect(try meaning("4307DE") == .countries(["DE"]))
  }

  @Test func countsFlagsAndPlaces() throws {
    #expect(try meaning("3700012") == .count(12))
    #expect(try meaning("308") == .count(8))
    #expect(try meaning("43211") == .flag(true))
    #expect(try meaning("43210")?.description == "no")
    #expect(
      try meaning("430902790858483015297971")?.description == "-62.0914152°, -58.4702029°")
    #expect(try meaning("430914233200000024000000")?.description == "52.3320000°, 2.4000000°")
  }

  @Test(arguments: ["0109506000134352", "10270630", "21A1", "00195060001343520007", "8004950600A"])
  func keysAndNamesAreWhatTheyAre(data: String) throws {
    #expect(try meaning(data) == nil)
  }

  @Test func aDecimalNumberKeepsItsZeros() {
    #expect(DecimalNumber(0, scale: 2).description == "0.00")
    #expect(DecimalNumber(-5, scale: 1).description == "-0.5")
    #expect(DecimalNumber(7).description == "7")
    #expect(DecimalNumber(.min, scale: 3).description == "-9223372036854775.808")
    #expect(DecimalNumber(10, scale: 1) != DecimalNumber(1))
  }

  /// An element is only a range: with other data it must not trap.
  @Test func otherDataHaveNoMeaning() throws {
    let data = scanData("]C13103001250")
    let reading = GS1.Reading.of(data.span, options: options { $0.pairing = false })
    let element = try #require(reading.elements.first)
    let other = scanData("]C13103 ABC  ")
    #expect(element.typedValue(of: other.span, currentYear: nil) == nil)
  }
}
