// SPDX-License-Identifier: Apache-2.0

/// The check digit for these digits, at most 17 of them; nil if they are not digits.
///
/// It is the last digit of a GTIN, an SSCC, a GLN and every other GS1 key that has one (GS1 General
/// Specifications, section 7.9.1).
public func checkDigit(for digits: some StringProtocol) -> Int? {
  let bytes = Array(digits.utf8)
  guard 1...17 ~= bytes.count, bytes.span.isDigits(0..<bytes.count) else { return nil }
  let zeros = [UInt8](repeating: 0x30, count: 17 - bytes.count)
  let key = zeros + bytes + [0x30]
  return (10 - key.span.weightedSum(0..<key.count) % 10) % 10
}
