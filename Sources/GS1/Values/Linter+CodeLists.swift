// SPDX-License-Identifier: Apache-2.0

extension Linter {
  /// Whether three digits are a country code of ISO 3166-1 (iso3166).
  static func isCountry(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let code = data.number(range)
    return iso3166Numbers[code >> 6] >> UInt64(code & 63) & 1 == 1
  }

  /// Whether two characters are a country code of ISO 3166-1, in capitals (iso3166alpha2).
  static func isCountryLetters(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let first = Int(data[range.lowerBound]) - 0x41
    let second = Int(data[range.lowerBound + 1]) - 0x41
    guard 0..<26 ~= first, 0..<26 ~= second else { return false }
    let code = first * 26 + second
    return iso3166Letters[code >> 6] >> UInt64(code & 63) & 1 == 1
  }

  /// Whether three digits are a currency code of ISO 4217 (iso4217).
  static func isCurrency(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let code = data.number(range)
    return iso4217Numbers[code >> 6] >> UInt64(code & 63) & 1 == 1
  }

  /// Whether two digits are an AIDC media type (mediatype).
  static func isMediaType(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let code = data.number(range)
    return mediaTypes[code >> 6] >> UInt64(code & 63) & 1 == 1
  }

  /// Whether one to four characters are a package type (packagetype).
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
