// SPDX-License-Identifier: Apache-2.0

extension Linter {
  /// Whether all characters are hyphens, which stand for minus signs (hyphen).
  static func isHyphens(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for place in range where data[place] != 0x2D { return false }
    return true
  }

  /// Whether the first half of the digits counts a piece of the total in the second (pieceoftotal).
  static func isPieceOfTotal(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count.isMultiple(of: 2) else { return false }
    let middle = range.lowerBound + range.count / 2
    let piece = data.number(range.lowerBound..<middle)
    return piece >= 1 && piece <= data.number(middle..<range.upperBound)
  }

  /// Whether the characters are a position, a slash and a number of positions (posinseqslash).
  static func isPositionInSequence(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var slash = range.lowerBound
    while slash < range.upperBound, data[slash] != 0x2F { slash += 1 }
    guard slash < range.upperBound else { return false }
    let position = range.lowerBound..<slash
    let total = slash + 1..<range.upperBound
    return data.isCount(position) && data.isCount(total)
      && data.number(position) <= data.number(total)
  }

  /// Whether two hexadecimal digits follow each percent sign (pcenc).
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

  /// Whether the characters are an International Bank Account Number (iban; ISO 13616).
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

  /// Whether the padding of base64 text is whole and only at its end (RFC 4648, section 3.2).
  ///
  /// GS1's reference engine wants padded text in groups of three characters, base64 has four.
  static func isPadded(_ data: Span<UInt8>, _ range: Range<Int>, _ rules: ValueRules) -> Bool {
    var padding = 0
    while padding < range.count, data[range.upperBound - 1 - padding] == 0x3D { padding += 1 }
    if rules.strict { return padding == 0 || (padding <= 2 && range.count % 3 == 0) }
    if padding == 0 { return range.count % 4 != 1 }
    return padding <= 2 && range.count % 4 == 0
  }
}

extension Span<UInt8> {
  /// Whether the range is a positive number without leading zero.
  fileprivate func isCount(_ range: Range<Int>) -> Bool {
    !range.isEmpty && self[range.lowerBound] != 0x30 && isDigits(range)
  }
}
