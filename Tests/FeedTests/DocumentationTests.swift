// SPDX-License-Identifier: Apache-2.0

import FeedClient
import Foundation
import Testing
import Wire

/// That the conversation in docs/protocol.md is one that these modules would have.
@Suite struct DocumentationTests {
  @Test func everyLineOfTheServerIsUnderstood() throws {
    let lines = try conversation().filter { $0.hasPrefix("< ") }
    #expect(lines.count > 5)
    for line in lines {
      let answer = try Answer(parsing: Array(line.dropFirst(2).utf8))
      if case .other = answer.message { Issue.record("\(line)") }
    }
  }

  @Test func everyRequestIsReadOrRefusedAsItIsThere() throws {
    let lines = try conversation()
    #expect(lines.contains { $0.hasPrefix("> ") })
    for (request, reply) in zip(lines, lines.dropFirst()) where request.hasPrefix("> ") {
      guard case .failure(let error) = RequestLine(parsing: request.dropFirst(2).utf8).request
      else { continue }
      let answer = try Answer(parsing: Array(reply.dropFirst(2).utf8))
      #expect(answer.message == .error(error))
    }
  }

  @Test func theRecordShownIsOneThatWouldBeWrittenSo() throws {
    let text = try document().components(separatedBy: "```json\n")[1]
      .components(separatedBy: "```")[0].replacingOccurrences(of: "\n", with: "")
    let record = try JSONDecoder().decode(Record.self, from: Data(text.utf8))
    var json = JSONWriter()
    record.write(to: &json)
    #expect(String(decoding: json.bytes, as: UTF8.self) == text)
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
