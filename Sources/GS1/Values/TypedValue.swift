// SPDX-License-Identifier: Apache-2.0

/// The meaning of a value that is more than a key or a text.
public enum TypedValue: Sendable, Hashable {
  /// A day: (11) to (17), (4326), (7006), (7250) and others.
  case date(CalendarDate)
  /// From one day to another: (7007).
  case dates(CalendarDate, CalendarDate)
  /// A day and a time, in the time zone of the place: (4324), (7003), (8008) and others.
  case dateTime(CalendarDate, TimeOfDay)
  /// A measure with its unit, such as `kg` or `m²`: (31nn) to (36nn), (4330) to (4333).
  case measure(DecimalNumber, unit: String)
  /// Money, with the numeric currency code of ISO 4217 if the AI has one: (390n) to (393n), (395n).
  case amount(DecimalNumber, currency: String?)
  /// A percentage: (394n).
  case percentage(DecimalNumber)
  /// A number of pieces: (30), (37).
  case count(Int)
  /// Country codes of ISO 3166, numeric or of two letters: (421) to (426), (4307), (7030) and
  /// others.
  case countries([String])
  /// Degrees north and east: (4309).
  case position(latitude: DecimalNumber, longitude: DecimalNumber)
  /// Yes or no: (4321) to (4323).
  case flag(Bool)
}

extension TypedValue: CustomStringConvertible {
  /// The value for people: `1.250 kg`, `2027-06-30 14:05`, `276, 040`.
  public var description: String {
    switch self {
    case .date(let date): "\(date)"
    case .dates(let first, let last): "\(first) to \(last)"
    case .dateTime(let date, let time): "\(date) \(time)"
    case .measure(let number, let unit): "\(number) \(unit)"
    case .amount(let number, let currency):
      currency.map { "\(number) (currency \($0))" } ?? "\(number)"
    case .percentage(let number): "\(number) %"
    case .count(let count): "\(count)"
    case .countries(let codes): codes.joined(separator: ", ")
    case .position(let latitude, let longitude): "\(latitude)°, \(longitude)°"
    case .flag(let isSet): isSet ? "yes" : "no"
    }
  }
}

extension Element {
  /// The meaning of the value; nil if it is a key or a text.
  ///
  /// `data` are the scan data that the element was read from. Two-digit years are relative to
  /// `currentYear`, or lie between 1972 and 2071 without one; day 00 is the last of the month.
  /// (GS1 General Specifications, section 3: the AI definitions.)
  public func typedValue(of data: Span<UInt8>, currentYear: Int?) -> TypedValue? {
    guard ai.hasMeaning else { return nil }
    var value: [UInt8] = []
    appendValue(of: data, to: &value)
    return ai.meaning(of: value, currentYear: currentYear)
  }
}

// The type of an AI's values is partly in the dictionary: a component that must be a date or a
// country is one. The rest is in the number of the AI: the last digit of (31nn) to (39nn) is the
// number of decimals.

extension ApplicationIdentifier {
  /// True if values of this AI have a type.
  var hasMeaning: Bool {
    switch entry.component.linter {
    case .yymmd0, .yymmdd, .yyyymmdd, .iso3166, .iso3166999, .iso3166alpha2: return true
    default: break
    }
    guard entry.width == 4 else { return self == .variableCount || self == .count }
    return switch entry.number {
    case 3100..<3700, 3900..<3960, 4309, 4321...4323, 4330...4333: true
    default: false
    }
  }

  /// The meaning of a value of this AI; nil if it is text or not a value of this AI.
  func meaning(of value: [UInt8], currentYear: Int?) -> TypedValue? {
    let format = entry.format
    guard Int(format.minimum)...Int(format.maximum) ~= value.count else { return nil }
    return entry.width == 4
      ? numericMeaning(value) ?? listedMeaning(value, currentYear)
      : shortMeaning(value) ?? listedMeaning(value, currentYear)
  }

  private func shortMeaning(_ value: [UInt8]) -> TypedValue? {
    self == .variableCount || self == .count ? number(value[...]).map(TypedValue.count) : nil
  }

  private func numericMeaning(_ value: [UInt8]) -> TypedValue? {
    let decimals = Int(entry.number % 10)
    switch entry.number {
    case 3100..<3700: return decimal(value[...], decimals).map { .measure($0, unit: unit) }
    case 3900..<3910, 3920..<3930, 3950..<3960:
      return decimal(value[...], decimals).map { .amount($0, currency: nil) }
    case 3910..<3920, 3930..<3940:
      let currency = String(decoding: value.prefix(3), as: UTF8.self)
      return decimal(value.dropFirst(3), decimals).map { .amount($0, currency: currency) }
    case 3940..<3950: return decimal(value[...], decimals).map(TypedValue.percentage)
    case 4309: return position(value)
    case 4321...4323: return .flag(value == [0x31])
    case 4330...4333: return temperature(value)
    default: return nil
    }
  }

  /// Dates, times and countries, which the components name.
  private func listedMeaning(_ value: [UInt8], _ currentYear: Int?) -> TypedValue? {
    switch entry.component.linter {
    case .yymmd0, .yymmdd, .yyyymmdd: days(value, currentYear)
    case .iso3166, .iso3166999, .iso3166alpha2: .countries(countries(value))
    default: nil
    }
  }

  private func days(_ value: [UInt8], _ currentYear: Int?) -> TypedValue? {
    let isLong = entry.component.linter == .yyyymmdd
    let length = isLong ? 8 : 6
    guard let first = day(value.prefix(length), currentYear) else { return nil }
    let rest = value.dropFirst(length)
    if rest.isEmpty { return .date(first) }
    if entry.number == 7007 { return day(rest, currentYear).map { .dates(first, $0) } }
    return time(rest).map { .dateTime(first, $0) }
  }

  private func day(_ digits: ArraySlice<UInt8>, _ currentYear: Int?) -> CalendarDate? {
    let digits = Array(digits)
    if digits.count == 6 {
      return CalendarDate(yymmdd: digits.span, at: 0, currentYear: currentYear)
    }
    guard digits.count == 8, let number = number(digits[...]) else { return nil }
    return CalendarDate(
      year: number / 10_000, month: number / 100 % 100, dayOrZero: number % 100)
  }

  /// Two, four or six digits: hours, minutes, seconds.
  private func time(_ digits: ArraySlice<UInt8>) -> TimeOfDay? {
    guard let number = number(digits) else { return nil }
    return switch digits.count {
    case 2: TimeOfDay(hour: number, minute: 0)
    case 4: TimeOfDay(hour: number / 100, minute: number % 100)
    case 6: TimeOfDay(hour: number / 10_000, minute: number / 100 % 100, second: number % 100)
    default: nil
    }
  }

  /// The codes at the start of the value; some AIs have several, some have text after one.
  private func countries(_ value: [UInt8]) -> [String] {
    let format = entry.format
    var codes: [String] = []
    var rest = value[...]
    for index in Int(format.first)..<Int(format.first) + Int(format.count) where !rest.isEmpty {
      let component = AIComponent(bits: aiComponents[index])
      guard component.linter == entry.component.linter else { break }
      codes.append(String(decoding: rest.prefix(Int(component.maximum)), as: UTF8.self))
      rest = rest.dropFirst(Int(component.maximum))
    }
    return codes
  }

  /// Hundredths of a degree, followed by a minus sign if negative.
  private func temperature(_ value: [UInt8]) -> TypedValue? {
    guard let hundredths = number(value.prefix(6)) else { return nil }
    let isFahrenheit = entry.number % 2 == 0
    return .measure(
      DecimalNumber(value.count > 6 ? -hundredths : hundredths, scale: 2),
      unit: isFahrenheit ? "°F" : "°C")
  }

  /// Degrees times 10^7, counted from the south pole and eastwards from Greenwich (section 3.5.10).
  private func position(_ value: [UInt8]) -> TypedValue? {
    guard let north = number(value.prefix(10)), let east = number(value.dropFirst(10)) else {
      return nil
    }
    return .position(
      latitude: DecimalNumber(north - 900_000_000, scale: 7),
      longitude: DecimalNumber(east > 1_800_000_000 ? east - 3_600_000_000 : east, scale: 7))
  }

  /// The unit of a measure, which its title has in parentheses: `NET VOLUME (qt (US))`.
  private var unit: String {
    guard let start = title.firstIndex(of: "("), let end = title.lastIndex(of: ")") else {
      return "kg/m²"  // (337n) KG PER m²
    }
    return String(title[title.index(after: start)..<end])
  }

  private func decimal(_ digits: ArraySlice<UInt8>, _ decimals: Int) -> DecimalNumber? {
    number(digits).map { DecimalNumber($0, scale: decimals) }
  }

  /// The number that up to 18 digits spell; nil if they are not digits.
  private func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard 1...18 ~= digits.count else { return nil }
    var number = 0
    for digit in digits {
      guard digit.digitValue < 10 else { return nil }
      number = number * 10 + digit.digitValue
    }
    return number
  }
}
