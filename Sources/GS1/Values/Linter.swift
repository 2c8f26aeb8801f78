// SPDX-License-Identifier: Apache-2.0

// GS1's dictionary calls the checks of a component beyond length and character set linters. Each
// has its name from there, a function of its own, and the code that it reports.

/// A check of one component of a value.
enum Linter: UInt8 {
  /// Nothing to check.
  case none
  /// Check digits, check characters, company prefixes.
  case csum, csumalpha, gcppos1, gcppos2, hasnondigit
  /// Dates and times.
  case yymmd0, yymmdd, yyyymmdd, hhmi, hh, mi, ss
  /// Codes of lists.
  case iso3166, iso3166999, iso3166alpha2, iso4217, packagetype, mediatype
  /// Codes of few characters.
  case iso5218, winding, yesno, importeridx
  /// Numbers and signs.
  case zero, nonzero, nozeroprefix, hyphen, latitude, longitude
  /// Values with a structure of their own.
  case pieceoftotal, posinseqslash, pcenc, iban, couponcode, couponposoffer
  /// The padding of base64 text, which the dictionary implies by its letter Z.
  case padding

  /// The fault of the bytes, or nil if they pass.
  func fault(_ data: Span<UInt8>, _ range: Range<Int>, _ rules: ValueRules) -> Finding.Code? {
    passes(data, range, rules) ? nil : code
  }

  private func passes(_ data: Span<UInt8>, _ range: Range<Int>, _ rules: ValueRules) -> Bool {
    switch self {
    case .none: true
    case .csum: Self.hasCheckDigit(data, range)
    case .csumalpha: Self.hasCheckCharacters(data, range)
    case .gcppos1: Self.hasCompanyPrefix(data, range)
    case .gcppos2: Self.hasCompanyPrefix(data, range.lowerBound + 1..<range.upperBound)
    case .hasnondigit: !data.isDigits(range)
    case .yymmd0: Self.isDate(data, range, dayMayBeZero: true, rules)
    case .yymmdd: Self.isDate(data, range, dayMayBeZero: false, rules)
    case .yyyymmdd: Self.isLongDate(data, range)
    case .hhmi: Self.isTime(data, range)
    case .hh: data.number(range) < 24
    case .mi, .ss: data.number(range) < 60
    case .padding: Self.isPadded(data, range, rules)
    default: passesList(data, range) ?? passesStructure(data, range, rules)
    }
  }

  private func passesList(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool? {
    switch self {
    case .iso3166: Self.isCountry(data, range)
    case .iso3166999: data.number(range) == 999 || Self.isCountry(data, range)
    case .iso3166alpha2: Self.isCountryLetters(data, range)
    case .iso4217: Self.isCurrency(data, range)
    case .packagetype: Self.isPackageType(data, range)
    case .mediatype: Self.isMediaType(data, range)
    case .iso5218: data.number(range) < 3 || data.number(range) == 9
    case .winding: data.number(range) < 2 || data.number(range) == 9
    case .yesno: data.number(range) < 2
    case .importeridx: CharacterSet.z.contains(data[range.lowerBound])
    default: nil
    }
  }

  private func passesStructure(
    _ data: Span<UInt8>, _ range: Range<Int>, _ rules: ValueRules
  ) -> Bool {
    switch self {
    case .zero: data.number(range) == 0
    case .nonzero: data.number(range) != 0
    case .nozeroprefix: data[range.lowerBound] != 0x30
    case .hyphen: Self.isHyphens(data, range)
    case .latitude: data.number(range) <= 1_800_000_000
    case .longitude: data.number(range) <= 3_600_000_000
    case .pieceoftotal: Self.isPieceOfTotal(data, range)
    case .posinseqslash: Self.isPositionInSequence(data, range)
    case .pcenc: Self.isPercentEncoded(data, range)
    case .iban: Self.isIBAN(data, range)
    case .couponcode: Coupon.isCode(data, range, rules)
    case .couponposoffer: Coupon.isPositiveOffer(data, range)
    default: true
    }
  }

  /// The code that reports a failure.
  private var code: Finding.Code {
    switch self {
    case .csum: .checkDigit
    case .csumalpha: .checkCharacters
    case .gcppos1, .gcppos2: .companyPrefix
    case .hasnondigit: .noLetter
    case .yymmd0, .yymmdd, .yyyymmdd: .date
    case .hhmi, .hh, .mi, .ss: .time
    case .iso3166: .country
    case .iso3166999: .countryOr999
    case .iso3166alpha2: .countryLetters
    case .iso4217: .currency
    case .packagetype: .packageType
    case .mediatype: .mediaType
    case .iso5218: .sex
    case .winding: .winding
    case .yesno: .yesNo
    case .importeridx: .importerIndex
    default: structureCode
    }
  }

  private var structureCode: Finding.Code {
    switch self {
    case .zero: .zero
    case .nonzero: .nonZero
    case .nozeroprefix: .zeroPrefix
    case .hyphen: .hyphen
    case .latitude: .latitude
    case .longitude: .longitude
    case .pieceoftotal: .pieceOfTotal
    case .posinseqslash: .positionInSequence
    case .pcenc: .percentEncoding
    case .iban: .iban
    case .couponcode: .coupon
    case .couponposoffer: .couponOffer
    default: .padding
    }
  }
}
