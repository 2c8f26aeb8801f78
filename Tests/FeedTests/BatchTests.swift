// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import FeedClient

@Suite struct BatchTests {
  /// What ends strings, arrays and objects, as it stands in strings.
  private let nasty = ["]", "}", "\"", "\\", "\\\"]}", "{\"records\":[", "\u{1D}]}", "é]", ""]

  @Test(arguments: ["", "\"id\":7,", "\"id\":\"\\\"records\\\":[{}]\",", "\"id\":\"records\","])
  func eachRecordHasTheBytesThatTheServerSent(id: String) throws {
    let objects = nasty.enumerated().map { number, text in
      var record = sampleRecord(Int64(number + 1))
      record.data = Array(text.utf8)
      record.scanner = text
      var json = JSONWriter()
      record.write(to: &json)
      // A later server knows more about a record.
      return json.bytes.dropLast() + Array(",\"more\":[{\"]\":[]}]}".utf8)
    }
    let line = Array("{\(id)\"records\":[".utf8) + objects.joined(separator: Array(",".utf8))
    let answer = try Answer(parsing: line + Array("],\"through\":9,\"head\":9}".utf8))
    guard case .records(let batch) = answer.message else {
      Issue.record("\(answer.message)")
      return
    }
    #expect(batch.json == objects.map { Array($0) })
    #expect(batch.records.map { String(decoding: $0.data, as: UTF8.self) } == nasty)
  }

  @Test func anEmptyBatchHasNoBytes() throws {
    let line = Array("{\"records\":[],\"through\":0,\"head\":0}".utf8)
    #expect(
      try Answer(parsing: line).message
        == .records(Batch(records: [], json: [], through: 0, head: 0)))
  }
}
