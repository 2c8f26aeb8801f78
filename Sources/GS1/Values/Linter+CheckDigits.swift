// SPDX-License-Identifier: Apache-2.0

// Check digits and check character pairs (GS1 General Specifications, section 7.9).

extension Linter {
  /// Whether the last digit is the modulo-10 check digit of those before it (csum).
  @inline(__always)
  static func hasCheckDigit(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    data.weightedSum(range) % 10 == 0
  }

  /// The check digit that the digits of the range, its last one excepted, should have.
  static func checkDigit(_ data: Span<UInt8>, _ range: Range<Int>) -> Int {
    let last = data[range.upperBound - 1].digitValue
    return (10 - (data.weightedSum(range) - last) % 10) % 10
  }

  /// Whether the last two characters are the check pair of those before them (csumalpha).
  static func hasCheckCharacters(_ data: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count >= 2 else { return false }
    let (first, second) = checkCharacters(data, range)
    return data[range.upperBound - 2] == first && data[range.upperBound - 1] == second
  }

  /// The pair that the characters of the range, its last two excepted, should have.
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

  /// Whether the key begins with the four digits that a GS1 Company Prefix has at least.
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
