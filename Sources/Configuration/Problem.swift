// SPDX-License-Identifier: Apache-2.0

import Wire

/// An error in the configuration, and its place.
public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of problems.
  public enum Code: Sendable {
    /// A file cannot be read, or is not text.
    case unreadable
    /// A line is neither a section header nor an assignment.
    case syntax
    /// A section does not exist, or belongs in another file.
    case unknownSection
    /// A key does not exist, or belongs in another section.
    case unknownKey
    /// A value is not one that the key can have.
    case badValue
    /// An assignment has no effect, or contradicts another one.
    case conflict
    /// A [Match] section matches every keyboard.
    case matchesEverything
    /// A .scanner file is ignored because of its other problems.
    case ignoredUnit
    /// A drop-in belongs to a file that does not exist.
    case orphanDropIn
    /// More problems exist than are reported.
    case tooMany
  }

  /// The kind of problem.
  public let code: Code
  /// The path of the file.
  public let file: String
  /// The line, from 1 (the first one of a continued line); nil for a problem of the whole file.
  public let line: Int?
  /// The key, or the section in brackets; nil if there is neither.
  public let key: String?
  /// The sentence for people, with the remedy; safe to show.
  public let text: String
  /// The section that the problem is in; nil if that is not known.
  let section: String?

  /// A problem of a whole file.
  init(_ code: Code, file: String, text: String) {
    self.init(code, file: file, text: text, section: nil)
  }

  init(
    _ code: Code, file: String, line: Int? = nil, key: String? = nil, text: String,
    section: String?
  ) {
    self.code = code
    self.file = file
    self.line = line
    self.key = key.map { shown($0) }
    self.text = text
    self.section = section
  }

  /// `FILE:LINE: KEY: TEXT`, in one line that is safe on a terminal and in a log.
  public var description: String {
    var place = visible(file)
    if let line { place += ":\(line)" }
    if let key { place += ": \(key)" }
    return "\(place): \(text)"
  }
}

/// Text from a file, made safe to show and cut to a readable length.
func shown(_ text: String) -> String {
  let longest = 60
  let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest)))
  return visible(start) + (start.utf8.count < text.utf8.count ? "…" : "")
}

/// The first problems of a file, and the number of the others.
struct ProblemList {
  static let most = 100
  private(set) var shown: [Problem] = []
  private var left = 0

  var isComplete: Bool { left == 0 }

  /// Adds a problem; its sentence is composed only if it is shown.
  mutating func append(_ problem: @autoclosure () -> Problem) {
    if shown.count < Self.most { shown.append(problem()) } else { left += 1 }
  }

  /// The problems, and a last one with the number of the others.
  func all(of file: String) -> [Problem] {
    if isComplete { return shown }
    return shown + [Problem(.tooMany, file: file, text: "\(left) more problems are not shown")]
  }
}
