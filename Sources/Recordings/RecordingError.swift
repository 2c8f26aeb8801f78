// SPDX-License-Identifier: Apache-2.0

import Wedge

/// An error in a recording, with its line.
public struct RecordingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line number, from 1.
  public var line: Int
  /// The problem with the line.
  public var problem: Problem

  /// An error in a line.
  public init(line: Int, problem: Problem) {
    self.line = line
    self.problem = problem
  }

  /// The error as a sentence. It quotes the recording, which is outside data.
  public var description: String { "line \(line): \(problem)" }

  /// The kinds of problems, with the words that they are about.
  public enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
    /// A line of evemu, or an `event` statement, that is not an event.
    case notAnEvent(String)
    /// An unknown key name.
    case unknownKey(String)
    /// An unknown setting.
    case unknownSetting(String)
    /// A value that the setting cannot have.
    case badValue(setting: String, value: String)
    /// A malformed time.
    case badTime(String)
    /// A time before the previous one.
    case timeGoesBack(String)
    /// A word in the wrong place.
    case notAllowedHere(String)
    /// A text without closing quote, or with an unknown escape.
    case badText(String)
    /// A character for which the layout has no key.
    case cannotBeTyped(Unicode.Scalar)
    /// A layout that there is not.
    case noLayout(String, LayoutError)
    /// Brackets that are not closed, are empty, or contain anything but strokes.
    case badFrame
    /// `open` after an event, or twice.
    case openComesFirst
    /// `profile` after an event, or twice.
    case profileComesFirst
    /// Anything after `unplug`.
    case nothingFollowsUnplugging
    /// A line after the blank line that is not an expected result.
    case notAnOutcome(String)

    /// The problem as a sentence.
    public var description: String {
      switch self {
      case .notAnEvent(let text):
        "\(quoted(text)) is not an event: time in seconds, type and code in hexadecimal, and value"
      case .unknownKey(let name): "there is no key named \(quoted(name))"
      case .unknownSetting(let name): "there is no setting named \(quoted(name))"
      case .badValue(let setting, let value): "\(quoted(value)) is not a value of \(setting)"
      case .badTime(let text): "\(quoted(text)) is not a time such as 5us, 200ms, 1.5s or 2min"
      case .timeGoesBack(let text): "\(quoted(text)) is before the previous time"
      case .notAllowedHere(let text): "\(quoted(text)) is not allowed here"
      case .badText(let text):
        "\(quoted(text)) is not a quoted text with escapes such as {GS}, {0x1D} and {{"
      case .cannotBeTyped(let scalar):
        "the layout has no key for U+\(String(scalar.value, radix: 16, uppercase: true))"
      case .noLayout(let name, .unknown(let nearest?)):
        "there is no layout \(quoted(name)); did you mean \(quoted(nearest))?"
      case .noLayout(let name, .unknown(nil)): "there is no layout \(quoted(name))"
      case .noLayout(let name, .unusable(let cause)):
        "the layout \(quoted(name)) cannot be used: \(cause)"
      case .badFrame:
        "a frame contains presses, releases and repeats between [ and ], such as [+1 +2]"
      case .openComesFirst: "'open' must come before all events, and only once"
      case .profileComesFirst: "'profile' must come before all events, and only once"
      case .nothingFollowsUnplugging: "nothing can follow 'unplug'"
      case .notAnOutcome(let text):
        "\(quoted(text)) is not an expected result such as whole \"123\""
      }
    }
  }
}

/// A text in quotes; of a long one only the beginning, as a line may be the whole file.
private func quoted(_ text: String) -> String {
  let scalars = text.unicodeScalars
  guard let end = scalars.index(scalars.startIndex, offsetBy: 100, limitedBy: scalars.endIndex),
    end < scalars.endIndex
  else { return "'\(text)'" }
  return "'\(String(scalars[..<end]))…'"
}
