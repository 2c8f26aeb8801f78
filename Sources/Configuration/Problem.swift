// SPDX-License-Identifier: Apache-2.0

import Wire

/// One thing that is wrong in the configuration, and where.
public struct Problem: Sendable, Hashable, CustomStringConvertible {
  /// The path of the file.
  public let file: String
  /// The line, from 1 (the first one of a continued line); nil when the whole file is meant.
  public let line: Int?
  /// The key, or the section in brackets; nil when neither can be named.
  public let key: String?
  /// What is wrong and what to write instead; safe to show.
  public let text: String
  /// The section it belongs to; nil when that is not known.
  let section: String?

  /// A problem of a whole file, such as that it cannot be read.
  public init(file: String, text: String) {
    self.init(file: file, text: text, section: nil)
  }

  init(file: String, line: Int? = nil, key: String? = nil, text: String, section: String?) {
    self.file = file
    self.line = line
    self.key = key.map { shown($0) }
    self.text = text
    self.section = section
  }

  /// `FILE:LINE: KEY: TEXT`, one line that is safe on a terminal and in a log.
  public var description: String {
    var place = visible(file)
    if let line { place += ":\(line)" }
    if let key { place += ": \(key)" }
    return "\(place): \(text)"
  }
}

/// Text from a file, safe to show and cut where it is longer than anybody wants to read.
func shown(_ text: String) -> String {
  let longest = 60
  let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest)))
  return visible(start) + (start.utf8.count < text.utf8.count ? "…" : "")
}

/// Problems up to a number that somebody may still read; the rest is counted.
struct ProblemList {
  static let most = 100
  private(set) var shown: [Problem] = []
  private var left = 0

  var isComplete: Bool { left == 0 }

  /// Adds a problem; its sentence is made only if it is one of those shown.
  mutating func append(_ problem: @autoclosure () -> Problem) {
    if shown.count < Self.most { shown.append(problem()) } else { left += 1 }
  }

  /// The problems, and a last one that says how many more there are.
  func all(of file: String) -> [Problem] {
    if isComplete { return shown }
    return shown + [Problem(file: file, text: "\(left) more problems are not shown")]
  }
}
