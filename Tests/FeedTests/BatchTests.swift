// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct BatchTests {
  /// Data that hold the ends of strings, arrays and objects.
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
    let batch = try Request.Read.answer(
      in: line + Array("],\"through\":9,\"head\":9}".utf8)
    ).get()
    #expect(batch.records.map(\.json) == objects.map { Array($0) })
    let texts = try batch.records.map { String(decoding: try $0.record.data, as: UTF8.self) }
    #expect(texts == nasty)
  }

  @Test func anEmptyBatchHasNoBytes() throws {
    let line = Array("{\"records\":[],\"through\":0,\"head\":0}".utf8)
    #expect(
      try Request.Read.answer(in: line) == .success(RecordBatch(records: [], through: 0, head: 0)))
  }
}
