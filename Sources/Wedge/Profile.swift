// SPDX-License-Identifier: Apache-2.0

/// The keys with which a scanner spells the group separator (GS, 0x1D).
public enum GroupSeparator: Sendable, Equatable, CaseIterable {
  /// Ctrl with the `]` key, with or without Shift.
  case controlRightBracket

  /// The spelling with this name in the configuration.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// The spelling's name in the configuration.
  public var name: String {
    switch self {
    case .controlRightBracket: "ctrl-]"
    }
  }
}

/// The way one scanner types: everything needed to read its keys.
public struct Profile: Sendable, Equatable {
  /// The keyboard layout that the scanner is set to.
  public var layout = Layout.us
  /// The spelling of the group separator.
  public var groupSeparator = GroupSeparator.controlRightBracket
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
  /// The silence that ends a scan without a terminator, in microseconds.
  public var idleGap: Int64 = 100_000
  /// The largest number of characters in a scan, with prefix and suffix; at least one.
  public var maximumLength = 4096

  /// The factory settings of most scanners.
  public init() {}

  /// The silence that ends every open scan.
  var longestGap: Int64 { max(abandonGap, characterTimeout) }

  /// Strips prefix and suffix from the data of a whole scan.
  func strippingAffixes(
    from data: ArraySlice<UInt8>
  ) -> (body: ArraySlice<UInt8>, lacksAffix: Bool) {
    var body = data
    let hadPrefix = body.starts(with: prefix)
    if hadPrefix { body = body.dropFirst(prefix.count) }
    let hadSuffix = body.reversed().starts(with: suffix.reversed())
    if hadSuffix { body = body.dropLast(suffix.count) }
    return (body, !hadPrefix || !hadSuffix)
  }
}
