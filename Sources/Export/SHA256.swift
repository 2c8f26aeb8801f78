// SPDX-License-Identifier: Apache-2.0

// The hash that event names are made of. A library for it would be BoringSSL in whole, for one
// function of 60 lines that nobody attacks: what is hashed is public, and nothing is secret.

/// The hash function SHA-256 (FIPS 180-4, section 6.2).
enum SHA256 {
  /// The hash of a message, in lower-case hexadecimal.
  static func hexadecimal(_ message: [UInt8]) -> String {
    var hash = initialHash
    var schedule = [UInt32](repeating: 0, count: 64)
    let blocks = padded(message)
    for block in stride(from: 0, to: blocks.count, by: 64) {
      expand(blocks[block..<(block + 64)], into: &schedule)
      compress(schedule, into: &hash)
    }
    let digits = hash.flatMap { word in
      stride(from: 28, through: 0, by: -4).map { shift in String(word >> shift & 15, radix: 16) }
    }
    return digits.joined()
  }

  /// The message, a one, as many zeros as it takes, and the message's length in bits.
  private static func padded(_ message: [UInt8]) -> [UInt8] {
    var bytes = message
    bytes.append(0x80)
    bytes += [UInt8](repeating: 0, count: (120 - bytes.count % 64) % 64)
    let bits = UInt64(message.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
    return bytes
  }

  private static func expand(_ block: ArraySlice<UInt8>, into schedule: inout [UInt32]) {
    var bytes = block.makeIterator()
    for place in 0..<16 {
      var word: UInt32 = 0
      for _ in 0..<4 { word = word << 8 | UInt32(bytes.next() ?? 0) }
      schedule[place] = word
    }
    for place in 16..<64 {
      let (early, late) = (schedule[place - 15], schedule[place - 2])
      let low = turn(early, 7) ^ turn(early, 18) ^ early >> 3
      let high = turn(late, 17) ^ turn(late, 19) ^ late >> 10
      schedule[place] = schedule[place - 16] &+ low &+ schedule[place - 7] &+ high
    }
  }

  private static func compress(_ schedule: [UInt32], into hash: inout [UInt32]) {
    var (a, b, c, d) = (hash[0], hash[1], hash[2], hash[3])
    var (e, f, g, h) = (hash[4], hash[5], hash[6], hash[7])
    for round in 0..<64 {
      let choice = e & f ^ ~e & g
      let majority = a & b ^ a & c ^ b & c
      let word = constants[round] &+ schedule[round]
      let first = h &+ (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) &+ choice &+ word
      let second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) &+ majority
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ second)
    }
    for (place, word) in [a, b, c, d, e, f, g, h].enumerated() { hash[place] &+= word }
  }

  private static func turn(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }
}

/// The first bits of the fractions of the first eight primes' square roots.
private let initialHash: [UInt32] = [
  0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c,
  0x1f83_d9ab, 0x5be0_cd19,
]

/// The first bits of the fractions of the first 64 primes' cube roots.
private let constants: [UInt32] = [
  0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1,
  0x923f_82a4, 0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
  0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786,
  0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
  0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147,
  0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
  0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
  0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
  0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a,
  0x5b9c_ca4f, 0x682e_6ff3, 0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
  0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
]
