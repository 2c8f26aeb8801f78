// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct RequestTests {
  @Test(
    arguments: [
      (#"{"status":{}}"#, .query(.status(.init()))),
      (#"{"scanners":{}}"#, .query(.scanners(.init()))),
      (#"{"follow":{"after":"now"}}"#, .follow(Request.Follow(after: .now))),
      (#"{"follow":{"after":"start"}}"#, .follow(Request.Follow(after: .start))),
      (#"{"follow":{"after":0}}"#, .follow(Request.Follow(after: .cursor(0)))),
      (
        #" { "follow" : {"journal":"u","after":7} } "# + "\r",
        .follow(Request.Follow(after: .cursor(7), journal: "u"))
      ),
      (#"{"read":{}}"#, .read(Request.Read(after: .start))),
      (
        #"{"read":{"after":5,"limit":1000,"waitMilliseconds":60000}}"#,
        .read(Request.Read(after: .cursor(5), limit: 1000, waitMilliseconds: 60_000))
      ),
      (
        #"{"trace":{"lot":"A","gtin":"1","serial":"2","sscc":"3","after":4,"limit":5}}"#,
        .trace(Request.Trace(gtin: "1", lot: "A", serial: "2", sscc: "3", after: 4, limit: 5))
      ),
    ] as [(String, Request)])
  func aRequestIsRead(line: String, request: Request) {
    #expect(RequestLine(parsing: line.utf8).request == .success(request))
  }

  @Test func everyFilterIsRead() throws {
    let line = """
      {"follow":{"after":1,"verdicts":["accepted","rejected","incomplete"],"stations":["a"],\
      "steps":["b","c"],"gtins":["d"],"lots":["e"],"serials":["f"],\
      "since":"2026-11-23T08:06:00Z","until":"2026-11-24T00:00:00.5Z"}}
      """
    guard case .follow(let follow) = try RequestLine(parsing: line.utf8).request.get() else {
      Issue.record("not a follow")
      return
    }
    #expect(follow.filter.verdicts == [.accepted, .rejected, .incomplete])
    #expect(follow.filter.stations == ["a"])
    #expect(follow.filter.steps == ["b", "c"])
    #expect(follow.filter.gtins == ["d"])
    #expect(follow.filter.lots == ["e"])
    #expect(follow.filter.serials == ["f"])
    #expect(follow.filter.since == Timestamp("2026-11-23T08:06:00Z"))
    #expect(follow.filter.until == Timestamp("2026-11-24T00:00:00.5Z"))
    #expect(!follow.filter.isEmpty)
    #expect(RecordFilter().isEmpty)
  }

  @Test(arguments: [
    ("", "malformed"), ("status", "malformed"), ("[]", "malformed"), ("null", "malformed"),
    ("{", "malformed"), (#"{"status":{}"#, "malformed"), (#"{"status":{}} {"#, "malformed"),
    (#"{"status":{},"scanners":{}}"#, "malformed"), (#"{"status":{},"status":{}}"#, "malformed"),
    (#"{"id":1.5,"status":{}}"#, "malformed"), (#"{"id":null,"status":{}}"#, "malformed"),
    (#"{"id":[],"status":{}}"#, "malformed"),
    ("{\"id\":\"\(String(repeating: "x", count: 257))\",\"status\":{}}", "malformed"),
    ("{}", "unknown-request"), (#"{"id":1}"#, "unknown-request"),
    (#"{"stauts":{}}"#, "unknown-request"), (#"{"":{}}"#, "unknown-request"),
    (#"{"acknowledged":{}}"#, "unknown-request"),
    (#"{"status":1}"#, "bad-value"), (#"{"follow":[]}"#, "bad-value"),
    (#"{"follow":{}}"#, "missing-field"), (#"{"trace":{}}"#, "missing-field"),
    (#"{"trace":{"after":1}}"#, "missing-field"),
    (#"{"status":{"x":1}}"#, "unknown-field"),
    (#"{"follow":{"after":1,"station":["a"]}}"#, "unknown-field"),
    (#"{"follow":{"after":1,"limit":1}}"#, "unknown-field"),
    (#"{"follow":{"after":-1}}"#, "bad-value"), (#"{"follow":{"after":1.5}}"#, "bad-value"),
    (#"{"follow":{"after":"1"}}"#, "bad-value"), (#"{"follow":{"after":null}}"#, "bad-value"),
    (#"{"follow":{"after":9223372036854775808}}"#, "bad-value"),
    (#"{"follow":{"after":1,"journal":7}}"#, "bad-value"),
    (#"{"follow":{"after":1,"stations":"a"}}"#, "bad-value"),
    (#"{"follow":{"after":1,"stations":[]}}"#, "bad-value"),
    (#"{"follow":{"after":1,"stations":[1]}}"#, "bad-value"),
    (#"{"follow":{"after":1,"verdicts":["good"]}}"#, "bad-value"),
    (#"{"read":{"limit":0}}"#, "bad-value"), (#"{"read":{"limit":1001}}"#, "bad-value"),
    (#"{"read":{"limit":"5"}}"#, "bad-value"),
    (#"{"read":{"waitMilliseconds":60001}}"#, "bad-value"),
    (#"{"read":{"waitMilliseconds":-1}}"#, "bad-value"),
    (#"{"acknowledge":{}}"#, "missing-field"),
    (#"{"acknowledge":{"subscriber":"wms"}}"#, "missing-field"),
    (#"{"acknowledge":{"subscriber":"Wms","cursor":1}}"#, "bad-value"),
    (#"{"follow":{"subscriber":""}}"#, "bad-value"),
    (#"{"follow":{"subscriber":"-a"}}"#, "bad-value"),
    (#"{"follow":{"after":1,"since":"yesterday"}}"#, "bad-value"),
    (#"{"setItems":{"items":[{"gtin":"1"}]}}"#, "missing-field"),
    (#"{"setItems":{"items":[{"gtin":"1","policy":"lot","nmae":"x"}]}}"#, "unknown-field"),
    (#"{"setItems":{"items":[],"more":true}}"#, "missing-field"),
    (#"{"addRecall":{"lot":"A"}}"#, "missing-field"), (#"{"liftRecall":{}}"#, "missing-field"),
    (#"{"resolve":{"cursors":[],"note":"x"}}"#, "bad-value"),
    (#"{"resolve":{"cursors":[1]}}"#, "missing-field"),
    (#"{"exceptions":{"state":"done"}}"#, "bad-value"),
    (#"{"backup":{"offset":1}}"#, "bad-value"),
    (#"{"recalls":{"inForce":1}}"#, "bad-value"),
    (#"{"trace":{"lot":1}}"#, "bad-value"), (#"{"trace":{"lot":"A","limit":0}}"#, "bad-value"),
  ])
  func whatIsWrongIsNamed(line: String, code: String) {
    #expect(error(of: line)?.code.rawValue == code)
  }

  @Test(arguments: [
    #"{"stätus":{}}"#, #"{"st\u00e4tus":{}}"#, #"{"read":{"\ud83e\uddc0":1}}"#,
    "{\"\(String(repeating: "k", count: 65))\":{}}",
  ])
  func aKeyIsASCIIOf64Bytes(line: String) throws {
    let refusal = try #require(error(of: line))
    #expect(refusal.code == .malformed)
    #expect(refusal.text == "A key of the line is not ASCII, or longer than 64 bytes.")
    let longest = String(repeating: "k", count: 64)
    #expect(error(of: "{\"\(longest)\":{}}")?.code == .unknownRequest)
  }

  @Test(arguments: [
    ("stations", 64), ("steps", 64), ("gtins", 14), ("lots", 20), ("serials", 20),
  ])
  func aChoiceIsNoLongerThanWhatItIsComparedWith(name: String, limit: Int) {
    func line(_ count: Int) -> String {
      "{\"read\":{\"\(name)\":[\"\(String(repeating: "x", count: count))\"]}}"
    }
    #expect(error(of: line(limit)) == nil)
    #expect(error(of: line(limit + 1))?.code == .badValue)
  }

  @Test func choicesThatComeAgainAreOne() throws {
    let line = #"{"read":{"lots":["b","a","b"],"verdicts":["rejected","accepted","rejected"]}}"#
    let request = try RequestLine(parsing: line.utf8).request.get()
    var json = JSONWriter()
    request.write(to: &json)
    #expect(
      String(decoding: json.bytes, as: UTF8.self)
        == #"{"read":{"verdicts":["accepted","rejected"],"lots":["a","b"]}}"#)
  }

  @Test func aListHasAtMost100Choices() {
    func line(_ count: Int) -> String {
      let lots = (0..<count).map { "\"\($0)\"" }.joined(separator: ",")
      return "{\"follow\":{\"after\":1,\"lots\":[\(lots)]}}"
    }
    #expect(error(of: line(100)) == nil)
    #expect(error(of: line(101))?.code == .badValue)
  }

  @Test(arguments: [
    (#"{"folow":{}}"#, "\"follow\""), (#"{"STATUS":{}}"#, "\"status\""),
    (#"{"follow":{"after":1,"statoins":["a"]}}"#, "\"stations\""),
    (#"{"read":{"limits":1}}"#, "\"limit\""),
    (#"{"trace":{"lot":"A","seriel":"B"}}"#, "\"serial\""),
  ])
  func aMisspeltNameIsAnsweredWithTheNearestOne(line: String, name: String) throws {
    #expect(try #require(error(of: line)).text.contains("did you mean \(name)?"))
  }

  @Test func aNameThatIsNearNothingIsAnsweredWithAllThereAre() throws {
    let request = try #require(error(of: #"{"quux":{}}"#))
    #expect(request.text.contains("follow, read, trace, status, scanners"))
    let field = try #require(error(of: #"{"read":{"colour":1}}"#))
    #expect(field.text.contains("after, journal, limit, waitMilliseconds, verdicts"))
  }

  @Test(arguments: [
    #"{"\u001b[2J":{}}"#, #"{"read":{"\u001b[2J":{}}}"#,
    #"{"read":{"verdicts":["\u001b[2J\u202e"]}}"#, #"{"\u001b[2J":1,"b":2}"#,
  ])
  func whatTheErrorQuotesIsSafeToShow(line: String) throws {
    let text = try #require(error(of: line)).text
    #expect(text.contains(line.contains("202e") ? "{ESC}[2J{U+202E}" : "{ESC}[2J"))
    #expect(!text.unicodeScalars.contains(where: actsOnItsSurroundings))
  }

  @Test func anErrorIsShortWhateverTheRequestWas() throws {
    let long = String(repeating: "e\u{301}\u{202e}", count: 9_000)
    for line in [
      "{\"\(long)\":{}}", "{\"read\":{\"\(long)\":1}}", "{\"\(long)\":1,\"\(long)b\":2}",
      "{\"read\":{\"verdicts\":[\"\(long)\"]}}", "{\"follow\":{\"after\":\"\(long)\"}}",
    ] {
      #expect(try #require(error(of: line)).text.utf8.count < 3_000)
    }
  }

  @Test(
    arguments: [
      (#"{"id":7,"status":{}}"#, JSONValue.integer(7)), (#"{"id":"a","x":{}}"#, .string("a")),
      (#"{"status":{"x":1},"id":-1}"#, .integer(-1)), (#"{"status":{}}"#, nil),
      (#"{"id":{},"status":{}}"#, nil), ("{\"id\":7", nil),
    ] as [(String, JSONValue?)])
  func theIdIsKeptForTheAnswer(line: String, id: JSONValue?) {
    #expect(RequestLine(parsing: line.utf8).id == id)
  }

  private func error(of line: String) -> RequestError? {
    if case .failure(let error) = RequestLine(parsing: line.utf8).request { error } else { nil }
  }
}
