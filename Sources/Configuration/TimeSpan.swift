// SPDX-License-Identifier: Apache-2.0

// Time spans as in systemd.time(7): a sum of values with units, "1min 30s", "55s500ms", "0.5". A
// number without a unit is in seconds. Fractions of a microsecond are dropped.

/// A time span in microseconds.
enum TimeSpan {
  /// Parses a time span that is not negative and fits an Int64.
  static func parse(_ text: String) throws(ValueError) -> Int64 {
    var rest = text.utf8[...]
    var total: Int64?
    skipBlanks(&rest)
    while !rest.isEmpty {
      guard let term = try parseTerm(&rest, of: text) else {
        throw .malformed(text, expected: "a time span such as 500ms, 1s or 1min 30s")
      }
      let (sum, overflow) = (total ?? 0).addingReportingOverflow(term)
      guard !overflow else { throw tooLong(text) }
      total = sum
      skipBlanks(&rest)
    }
    guard let total else { throw .malformed(text, expected: "a time span such as 500ms or 1s") }
    return total
  }

  /// A parser for the time spans in `range`.
  static func parser(
    in range: ClosedRange<Int64>
  ) -> @Sendable (String) throws(ValueError) -> Int64 {
    { (text: String) throws(ValueError) in
      let span = try parse(text)
      guard range.contains(span) else {
        let allowed = "\(describe(range.lowerBound)) to \(describe(range.upperBound))"
        throw .outOfRange(text, allowed: allowed)
      }
      return span
    }
  }

  /// The usual form of a time span: "1min 30s".
  static func describe(_ microseconds: Int64) -> String {
    var rest = microseconds
    var parts: [String] = []
    for (name, length) in displayUnits where rest >= length {
      parts.append("\(rest / length)\(name)")
      rest %= length
    }
    return parts.isEmpty ? "0" : parts.joined(separator: " ")
  }

  private static func tooLong(_ text: String) -> ValueError {
    .malformed(text, expected: "a time span that can be counted in microseconds")
  }

  /// Parses one value with its unit; nil if there is none.
  private static func parseTerm(
    _ rest: inout Substring.UTF8View, of text: String
  ) throws(ValueError) -> Int64? {
    let whole = parseDigits(&rest)
    var fraction = Substring().utf8
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = parseDigits(&rest)
      if fraction.isEmpty || rest.first == UInt8(ascii: ".") { return nil }
    }
    if whole.isEmpty && fraction.isEmpty { return nil }
    skipBlanks(&rest)
    guard let unit = parseUnit(&rest) else { return nil }
    guard let count = whole.isEmpty ? 0 : Int64(Substring(whole)) else { throw tooLong(text) }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit)
    let (sum, carry) = product.addingReportingOverflow(share(fraction, of: unit))
    guard !overflow, !carry else { throw tooLong(text) }
    return sum
  }

  private static func parseDigits(_ rest: inout Substring.UTF8View) -> Substring.UTF8View {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest.dropFirst(digits.count)
    return digits
  }

  private static func skipBlanks(_ rest: inout Substring.UTF8View) {
    rest = rest.drop { isBlank($0) }
  }

  /// Parses a unit: seconds if another value or nothing follows, nil for an unknown unit.
  private static func parseUnit(_ rest: inout Substring.UTF8View) -> Int64? {
    let name = rest.prefix {
      !isBlank($0) && $0 != UInt8(ascii: ".")
        && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    if name.isEmpty { return second }
    // A name of marks would cost the square of its length to look up.
    guard name.count <= 16, let unit = units[String(Substring(name))] else { return nil }
    rest = rest.dropFirst(name.count)
    return unit
  }

  /// The value of the digits after the decimal point.
  private static func share(_ fraction: Substring.UTF8View, of unit: Int64) -> Int64 {
    var value: Int64 = 0
    var place = unit
    for digit in fraction {
      place /= 10
      value += Int64(digit - UInt8(ascii: "0")) * place
    }
    return value
  }

  private static let second: Int64 = 1_000_000
  private static let day: Int64 = 86_400 * second
  private static let displayUnits: [(String, Int64)] = [
    ("d", day), ("h", 3600 * second), ("min", 60 * second), ("s", second), ("ms", 1000), ("us", 1),
  ]
  private static let units: [String: Int64] = {
    let names: [([String], Int64)] = [
      (["usec", "us", "\u{B5}s", "\u{3BC}s"], 1),
      (["msec", "ms"], 1000),
      (["seconds", "second", "sec", "s"], second),
      (["minutes", "minute", "min", "m"], 60 * second),
      (["hours", "hour", "hr", "h"], 3600 * second),
      (["days", "day", "d"], day),
      (["weeks", "week", "w"], 7 * day),
      (["months", "month", "M"], 2_629_800 * second),
      (["years", "year", "y"], 31_557_600 * second),
    ]
    let pairs = names.flatMap { names, length in names.map { ($0, length) } }
    return Dictionary(uniqueKeysWithValues: pairs)
  }()
}
