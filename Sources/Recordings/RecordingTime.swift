// SPDX-License-Identifier: Apache-2.0

/// The conversion between microseconds and times with units.
enum RecordingTime {
  /// The longest time, some 31,000 years: sums of two do not overflow.
  private static let longest: Int64 = 1_000_000_000_000_000_000

  private static let units: [(name: String, microseconds: Int64)] = [
    ("us", 1), ("ms", 1000), ("min", 60_000_000), ("s", 1_000_000),
  ]

  /// A number of seconds with up to six decimals: `36.814746`.
  static func seconds(_ text: some StringProtocol) -> Int64? { scaled(text, by: 1_000_000) }

  /// A time with its unit: `5us`, `200ms`, `1.5s`, `2min`.
  static func parse(_ text: some StringProtocol) -> Int64? {
    for (name, microseconds) in units where text.hasSuffix(name) {
      return scaled(text.dropLast(name.count), by: microseconds)
    }
    return nil
  }

  /// The shortest exact form of a time.
  static func describe(_ time: Int64) -> String {
    if time % 1000 != 0, time < 1000 { return "\(time)us" }
    if time % 1_000_000 == 0 { return "\(time / 1_000_000)s" }
    if time < 1_000_000, time % 1000 == 0 { return "\(time / 1000)ms" }
    let digits = String(time % 1_000_000)
    let padded = String(repeating: "0", count: 6 - digits.count) + digits
    return "\(time / 1_000_000).\(trimmed(padded))s"
  }

  private static func trimmed(_ decimals: String) -> Substring {
    var decimals = decimals[...]
    while decimals.last == "0" { decimals.removeLast() }
    return decimals
  }

  /// The value of a number with decimals, in units of so many microseconds.
  private static func scaled(_ text: some StringProtocol, by unit: Int64) -> Int64? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = digits(parts[0]), parts.count == 1 || !parts[1].isEmpty else { return nil }
    guard whole <= longest / unit else { return nil }
    guard parts.count == 2 else { return whole * unit }
    guard let fraction = fraction(parts[1].utf8, of: unit) else { return nil }
    let sum = whole * unit + fraction
    return sum <= longest ? sum : nil
  }

  /// The value of decimals, in microseconds; nil if they are not a whole number of them.
  private static func fraction(_ decimals: some Sequence<UInt8>, of unit: Int64) -> Int64? {
    var weight = unit
    var sum: Int64 = 0
    for digit in decimals {
      let value = Int64(digit) - 0x30
      let isWhole = weight > 0 && weight % 10 == 0
      guard (0...9).contains(value), isWhole || value == 0 else { return nil }
      weight /= 10
      sum += value * weight
    }
    return sum
  }

  private static func digits(_ text: some StringProtocol) -> Int64? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
  }
}
