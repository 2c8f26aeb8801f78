// SPDX-License-Identifier: Apache-2.0

/// Why a recording cannot be read, and where.
public struct RecordingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line, counted from 1.
  public var line: Int
  /// What is wrong with it.
  public var problem: RecordingProblem

  /// A problem and its place.
  public init(line: Int, problem: RecordingProblem) {
    self.line = line
    self.problem = problem
  }

  /// A sentence for people. It quotes the recording, which is outside data.
  public var description: String { "line \(line): \(problem)" }
}

/// What can be wrong with a line of a recording.
public enum RecordingProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// A line of evemu, or `event`, that is none.
  case notAnEvent(String)
  /// A key without such a name.
  case unknownKey(String)
  /// A setting without such a name.
  case unknownSetting(String)
  /// A setting that cannot have this value.
  case badValue(setting: String, value: String)
  /// A time that is none.
  case badTime(String)
  /// A time before what has already happened.
  case timeGoesBack(String)
  /// A word in the wrong place.
  case notAllowedHere(String)
  /// A text without end, or with an escape that is none.
  case badText(String)
  /// A byte for which the layout has no key.
  case cannotBeTyped(UInt8)
  /// Brackets that are not closed, are empty or hold anything but strokes.
  case badFrame
  /// `open` after something has happened, or twice.
  case openComesFirst
  /// `profile` after something has happened, or twice.
  case profileComesFirst
  /// Anything after `unplug`.
  case nothingFollowsUnplugging
  /// A line after the blank one that is no expected result.
  case notAnOutcome(String)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .notAnEvent(let text):
      "'\(text)' is not an event: time in seconds, type and code in hexadecimal, and value"
    case .unknownKey(let name): "there is no key called '\(name)'"
    case .unknownSetting(let name): "there is no setting '\(name)'"
    case .badValue(let setting, let value): "'\(value)' is no value for \(setting)"
    case .badTime(let text): "'\(text)' is not a time such as 5us, 200ms, 1.5s or 2min"
    case .timeGoesBack(let text): "'\(text)' lies before what has already happened"
    case .notAllowedHere(let text): "'\(text)' is not allowed here"
    case .badText(let text): "'\(text)' is not a text in quotes, with {GS}, {0x1D} or {{ as escapes"
    case .cannotBeTyped(let byte):
      "no key of the layout types the byte 0x\(String(byte, radix: 16, uppercase: true))"
    case .badFrame: "a frame is presses, releases and repeats between [ and ], such as [+1 +2]"
    case .openComesFirst: "'open' must come before anything happens, and only once"
    case .profileComesFirst: "'profile' must come before anything happens, and only once"
    case .nothingFollowsUnplugging: "nothing can happen after the unplugging"
    case .notAnOutcome(let text):
      "after the blank line stands what should come out, such as whole \"123\"; not '\(text)'"
    }
  }
}
