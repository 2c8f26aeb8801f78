// SPDX-License-Identifier: Apache-2.0

/// The way one scanner types: everything needed to read its keys.
public struct Profile: Sendable, Equatable {
  /// The keyboard layout that the scanner is set to.
  public var layout = Layout.us
  /// The spellings of the group separator.
  public var groupSeparator = GroupSeparator.auto
  /// The key that ends a scan.
  public var terminator = Terminator.enter
  /// The bytes before each scan's data; stripped.
  public var prefix: [UInt8] = []
  /// The bytes between each scan's data and the terminator; stripped.
  public var suffix: [UInt8] = []
  /// The longest pause within a scan, in microseconds; a longer one damages it.
  public var characterTimeout: Int64 = 1_000_000
  /// The silence after which a new scan begins, in microseconds. Values below `characterTimeout`
  /// count as `characterTimeout`.
  public var abandonGap: Int64 = 3_000_000
  /// The silence that ends a scan without a terminator, or after one of `enterIdle`, in microseconds.
  public var idleGap: Int64 = 100_000
  /// The largest number of bytes in a scan, with prefix and suffix; at least one.
  public var maximumLength = 4096

  /// The factory settings of most scanners.
  public init() {}

  /// The silence that ends every open scan.
  var longestGap: Int64 { max(abandonGap, characterTimeout) }
}
