// SPDX-License-Identifier: Apache-2.0

/// The key with which a scanner ends each scan.
public enum Terminator: Sendable, Equatable, CaseIterable {
  /// Enter, the Enter of the keypad, or a carriage return in any other spelling.
  case enter
  /// The Enter of the keypad alone; the other one is a carriage return in the data.
  case keypadEnter
  /// Tab, in any spelling.
  case tab
  /// Enter that a silence, the idle gap, follows; otherwise it is a carriage return in the data.
  case enterIdle
  /// None: a scan ends after a silence, the idle gap.
  case none

  /// The terminator with this name in the configuration.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// The terminator's name in the configuration.
  public var name: String {
    switch self {
    case .enter: "enter"
    case .keypadEnter: "keypad-enter"
    case .tab: "tab"
    case .enterIdle: "enter-idle"
    case .none: "none"
    }
  }

  /// True if the idle gap has a part in ending a scan.
  public var usesIdleGap: Bool { self == .none || self == .enterIdle }

  /// The keys that end a scan at once, whatever modifier is held.
  var keys: [UInt16] {
    switch self {
    case .enter: [KeyCode.enter, KeyCode.keypadEnter]
    case .keypadEnter: [KeyCode.keypadEnter]
    case .tab: [KeyCode.tab]
    case .enterIdle, .none: []
    }
  }

  /// The control character that ends a scan at once, however it is spelled; nil if there is none.
  var controlCharacter: UInt8? {
    switch self {
    case .enter: Ascii.carriageReturn
    case .tab: Ascii.tab
    case .keypadEnter, .enterIdle, .none: nil
    }
  }
}
