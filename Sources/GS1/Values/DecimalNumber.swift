// SPDX-License-Identifier: Apache-2.0

/// A decimal number as labels carry it: an integer and the number of its decimals.
///
/// 1250 with 3 decimals is 1.250 and not 1.25: trailing zeros show the precision of a measure, so
/// numbers are equal only if both parts are.
public struct DecimalNumber: Sendable, Hashable {
  /// All digits, without the decimal point, with the sign.
  public let coefficient: Int
  /// The number of digits after the decimal point.
  public let scale: Int

  /// The number coefficient × 10^-scale; scales are 0 to 18.
  public init(_ coefficient: Int, scale: Int = 0) {
    self.coefficient = coefficient
    self.scale = min(max(scale, 0), 18)
  }
}

extension DecimalNumber: CustomStringConvertible {
  /// The number with a decimal point and all its decimals: `1.250`, `-0.50`, `7`.
  public var description: String {
    let digits = padded(coefficient.magnitude, to: scale + 1)
    let sign = coefficient < 0 ? "-" : ""
    guard scale > 0 else { return sign + digits }
    return "\(sign)\(digits.dropLast(scale)).\(digits.suffix(scale))"
  }
}
