// SPDX-License-Identifier: Apache-2.0

/// What a value means, where it is more than a key, a name or a number of somebody's own.
public enum TypedValue: Sendable, Hashable {
  /// A day: (11) to (17), (4326), (7006), (7250) and others.
  case date(CalendarDate)
  /// From one day to another: (7007).
  case dates(CalendarDate, CalendarDate)
  /// A day and a time, in the time zone of the place: (4324), (7003), (8008) and others.
  case dateTime(CalendarDate, TimeOfDay)
  /// A measure with its unit, such as `kg` or `m²`: (31nn) to (36nn), (4330) to (4333).
  case measure(DecimalNumber, unit: String)
  /// Money, with the numeric currency code of ISO 4217 where the AI has one: (390n) to (393n), (395n).
  case amount(DecimalNumber, currency: String?)
  /// So many per cent: (394n).
  case percentage(DecimalNumber)
  /// A number of pieces: (30), (37).
  case count(Int)
  /// Country codes of ISO 3166, numeric or of two letters: (421) to (426), (4307), (7030) and others.
  case countries([String])
  /// Degrees north and east: (4309).
  case position(latitude: DecimalNumber, longitude: DecimalNumber)
  /// Yes or no: (4321) to (4323).
  case flag(Bool)
}

extension TypedValue: CustomStringConvertible {
  /// The value for a person: `1.250 kg`, `2027-06-30 14:05`, `276, 040`.
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
  /// What the value means; nil where it is a key, a name or another text.
  ///
  /// `data` are the scan data that the element was read from. Two-digit years are taken relative to
  /// `currentYear`, or lie between 1972 and 2071 without one; day 00 is the last of the month.
  /// (GS1 General Specifications, section 3: the AI definitions.)
  public func typedValue(of data: Span<UInt8>, currentYear: Int?) -> TypedValue? {
    guard ai.hasMeaning else { return nil }
    var value: [UInt8] = []
    appendValue(of: data, to: &value)
    return ai.meaning(of: value, currentYear: currentYear)
  }
}
