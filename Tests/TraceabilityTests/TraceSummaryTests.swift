// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Testing
import Wire

@testable import Traceability

@Suite struct TraceSummaryTests {
  @Test func programsGetTheSameFactsAsOneObject() throws {
    let wrong = Remark(code: "recalled", text: "recalled")
    let answer = try json(
      TraceTarget(lot: "L"),
      [
        scan(1, "08:00:00", lot: "L", serial: "A", expiry: "2027-06-30"),
        scan(2, "08:00:01", lot: "L"), scan(3, "12:00:01", lot: "L", reasons: [wrong]),
      ], recalls: [recall(lot: "L")])
    #expect(answer["kind"] == .string("lot"))
    #expect(answer["head"]?.integer == 9)
    let found = try #require(answer["found"]?.elements.first)
    #expect(found["name"] == .string("Hand cream"))
    #expect(found["accepted"]?.integer == 2)
    #expect(found["withoutSerial"]?.integer == 1)
    #expect(found["serialCount"]?.integer == 1)
    #expect(found["units"]?.integer == 2)
    #expect(found["notAcceptedCursors"] == .array([.integer(3)]))
    #expect(found["recalled"] == .boolean(true))
    let recall = try #require(found["recalls"]?.elements.first)
    #expect(recall["notAcceptedSince"]?.integer == 1)
    #expect(recall["cursorsSince"] == .array([.integer(3)]))
    #expect(found["steps"]?.elements.first?["step"] == .string("receiving"))
    #expect(found["serials"]?.elements.first?["last"]?["cursor"]?.integer == 1)
    #expect(found["expiries"]?.elements.first?["count"]?.integer == 1)
    #expect(found["history"] == nil)
  }

  @Test func aSerialHasItsHistoryAndAnUnknownRecallIsSaid() throws {
    let answer = try json(TraceTarget(serial: "A"), [scan(1, "08:00:00", lot: "L", serial: "A")])
    let history = answer["found"]?.elements.first?["history"]?.elements
    #expect(history?.first?["lot"] == .string("L"))
    #expect(answer["recallsUnavailable"] == nil)
    #expect(try json(TraceTarget(serial: "A"), [])["found"] == .array([]))
  }

  private func json(
    _ target: TraceTarget, _ records: [Record], recalls: [RecallInfo] = []
  ) throws -> JSONValue {
    var json = JSONWriter()
    let text = TraceText(target: target, names: [cream: "Hand cream"])
    summary(target, of: records, recalls: recalls, for: .programs).write(
      text, place: (journal: "j", oldest: 1, head: 9), to: &json)
    return try #require(JSONValue(parsing: json.bytes))
  }
}
