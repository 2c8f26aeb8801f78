// SPDX-License-Identifier: Apache-2.0

/// How a scanner spells the group separator (GS, 0x1D).
public enum GroupSeparator: Sendable, Equatable, CaseIterable {
  /// Ctrl and the key of `]`, with or without Shift.
  case controlRightBracket

  /// The spelling as the configuration names it.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// What the configuration calls it.
  public var name: String {
    switch self {
    case .controlRightBracket: "ctrl-]"
    }
  }
}

/// How one scanner types: what must be known to read its keys.
public struct Profile: Sendable, Equatable {
  /// The keyboard that it was told to be.
  public var layout = Layout.us
  /// How it spells the group separator.
  public var groupSeparator = GroupSeparator.controlRightBracket
  /// How it ends a scan.
  public var terminator = Terminator.enter
  /// What it sends before each scan's data; stripped.
  public var prefix: [UInt8] = []
  /// What it sends between each scan's data and the terminator; stripped.
  public var suffix: [UInt8] = []
  /// The longest pause within a scan, in microseconds; a longer one damages it.
  public var characterTimeout: Int64 = 1_000_000
  /// The silence after which what comes is a new scan, in microseconds; never less than
  /// `characterTimeout`, whatever stands here.
  public var abandonGap: Int64 = 3_000_000
  /// The silence that ends a scan where no terminator does, in microseconds.
  public var idleGap: Int64 = 100_000
  /// The most characters that a scan may have, prefix and suffix included; at least one.
  public var maximumLength = 4096

  /// What most scanners do when they leave the factory.
  public init() {}

  /// The silence that ends everything that was begun.
  var longestGap: Int64 { max(abandonGap, characterTimeout) }
}
