// SPDX-License-Identifier: Apache-2.0

import GS1

// The relations of values.

extension Examination {
  /// Examines the value of an element.
  func examineValue(_ element: Element, _ label: Label) throws(Violation) {
    var value: [UInt8] = []
    element.appendValue(of: label.data.span, to: &value)
    let isVisible = !value.isEmpty && value.allSatisfy { 0x21...0x7E ~= $0 }
    let text = element.value(of: label.data.span)
    try require(.values, isVisible && text.utf8.elementsEqual(value), label)
    if case .percentEncoded(let isQuery) = element.form {
      let plain = Forms.unescaped(label.data[element.range], query: isQuery)
      try require(.valuesAreUnescaped, value == plain, label)
    }
    try examineDate(element, label)
    try examineMeaning(element, label)
    if element.ai == .gtin { try examineGTIN(text, label) }
  }

  private func examineDate(_ element: Element, _ label: Label) throws(Violation) {
    let date = element.date(of: label.data.span, currentYear: label.currentYear)
    try require(.dates, (date != nil) == Dates.have(element.ai), label)
    guard let date else { return }
    try require(.dates, Dates.isWritten(date.description), label)
    guard !Dates.hasCentury(element.ai) else { return }
    let years = label.currentYear.map { $0 - 49...$0 + 50 } ?? 1972...2071
    try require(.dates, years.contains(date.year), label)
  }

  private func examineMeaning(_ element: Element, _ label: Label) throws(Violation) {
    guard let value = element.typedValue(of: label.data.span, currentYear: label.currentYear) else {
      return try require(.typedValues, !Dates.have(element.ai), label)
    }
    let text = value.description
    try require(.typedValues, !text.isEmpty && text.hasNoControlCharacter, label)
    switch value {
    case .date(let date), .dates(let date, _), .dateTime(let date, _):
      let other = element.date(of: label.data.span, currentYear: label.currentYear)
      try require(.typedValues, date == other, label)
    default:
      try require(.typedValues, !Dates.have(element.ai), label)
    }
  }

  private func examineGTIN(_ text: String, _ label: Label) throws(Violation) {
    guard let gtin = GTIN(text) else { return try require(.gtinFormats, false, label) }
    try require(.gtinFormats, gtin.digits == text, label)
    for format in GTIN.Format.allCases {
      guard let digits = gtin.digits(in: format) else { continue }
      try require(.gtinFormats, GTIN(digits) == gtin && text.hasSuffix(digits), label)
    }
    if let symbol = gtin.upcE { try require(.gtinFormats, GTIN(upcE: symbol) == gtin, label) }
  }
}

extension ApplicationIdentifier {
  /// (01).
  static let gtin = ApplicationIdentifier("01")!
}

/// The examination's own knowledge of dates.
private enum Dates {
  private static let twoDigitYear = identifiers([
    "11", "12", "13", "15", "16", "17", "4324", "4325", "4326", "7003", "7006", "7007", "7011",
    "8008",
  ])
  private static let fourDigitYear = identifiers(["7250", "7251"])

  private static func identifiers(_ codes: [String]) -> [ApplicationIdentifier] {
    codes.map { ApplicationIdentifier($0)! }
  }

  /// True if values of the AI begin with a date.
  static func have(_ ai: ApplicationIdentifier) -> Bool {
    twoDigitYear.contains(ai) || fourDigitYear.contains(ai)
  }

  /// True if its dates have four digits for the year.
  static func hasCentury(_ ai: ApplicationIdentifier) -> Bool { fourDigitYear.contains(ai) }

  /// True if the text is four, two and two digits with hyphens between them.
  static func isWritten(_ text: String) -> Bool {
    text.utf8.count == 10
      && text.utf8.enumerated().allSatisfy { place, byte in
        place == 4 || place == 7 ? byte == 0x2D : 0x30...0x39 ~= byte
      }
  }
}
