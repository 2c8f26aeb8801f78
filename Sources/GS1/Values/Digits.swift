// SPDX-License-Identifier: Apache-2.0

// Most of a label is runs of digits of known length. They are processed eight at a time, as the
// bytes of a machine word: the test for digits and the sum of a check digit are a few operations on
// the word instead of a loop. Words overlap if the length is not a multiple of eight, so no byte
// outside the range is read.

extension Span<UInt8> {
  /// The bytes at a place as a little-endian number.
  @inline(__always)
  private func word<Word: FixedWidthInteger & BitwiseCopyable>(
    at place: Int, as type: Word.Type
  ) -> Word {
    Word(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: type))
  }

  /// True if `count` bytes from `start` on are digits; they must exist.
  @inline(__always)
  func areDigits(from start: Int, count: Int) -> Bool {
    if count >= 8 { return areDigits(from: start, count: count, by: UInt64.self) }
    if count >= 4 { return areDigits(from: start, count: count, by: UInt32.self) }
    return isDigits(start..<start + count)
  }

  @inline(__always)
  private func areDigits<Word: FixedWidthInteger & BitwiseCopyable>(
    from start: Int, count: Int, by type: Word.Type
  ) -> Bool {
    let last = start &+ count &- Word.bitWidth / 8
    var place = start
    while place < last {
      guard word(at: place, as: type).isDigits else { return false }
      place &+= Word.bitWidth / 8
    }
    return word(at: last, as: type).isDigits
  }

  /// The digits of the range from the right with weights 1, 3, 1, 3 …, added up.
  ///
  /// The range must hold eight digits or more, and fewer than a thousand.
  @inline(__always)
  func weightedSum(_ range: Range<Int>) -> Int {
    var place = range.upperBound &- 8
    var sums: UInt64 = 0
    while place >= range.lowerBound {
      sums &+= word(at: place, as: UInt64.self).weightedPairs
      place &-= 8
    }
    // The rest are the first bytes of the first word; they belong at the end of a word of their
    // own.
    let rest = place &+ 8 &- range.lowerBound
    if rest > 0 {
      let first = word(at: range.lowerBound, as: UInt64.self)
      sums &+= (first &<< UInt64(64 - 8 * rest)).weightedPairs
    }
    return Int((sums &* 0x0001_0001_0001_0001) &>> 48)
  }

  /// True if all bytes of the range are digits; true for an empty range.
  func isDigits(_ range: Range<Int>) -> Bool {
    for place in range where self[place].digitValue > 9 { return false }
    return true
  }

  /// The decimal number that the digits of the range spell, at most 18 of them.
  func number(_ range: Range<Int>) -> Int {
    var number = 0
    for place in range { number = number * 10 + self[place].digitValue }
    return number
  }

  /// The number that the two digits at a place spell.
  @inline(__always)
  func twoDigits(at place: Int) -> Int {
    self[place].digitValue * 10 + self[place + 1].digitValue
  }
}

/// A non-negative number with leading zeros, so that it has `count` digits or more.
func padded(_ number: some BinaryInteger, to count: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(count - digits.utf8.count, 0)) + digits
}

extension FixedWidthInteger {
  /// True if all bytes of the word are digits: the upper half of each is 3, and stays 3 if 6 is
  /// added.
  @inline(__always)
  fileprivate var isDigits: Bool {
    let ones = Self.max / 0xFF
    let halves = 0xF0 &* ones
    return self & halves == 0x30 &* ones && (self &+ (6 &* ones)) & halves == 0x30 &* ones
  }
}

extension UInt64 {
  /// For each pair of digits the right one and three times the left one, in 16 bits each.
  @inline(__always)
  fileprivate var weightedPairs: UInt64 {
    let digits = self & 0x0F0F_0F0F_0F0F_0F0F
    let left = digits & 0x00FF_00FF_00FF_00FF
    let right = (digits &>> 8) & 0x00FF_00FF_00FF_00FF
    return right &+ (3 &* left)
  }
}
