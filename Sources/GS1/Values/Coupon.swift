// SPDX-License-Identifier: Apache-2.0

// North American coupons pack many fields into one value. A digit before most fields gives their
// length, so the value can only be read from the left. If digits are missing or left over, it is
// not a coupon. (GS1 US, North American Coupon Application Guideline Using GS1 DataBar Expanded
// Symbols.)

/// Reads the digits of a coupon from the left.
struct Coupon {
  private var place: Int
  private let end: Int

  private init(_ range: Range<Int>) {
    place = range.lowerBound
    end = range.upperBound
  }

  /// True if the characters are a coupon code (8110; couponcode).
  static func isCode(_ data: Span<UInt8>, _ range: Range<Int>, _ rules: ValueRules) -> Bool {
    guard data.isDigits(range) else { return false }
    var coupon = Coupon(range)
    return coupon.skipOffer(data) && coupon.skipPurchases(data)
      && coupon.skipDates(data, rules) && coupon.skipSerialAndRest(data)
      && coupon.place == coupon.end
  }

  /// True if the characters are a positive offer file coupon (8112; couponposoffer).
  static func isPositiveOffer(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard data.isDigits(range) else { return false }
    var coupon = Coupon(range)
    return coupon.skip(data, oneOf: 0b11) && coupon.skipCounted(data, 0...6, plus: 6)
      && coupon.skip(6) && coupon.skipCounted(data, 0...9, plus: 6)
      && coupon.place == coupon.end
  }

  private mutating func skip(_ count: Int) -> Bool {
    guard end - place >= count else { return false }
    place += count
    return true
  }

  /// Skips one digit whose bit is set.
  private mutating func skip(_ data: Span<UInt8>, oneOf digits: Int) -> Bool {
    guard place < end, digits >> data[place].digitValue & 1 == 1 else { return false }
    place += 1
    return true
  }

  /// Skips the digit if it is next: the number that announces an optional field.
  private mutating func skipNumber(_ data: Span<UInt8>, _ number: Int) -> Bool {
    skip(data, oneOf: 1 << number)
  }

  /// Skips a length digit and that number of digits plus a constant.
  private mutating func skipCounted(
    _ data: Span<UInt8>, _ lengths: ClosedRange<Int>, plus more: Int
  ) -> Bool {
    guard place < end, lengths ~= data[place].digitValue else { return false }
    return skip(1 + data[place].digitValue + more)
  }

  /// The company prefix, offer code, save value and first purchase, which all coupons have.
  private mutating func skipOffer(_ data: Span<UInt8>) -> Bool {
    skipCounted(data, 0...6, plus: 6) && skip(6) && skipCounted(data, 1...5, plus: 0)
      && skipRequirement(data)
  }

  /// A purchase requirement, the code of its kind, and a family code.
  private mutating func skipRequirement(_ data: Span<UInt8>) -> Bool {
    skipCounted(data, 1...5, plus: 0) && skip(data, oneOf: 0b10_0001_1111) && skip(3)
  }

  /// Fields 1 and 2: further purchases, with a company prefix or 9 for none.
  private mutating func skipPurchases(_ data: Span<UInt8>) -> Bool {
    if skipNumber(data, 1) {
      guard skip(data, oneOf: 0b1111), skipRequirement(data), skipPrefixOrNone(data) else {
        return false
      }
    }
    return !skipNumber(data, 2) || (skipRequirement(data) && skipPrefixOrNone(data))
  }

  private mutating func skipPrefixOrNone(_ data: Span<UInt8>) -> Bool {
    skipNumber(data, 9) || skipCounted(data, 0...6, plus: 6)
  }

  /// Fields 3 and 4: the expiration date and the start date, in order.
  private mutating func skipDates(_ data: Span<UInt8>, _ rules: ValueRules) -> Bool {
    var expiration: Range<Int>?
    if skipNumber(data, 3) {
      expiration = place..<place + 6
      guard skipDate(data, rules) else { return false }
    }
    guard skipNumber(data, 4) else { return true }
    let start = place..<place + 6
    guard skipDate(data, rules) else { return false }
    return expiration.map { isOrdered(data, start, $0, rules) } ?? true
  }

  private mutating func skipDate(_ data: Span<UInt8>, _ rules: ValueRules) -> Bool {
    skip(6) && Linter.isDate(data, place - 6..<place, dayMayBeZero: false, rules)
  }

  /// True if one date is not after the other; if strict, they are compared without the century.
  private func isOrdered(
    _ data: Span<UInt8>, _ start: Range<Int>, _ expiration: Range<Int>, _ rules: ValueRules
  ) -> Bool {
    func order(_ date: Range<Int>) -> Int {
      guard !rules.strict else { return data.number(date) }
      let year = CalendarDate.fullYear(
        data.twoDigits(at: date.lowerBound), currentYear: rules.currentYear)
      return year * 10_000 + data.number(date.lowerBound + 2..<date.upperBound)
    }
    return order(start) <= order(expiration)
  }

  /// Fields 5, 6 and 9: serial number, retailer, and the remaining data.
  private mutating func skipSerialAndRest(_ data: Span<UInt8>) -> Bool {
    if skipNumber(data, 5), !skipCounted(data, 0...9, plus: 6) { return false }
    if skipNumber(data, 6), !skipCounted(data, 1...7, plus: 6) { return false }
    guard skipNumber(data, 9) else { return true }
    return skip(data, oneOf: 0b110_0111) && skip(data, oneOf: 0b111) && skip(1)
      && skip(data, oneOf: 0b11)
  }
}
