// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Wire

/// The conversation in docs/protocol.md is one that these modules would have.
@Suite struct DocumentationTests {
  @Test func everyLineOfTheServerIsUnderstood() throws {
    let lines = try conversation().filter { $0.hasPrefix("< ") }
    #expect(lines.count > 5)
    for line in lines {
      let answer = try ServerLine(parsing: line.dropFirst(2).utf8)
      guard case .other(let fields) = answer.message else { continue }
      #expect(fields["records"] != nil || fields["trace"] != nil, "\(line)")
    }
  }

  @Test func everyRequestIsReadOrRefusedAsItIsThere() throws {
    let lines = try conversation()
    #expect(lines.contains { $0.hasPrefix("> ") })
    for (request, reply) in zip(lines, lines.dropFirst()) where request.hasPrefix("> ") {
      guard case .failure(let error) = RequestLine(parsing: request.dropFirst(2).utf8).request
      else { continue }
      let answer = try ServerLine(parsing: reply.dropFirst(2).utf8)
      #expect(answer.message == .error(error))
    }
  }

  @Test func theRecordShownIsOneThatWouldBeWrittenSo() throws {
    let text = try document().components(separatedBy: "```json\n")[1]
      .components(separatedBy: "```")[0].replacingOccurrences(of: "\n", with: "")
    let record = try Record(parsing: Array(text.utf8))
    #expect(String(decoding: record.json, as: UTF8.self) == text)
  }

  @Test func theTableOfErrorsHasEveryCodeInOrder() throws {
    let rows = try document().components(separatedBy: "## Errors")[1]
      .components(separatedBy: "\n## ")[0].split(separator: "\n").filter { $0.hasPrefix("| `") }
    let table = rows.map { $0.components(separatedBy: "`")[1] }
    #expect(table == RequestError.Code.allCases.map(\.rawValue))
  }

  /// The lines of the conversation, those that are broken there joined again.
  private func conversation() throws -> [String] {
    let block = try document().components(separatedBy: "## A conversation")[1]
      .components(separatedBy: "```")[1]
    return block.split(separator: "\n").reduce(into: []) { lines, line in
      if line.hasPrefix("  ") {
        lines[lines.count - 1] += line.dropFirst(2)
      } else {
        lines.append(String(line))
      }
    }
  }

  private func document() throws -> String {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "docs/protocol.md"), encoding: .utf8)
  }
}
