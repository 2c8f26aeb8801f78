// SPDX-License-Identifier: Apache-2.0

import Wire

/// An error at one place of a file.
package struct FileProblem: Equatable {
  /// The line, from 1.
  package var line: Int
  /// The column, by its name or number; nil if it is about the whole line.
  package var column: String?
  /// The error in one sentence.
  package var text: String

  /// `items.csv:7: policy: "lots" is no policy: serial, lot, both or any.`, safe to show.
  package func description(in file: String) -> String {
    visible("\(file):\(line): \(column.map { "\($0): " } ?? "")\(text)")
  }
}

/// All that is wrong with a file, of which the first are told.
package struct FileProblems: Equatable {
  /// The number of errors that are kept.
  package static let limit = 50

  package private(set) var first: [FileProblem] = []
  /// The number of all.
  package private(set) var count = 0

  /// Adds one; its sentence is composed only if it is kept.
  package mutating func add(_ problem: @autoclosure () -> FileProblem) {
    count += 1
    if first.count < Self.limit { first.append(problem()) }
  }

  /// A line for each that is kept, and one that counts the others.
  package func lines(in file: String) -> [String] {
    var lines = first.map { $0.description(in: file) }
    if count > first.count { lines.append("… and \(count - first.count) more.") }
    return lines
  }
}
