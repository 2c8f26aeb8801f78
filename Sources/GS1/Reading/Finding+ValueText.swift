// SPDX-License-Identifier: Apache-2.0

extension Finding {
  /// The sentence about a value that its linter refused.
  func valueText(_ data: Span<UInt8>) -> String {
    "\(subject) \(complaint(data)): \(quote(data))."
  }

  private func complaint(_ data: Span<UInt8>) -> String {
    switch code {
    case .checkDigit: checkDigitComplaint(data)
    case .checkCharacters: "has a wrong pair of check characters"
    case .companyPrefix: "does not begin with a GS1 Company Prefix"
    case .noLetter: "consists of digits only"
    case .padding: "is not padded as base64 is"
    case .date: "has no valid date"
    case .time: "has no valid time"
    default: listComplaint
    }
  }

  private var listComplaint: String {
    switch code {
    case .country: "has no numeric country code of ISO 3166"
    case .countryOr999: "has no numeric country code of ISO 3166, nor 999"
    case .countryLetters: "has no two-letter country code of ISO 3166"
    case .currency: "has no numeric currency code of ISO 4217"
    case .packageType: "has no package type code"
    case .mediaType: "has no AIDC media type"
    case .sex: "has no code of ISO/IEC 5218 (0, 1, 2 or 9)"
    case .winding: "has no winding direction (0, 1 or 9)"
    case .yesNo: "is neither 0 nor 1"
    case .importerIndex: "has no importer index"
    default: structureComplaint
    }
  }

  private var structureComplaint: String {
    switch code {
    case .zero: "has something else where a zero must stand"
    case .nonZero: "is zero where it may not be"
    case .zeroPrefix: "begins with a zero"
    case .hyphen: "has something else where only a minus sign may stand"
    case .latitude: "has no latitude"
    case .longitude: "has no longitude"
    case .pieceOfTotal: "does not count a piece of a total"
    case .positionInSequence: "is no position in a sequence, such as 1/2"
    case .percentEncoding: "has a percent sign without two hexadecimal digits"
    case .iban: "is no International Bank Account Number"
    case .coupon, .couponOffer: "does not have the structure of a coupon"
    default: "is wrong"
    }
  }

  private func checkDigitComplaint(_ data: Span<UInt8>) -> String {
    guard range.upperBound <= data.count, length > 8, data.isDigits(range) else {
      return "has a wrong check digit"
    }
    let right = Linter.checkDigit(data, range)
    return "has check digit \(data[range.upperBound - 1].digitValue) where \(right) would be right"
  }
}
