// SPDX-License-Identifier: Apache-2.0

// Check digits and check character pairs (GS1 General Specifications, section 7.9).

extension Linter {
  /// True if the last digit is the modulo-10 check digit of those before it (csum).
  @inline(__always)
  static func hasCheckDigit(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    data.weightedSum(range) % 10 == 0
  }

  /// True if the last two characters are the check pair of those before them (csumalpha).
  static func hasCheckCharacters(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count >= 2 else { return false }
    let (first, second) = checkCharacters(data, range)
    return data[range.upperBound - 2] == first && data[range.upperBound - 1] == second
  }

  /// The check pair for the characters of the range except its last two.
  static func checkCharacters(_ data: Span<UInt8>, _ range: Range<Int>) -> (UInt8, UInt8) {
    var sum = 0
    var place = range.upperBound - 3
    for index in checkWeights.indices where place >= range.lowerBound {
      sum += data[place].weightInSet82 * checkWeights[index]
      place -= 1
    }
    sum %= 1021
    return (characterSet32[sum / 32], characterSet32[sum % 32])
  }

  /// True if the key begins with the four digits that a GS1 Company Prefix has at least.
  static func hasCompanyPrefix(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count >= 4 && data.isDigits(range.lowerBound..<range.lowerBound + 4)
  }
}

/// Weights of the characters before a check pair, from the right.
private let checkWeights: InlineArray<23, Int> = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83,
]

/// Digits and letters without 0, 1, I and O.
private let characterSet32: InlineArray<32, UInt8> = [
  0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48,
  0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5A,
]

// Dates and times.

extension Linter {
  /// True if six digits are a date YYMMDD (yymmd0 where the day may be 00, else yymmdd).
  @inline(__always)
  static func isDate(
    _ data: Span<UInt8>, _ range: Range<Int>, dayMayBeZero: Bool, _ rules: ValueRules
  ) -> Bool {
    let start = range.lowerBound
    let month = data.twoDigits(at: start &+ 2)
    let day = data.twoDigits(at: start &+ 4)
    guard 1...12 ~= month, day > 0 || dayMayBeZero else { return false }
    return day <= 28 || (day <= 30 && month != 2) || isLastDay(data, start, month, day, rules)
  }

  /// True if a month has a day after its 28th.
  @inline(never)
  private static func isLastDay(
    _ data: Span<UInt8>, _ start: Int, _ month: Int, _ day: Int, _ rules: ValueRules
  ) -> Bool {
    let year = CalendarDate.fullYear(data.twoDigits(at: start), currentYear: rules.currentYear)
    return day <= CalendarDate.days(inMonth: month, ofYear: year)
  }

  /// True if eight digits are a date YYYYMMDD (yyyymmdd).
  static func isLongDate(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = range.lowerBound
    let month = data.twoDigits(at: start + 4)
    guard 1...12 ~= month else { return false }
    let year = data.number(start..<start + 4)
    return 1...CalendarDate.days(inMonth: month, ofYear: year) ~= data.twoDigits(at: start + 6)
  }

  /// True if four digits are a time HHMM from 0000 to 2359 (hhmi).
  static func isTime(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    data.twoDigits(at: range.lowerBound) < 24 && data.twoDigits(at: range.lowerBound + 2) < 60
  }
}

// Codes of lists.

extension Linter {
  /// True if three digits are a country code of ISO 3166-1 (iso3166).
  static func isCountry(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let code = data.number(range)
    return iso3166Numbers[code >> 6] >> UInt64(code & 63) & 1 == 1
  }

  /// True if two characters are a country code of ISO 3166-1, in capitals (iso3166alpha2).
  static func isCountryLetters(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let first = Int(data[range.lowerBound]) - 0x41
    let second = Int(data[range.lowerBound + 1]) - 0x41
    guard 0..<26 ~= first, 0..<26 ~= second else { return false }
    let code = first * 26 + second
    return iso3166Letters[code >> 6] >> UInt64(code & 63) & 1 == 1
  }

  /// True if three digits are a currency code of ISO 4217 (iso4217).
  static func isCurrency(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let code = data.number(range)
    return iso4217Numbers[code >> 6] >> UInt64(code & 63) & 1 == 1
  }

  /// True if two digits are an AIDC media type (mediatype).
  static func isMediaType(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let code = data.number(range)
    return mediaTypes[code >> 6] >> UInt64(code & 63) & 1 == 1
  }

  /// True if one to four characters are a package type (packagetype).
  static func isPackageType(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var key: UInt32 = 0
    for place in range { key = key << 8 | UInt32(data[place]) }
    var low = 0
    var high = packageTypes.count
    while low < high {
      let middle = (low + high) / 2
      if packageTypes[middle] == key { return true }
      if packageTypes[middle] < key { low = middle + 1 } else { high = middle }
    }
    return false
  }
}

// Values with a structure of their own.

extension Linter {
  /// True if all characters are hyphens, which stand for minus signs (hyphen).
  static func isHyphens(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for place in range where data[place] != 0x2D { return false }
    return true
  }

  /// True if the first half of the digits counts a piece of the total in the second (pieceoftotal).
  static func isPieceOfTotal(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count.isMultiple(of: 2) else { return false }
    let middle = range.lowerBound + range.count / 2
    let piece = data.number(range.lowerBound..<middle)
    return piece >= 1 && piece <= data.number(middle..<range.upperBound)
  }

  /// True if the characters are a position, a slash and a number of positions (posinseqslash).
  static func isPositionInSequence(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var slash = range.lowerBound
    while slash < range.upperBound, data[slash] != 0x2F { slash += 1 }
    guard slash < range.upperBound else { return false }
    let position = range.lowerBound..<slash
    let total = slash + 1..<range.upperBound
    return data.isCount(position) && data.isCount(total)
      && data.number(position) <= data.number(total)
  }

  /// True if two hexadecimal digits follow each percent sign (pcenc).
  static func isPercentEncoded(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var place = range.lowerBound
    while place < range.upperBound {
      if data[place] == 0x25 {
        guard place + 2 < range.upperBound, data[place + 1].hexValue != nil,
          data[place + 2].hexValue != nil
        else { return false }
        place += 2
      }
      place += 1
    }
    return true
  }

  /// True if the characters are an International Bank Account Number (iban; ISO 13616).
  static func isIBAN(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard 11...34 ~= range.count, isCountryLetters(data, range) else { return false }
    let start = range.lowerBound
    var remainder = 0
    for offset in range.indices {
      // The country and the check digits count as if they stood at the end.
      let place = start + (offset - start + 4) % range.count
      switch data[place] {
      case 0x30...0x39: remainder = (remainder * 10 + data[place].digitValue) % 97
      case 0x41...0x5A: remainder = (remainder * 100 + Int(data[place]) - 0x41 + 10) % 97
      default: return false
      }
    }
    return remainder == 1
  }

  /// True if the padding of base64 text is whole and only at its end (RFC 4648, section 3.2).
  ///
  /// GS1's reference engine requires padded text in groups of three characters; base64 has four.
  static func isPadded(_ data: Span<UInt8>, _ range: Range<Int>, _ rules: ValueRules) -> Bool {
    var padding = 0
    while padding < range.count, data[range.upperBound - 1 - padding] == 0x3D { padding += 1 }
    if rules.strict { return padding == 0 || (padding <= 2 && range.count % 3 == 0) }
    if padding == 0 { return range.count % 4 != 1 }
    return padding <= 2 && range.count % 4 == 0
  }
}

extension Span<UInt8> {
  /// True if the range is a positive number without leading zero.
  fileprivate func isCount(_ range: Range<Int>) -> Bool {
    !range.isEmpty && self[range.lowerBound] != 0x30 && isDigits(range)
  }
}
