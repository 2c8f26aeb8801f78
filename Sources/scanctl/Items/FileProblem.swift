// SPDX-License-Identifier: Apache-2.0

import Wire

/// What is wrong at one place of a file.
struct FileProblem: Equatable {
  /// The line, from 1.
  var line: Int
  /// The column, by its name or number; nil if it is about the whole line.
  var column: String?
  /// What is wrong, in one sentence.
  var text: String

  /// `items.csv:7: policy: "lots" is no policy: serial, lot, both or any.`, safe to show.
  func description(in file: String) -> String {
    visible("\(file):\(line): \(column.map { "\($0): " } ?? "")\(text)")
  }
}

/// All that is wrong with a file, of which the first are told.
struct FileProblems: Equatable {
  /// How many are kept.
  static let limit = 50

  private(set) var first: [FileProblem] = []
  /// How many there are.
  private(set) var count = 0

  /// Adds one.
  mutating func add(_ problem: FileProblem) {
    count += 1
    if first.count < Self.limit { first.append(problem) }
  }

  /// A line for each that is kept, and one that counts the others.
  func lines(in file: String) -> [String] {
    var lines = first.map { $0.description(in: file) }
    if count > first.count { lines.append("… and \(count - first.count) more.") }
    return lines
  }
}
