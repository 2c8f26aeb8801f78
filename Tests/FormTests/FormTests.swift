// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct FormTests {
  private let files: [SourceFile]

  init() throws {
    files = try swiftFiles(in: "Sources") + swiftFiles(in: "Tests")
  }

  @Test func everyFileNamesItsLicenceFirst() {
    for file in files where file.lines.first != "// SPDX-License-Identifier: Apache-2.0" {
      Issue.record("\(file.path): the first line must name the licence")
    }
  }

  @Test func noFileIsLongerThan400Lines() {
    for file in files where !file.isGenerated && file.lines.count > 401 {
      Issue.record("\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test func nothingIsLeftForLaterInTheCode() {
    let marks = ["TODO", "FIXME", "HACK", "not implemented"]
    for file in files where !file.path.hasSuffix("FormTests.swift") {
      for (number, line) in file.lines.enumerated() {
        for mark in marks where line.contains(mark) {
          Issue.record("\(file.path):\(number + 1): \(mark)")
        }
      }
    }
  }

  /// A comment begins with the thing that it is about: "The newest cursor", not "What is newest".
  @Test func noCommentBeginsWithAQuestion() {
    let questions: Set<Substring> = [
      "What", "Whether", "Which", "Why", "How", "When", "Where", "Who", "Whoever", "That",
    ]
    for file in files {
      for (number, line) in file.lines.enumerated() where isFirstOfComment(number, file) {
        let words = line.drop { $0 == " " || $0 == "/" }.split(separator: " ", maxSplits: 1)
        if let word = words.first, questions.contains(word) {
          Issue.record("\(file.path):\(number + 1): a comment begins with \(word)")
        }
      }
    }
  }

  private func isFirstOfComment(_ number: Int, _ file: SourceFile) -> Bool {
    func isComment(_ line: String) -> Bool { line.drop { $0 == " " }.hasPrefix("//") }
    return isComment(file.lines[number]) && (number == 0 || !isComment(file.lines[number - 1]))
  }

  /// These compare or hash text as Unicode means it, which costs the square of its length; ByteText.swift
  /// has what is used instead.
  @Test func textFromOutsideIsComparedAsBytes() {
    let constructs = ["case .string(\"", "(rawValue: ", ".hasPrefix(", ".hasSuffix("]
    let folders = ["Sources/Wire/", "Sources/Tracking/"]
    for file in files where folders.contains(where: { file.path.hasPrefix($0) }) {
      for (number, line) in file.lines.enumerated() {
        for construct in constructs where line.contains(construct) {
          Issue.record("\(file.path):\(number + 1): \(construct) compares text from outside")
        }
      }
    }
  }

  @Test func theDaemonNeverBringsInAllOfFoundation() {
    for file in files where file.path.hasPrefix("Sources/") {
      #expect(!file.lines.contains("import Foundation"), "\(file.path)")
    }
  }
}
