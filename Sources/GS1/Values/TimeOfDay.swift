// SPDX-License-Identifier: Apache-2.0

/// A time of the day, without a time zone: labels carry none.
public struct TimeOfDay: Sendable, Hashable {
  /// 0 to 23.
  public let hour: Int
  /// 0 to 59.
  public let minute: Int
  /// 0 to 59; nil if the label has none.
  public let second: Int?

  /// The time with these numbers; nil if there is none.
  init?(hour: Int, minute: Int, second: Int? = nil) {
    guard 0..<24 ~= hour, 0..<60 ~= minute, 0..<60 ~= second ?? 0 else { return nil }
    self.hour = hour
    self.minute = minute
    self.second = second
  }
}

extension TimeOfDay: CustomStringConvertible {
  /// The time in ISO 8601 format: `14:05` or `14:05:30`.
  public var description: String {
    let parts = [hour, minute] + (second.map { [$0] } ?? [])
    return parts.map { padded($0, to: 2) }.joined(separator: ":")
  }
}
