// SPDX-License-Identifier: Apache-2.0

@testable import Configuration

extension Examination {
  /// Examines a text as a time span and as a size.
  func examineAmounts(_ bytes: [UInt8], _ shown: String) throws(Violation) {
    let text = String(decoding: bytes, as: UTF8.self)
    let span = try measured(bytes, .parts) {
      Result { () throws(ValueError) in try TimeSpan.parse(text) }
    }
    let size = try measured(bytes, .parts) {
      Result { () throws(ValueError) in try ByteSize.parser(atLeast: 0)(text) }
    }
    for result in [span, size] {
      guard case .failure(let error) = result else { continue }
      try requireSentence(error.text, shown)
    }
    let found = try? size.get()
    try require(.amounts, found == simpleSize(Array(text.utf8)), "\(shown): \(found ?? -1)")
    try examine(span: try? span.get(), text, shown)
  }

  private func examine(span: Int64?, _ text: String, _ shown: String) throws(Violation) {
    switch SimpleSpan(text) {
    case .tooManyDigits: break
    case .malformed: try require(.amounts, span == nil, "\(shown): \(span ?? -1)")
    case .sum(let sum, let slack):
      let isRight =
        span.map { 0...slack ~= sum - Int128($0) } ?? (sum > Int128(Int64.max))
      try require(.amounts, isRight, "\(shown): \(span ?? -1), not \(sum)")
    }
    guard let span else { return }
    let written = TimeSpan.describe(span)
    let again = try? TimeSpan.parse(written)
    try require(.timeSpanIsWrittenAndRead, again == span && written.isVisible, written)
  }
}

/// The bytes of a size in digits and one unit; nil if it is none, or too large.
private func simpleSize(_ text: [UInt8]) -> Int64? {
  let units = Array("KMGT".utf8)
  let power = text.last.flatMap { units.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
  let digits = text.dropLast(power > 0 ? 1 : 0)
  guard (1...64).contains(digits.count), digits.allSatisfy({ 0x30...0x39 ~= $0 }) else {
    return nil
  }
  var size: Int128 = 0
  for digit in digits { size = min(size * 10 + Int128(digit - 0x30), 1 << 64) }
  return Int64(exactly: size << (10 * power))
}

/// The sum of a time span, with more digits than the module has.
private enum SimpleSpan {
  /// A number too long for this sum.
  case tooManyDigits
  case malformed
  /// In microseconds, rounded up to `slack` too high: a unit's fractions of a microsecond are dropped
  /// digit by digit.
  case sum(Int128, slack: Int128)

  private static let second: Int128 = 1_000_000
  private static let units: [String: Int128] = [
    "usec": 1, "us": 1, "\u{B5}s": 1, "\u{3BC}s": 1, "msec": 1000, "ms": 1000, "": second,
    "seconds": second, "second": second, "sec": second, "s": second, "minutes": 60 * second,
    "minute": 60 * second, "min": 60 * second, "m": 60 * second, "hours": 3600 * second,
    "hour": 3600 * second, "hr": 3600 * second, "h": 3600 * second, "days": 86_400 * second,
    "day": 86_400 * second, "d": 86_400 * second, "weeks": 604_800 * second,
    "week": 604_800 * second, "w": 604_800 * second, "months": 2_629_800 * second,
    "month": 2_629_800 * second, "M": 2_629_800 * second, "years": 31_557_600 * second,
    "year": 31_557_600 * second, "y": 31_557_600 * second,
  ]

  init(_ text: String) {
    var tokens = tokens(of: text)[...]
    var total = SimpleSpan.sum(0, slack: 0)
    if tokens.isEmpty { total = .malformed }
    while let number = tokens.popFirst(), case .sum(let sum, let slack) = total {
      var unit = ""
      if let next = tokens.first, !next.isNumber {
        unit = next.text
        tokens.removeFirst()
      }
      guard number.isNumber, let length = Self.units[unit] else {
        total = .malformed
        continue
      }
      switch Self.term(number.text, length) {
      case .sum(let more, let moreSlack): total = .sum(sum + more, slack: slack + moreSlack)
      case let failure: total = failure
      }
    }
    self = total
  }

  private static func term(_ number: String, _ unit: Int128) -> SimpleSpan {
    let parts = number.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.last?.isEmpty == false else { return .malformed }
    let fraction = parts.count == 2 ? parts[1].count : 0
    var value: Int128 = 0
    for digit in parts.joined() {
      value = value * 10 + Int128(digit - 0x30)
      if value > 1_000_000_000_000_000_000 || fraction > 18 { return .tooManyDigits }
    }
    let scale = (0..<fraction).reduce(Int128(1)) { scale, _ in scale * 10 }
    let product = value * unit
    return .sum(product / scale, slack: unit % scale == 0 ? 0 : 9 * Int128(fraction))
  }
}

private struct Token {
  var text: String
  var isNumber: Bool
}

/// The numbers and words of a time span.
private func tokens(of text: String) -> [Token] {
  var tokens: [Token] = []
  var mayContinue = false
  for scalar in text.unicodeScalars {
    let isBlank = [" ", "\t", "\n", "\r"].contains(scalar)
    let isNumber = ("0"..."9").contains(scalar) || scalar == "."
    if mayContinue, !isBlank, tokens.last?.isNumber == isNumber {
      tokens[tokens.count - 1].text.unicodeScalars.append(scalar)
    } else if !isBlank {
      tokens.append(Token(text: String(scalar), isNumber: isNumber))
    }
    mayContinue = !isBlank
  }
  return tokens
}
