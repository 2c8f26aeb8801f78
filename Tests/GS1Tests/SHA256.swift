// SPDX-License-Identifier: Apache-2.0

/// The hash function of FIPS 180-4, for small files.
enum SHA256 {
  /// The hash of the bytes in lower-case hexadecimal.
  static func hexadecimal(_ message: [UInt8]) -> String {
    var hash = roots(of: 8, power: 2)
    let padded = pad(message)
    for start in stride(from: 0, to: padded.count, by: 64) {
      compress(padded[start..<start + 64], into: &hash)
    }
    return hash.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private static func pad(_ message: [UInt8]) -> [UInt8] {
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    let bits = UInt64(message.count) * 8
    return padded + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
  }

  private static let constants = roots(of: 64, power: 3)

  /// The first 32 bits of the fractions of the square or cube roots of the first primes.
  private static func roots(of count: Int, power: Int) -> [UInt32] {
    var primes: [UInt64] = []
    var candidate: UInt64 = 2
    while primes.count < count {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map { fraction(of: $0, power: power) }
  }

  /// The largest r with r to the power not above prime · 2^(32 · power), by bisection.
  private static func fraction(of prime: UInt64, power: Int) -> UInt32 {
    var low: UInt64 = 0
    var high: UInt64 = 32 << 32
    while high - low > 1 {
      let middle = (low + high) / 2
      if isBelow(middle, prime, power) { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }

  private static func isBelow(_ root: UInt64, _ prime: UInt64, _ power: Int) -> Bool {
    let wide = UInt128(root)
    if power == 2 { return wide * wide <= UInt128(prime) << 64 }
    return wide * wide * wide <= UInt128(prime) << 96
  }

  private static func compress(_ block: ArraySlice<UInt8>, into hash: inout [UInt32]) {
    var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { place in
      block[place..<place + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for index in 16..<64 {
      let early = words[index - 15]
      let late = words[index - 2]
      let first = rotate(early, 7) ^ rotate(early, 18) ^ (early >> 3)
      let second = rotate(late, 17) ^ rotate(late, 19) ^ (late >> 10)
      words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
    }
    var state = hash
    for index in 0..<64 { turn(&state, words[index] &+ constants[index]) }
    for index in hash.indices { hash[index] = hash[index] &+ state[index] }
  }

  private static func turn(_ state: inout [UInt32], _ word: UInt32) {
    let (a, e) = (state[0], state[4])
    let choice = (e & state[5]) ^ (~e & state[6])
    let majority = (a & state[1]) ^ (a & state[2]) ^ (state[1] & state[2])
    let first =
      state[7] &+ (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) &+ choice &+ word
    let second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) &+ majority
    state = [first &+ second] + state[0..<3] + [state[3] &+ first] + state[4..<7]
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }
}
