// SPDX-License-Identifier: Apache-2.0

// Lines as long as a request may be, made to cost as much as possible. Anybody who may open the
// socket may send one. Benchmarks/Sources/lines has the same file: the test holds their outcomes, the
// benchmark measures their cost.

/// A line of 64 KiB and its outcome.
struct WorstLine: Sendable {
  let name: String
  let bytes: [UInt8]
  /// `accepted`, or the code of the error.
  let outcome: String

  init(_ name: String, _ text: String, _ outcome: String) {
    self.name = name
    self.bytes = Array(text.utf8)
    self.outcome = outcome
  }

  /// A line with as many of `unit` between `start` and `end` as there is room for.
  init(
    _ name: String, _ start: String, filledWith unit: String, _ end: String, _ outcome: String
  ) {
    let room = longestLine - start.utf8.count - end.utf8.count
    let filling = String(repeating: unit, count: room / unit.utf8.count)
    self.init(name, start + filling + end, outcome)
  }
}

private let longestLine = 65_536

/// A point and a cedilla: Unicode's normal form puts all cedillas of a run before all points.
private let marks = "\u{5B0}\u{327}"

extension WorstLine {
  /// The name of the line whose filters are all full.
  static let fullFilter = "filters with 100 values each"

  /// Every kind there is.
  static let all = fields + keys + values + numbers + strings + full

  /// Combining marks, raw and escaped, in the place of each string that a request can have.
  private static let fields: [WorstLine] = [
    (#"{"id":""#, #"","status":{}}"#, "malformed"),
    (#"{"follow":{"after":""#, #""}}"#, "bad-value"),
    (#"{"follow":{"after":0,"journal":""#, #""}}"#, "bad-value"),
    (#"{"follow":{"subscriber":""#, #""}}"#, "bad-value"),
    (#"{"read":{"verdicts":[""#, #""]}}"#, "bad-value"),
    (#"{"read":{"stations":[""#, #""]}}"#, "bad-value"),
    (#"{"read":{"steps":[""#, #""]}}"#, "bad-value"),
    (#"{"read":{"gtins":[""#, #""]}}"#, "bad-value"),
    (#"{"read":{"lots":[""#, #""]}}"#, "bad-value"),
    (#"{"read":{"serials":[""#, #""]}}"#, "bad-value"),
    (#"{"read":{"since":""#, #""}}"#, "bad-value"),
    (#"{"read":{"until":"2026-11-23T08:06:00"#, #""}}"#, "bad-value"),
    (#"{"read":{"until":"2026"#, #""}}"#, "bad-value"),
    (#"{"read":{"limit":""#, #""}}"#, "bad-value"),
    (#"{"trace":{"gtin":""#, #""}}"#, "bad-value"),
    (#"{"trace":{"lot":""#, #""}}"#, "bad-value"),
    (#"{"trace":{"serial":""#, #""}}"#, "bad-value"),
    (#"{"trace":{"sscc":""#, #""}}"#, "bad-value"),
    (#"{"exceptions":{"state":""#, #""}}"#, "bad-value"),
    (#"{"resolve":{"cursors":[1],"note":""#, #""}}"#, "bad-value"),
    (#"{"acknowledge":{"cursor":1,"subscriber":""#, #""}}"#, "bad-value"),
    (#"{"acknowledge":{"subscriber":"a","cursor":1,"journal":""#, #""}}"#, "bad-value"),
    (#"{"forgetSubscriber":{"subscriber":""#, #""}}"#, "bad-value"),
    (#"{"items":{"gtin":""#, #""}}"#, "bad-value"),
    (#"{"items":{"after":""#, #""}}"#, "bad-value"),
    (#"{"setItems":{"batch":""#, #""}}"#, "bad-value"),
    (#"{"setItems":{"items":[{"policy":"lot","gtin":""#, #""}]}}"#, "bad-value"),
    (#"{"setItems":{"items":[{"gtin":"1","policy":"lot","name":""#, #""}]}}"#, "bad-value"),
    (#"{"setItems":{"items":[{"gtin":"1","policy":""#, #""}]}}"#, "bad-value"),
    (#"{"setItems":{"items":[{"gtin":"1","policy":"lot","expired":""#, #""}]}}"#, "bad-value"),
    (#"{"removeItem":{"gtin":""#, #""}}"#, "bad-value"),
    (#"{"addRecall":{"reason":"x","gtin":""#, #""}}"#, "bad-value"),
    (#"{"addRecall":{"reason":"x","lot":""#, #""}}"#, "bad-value"),
    (#"{"addRecall":{"reason":"x","serial":""#, #""}}"#, "bad-value"),
    (#"{"addRecall":{"lot":"x","reason":""#, #""}}"#, "bad-value"),
    (#"{"backup":{"id":""#, #""}}"#, "bad-value"),
    (#"{"backup":{"id":"x","end":""#, #""}}"#, "bad-value"),
    (#"{""#, #"":{}}"#, "malformed"),
    (#"{""#, #"":{},"x":{}}"#, "malformed"),
    (#"{"status":{""#, #"":1}}"#, "malformed"),
    (#"{"setItems":{"items":[{""#, #"":1}]}}"#, "malformed"),
  ].flatMap { start, end, outcome in
    [
      WorstLine("marks in \(start)…", start, filledWith: marks, end, outcome),
      WorstLine("escaped marks in \(start)…", start, filledWith: #"\u05b0\u0327"#, end, outcome),
    ]
  }

  private static let keys = [
    WorstLine("4,900 requests", "{" + keys(4_900, from: "req-") + "}", "malformed"),
    WorstLine(
      "4,900 fields", #"{"status":{"# + keys(4_900, from: "fld-") + "}}", "unknown-field"),
    WorstLine("8,000 fields", #"{"status":{"# + keys(8_000) + "}}", "malformed"),
    WorstLine(
      "the last key twice", #"{"status":{"# + keys(4_900, from: "key-") + #","key-1":0}}"#,
      "malformed"),
    WorstLine(
      "long names alike",
      #"{"status":{"# + keys(900, from: String(repeating: "k", count: 60)) + "}}", "unknown-field"),
    WorstLine("one key again and again", #"{"a":0"#, filledWith: #","a":0"#, "}", "malformed"),
    WorstLine("a key of one letter", #"{""#, filledWith: "s", #"":{}}"#, "malformed"),
    WorstLine("a key of escapes", #"{"read":{""#, filledWith: #"\u0061"#, #"":1}}"#, "malformed"),
  ]

  private static let values = [
    array("tiny arrays", of: "[]", "malformed"),
    array("tiny objects", of: "{}", "malformed"),
    array("objects of one field", of: #"{"a":0}"#, "malformed"),
    array("2,400 objects of one field", of: #"{"a-field-of-an-item":0}  "#, "bad-value"),
    array("2,400 arrays of one number", of: "[1.7976931348623157e308  ]", "bad-value"),
    array("literals", of: "true", "malformed"),
    array(
      "arrays 60 deep",
      of: String(repeating: "[", count: 60) + String(repeating: "]", count: 60), "malformed"),
    array(
      "4,900 arrays, 60 deep",
      of: String(repeating: "[", count: 60) + String(repeating: " ", count: 679)
        + String(repeating: "]", count: 60), "bad-value"),
    WorstLine(
      "items without fields", #"{"setItems":{"items":[{}"#, filledWith: ",{}", "]}}", "malformed"),
    WorstLine("an array that nests", "[", filledWith: "[", "", "malformed"),
    WorstLine("an object that nests", #"{"a":"#, filledWith: #"{"a":"#, "", "malformed"),
    WorstLine("spaces", #"{"status":"#, filledWith: " \t\r", "{}}", "accepted"),
    WorstLine("an array without an end", #"{"status":["#, filledWith: "0,", "", "malformed"),
  ]

  private static let numbers = [
    limit("digits", filledWith: "9", "malformed"),
    limit("a digit and noughts", "1", filledWith: "0", "malformed"),
    limit("digits after the point", "0.", filledWith: "7", "bad-value"),
    limit("noughts after the point", "5.", filledWith: "0", "accepted"),
    limit("noughts, then a digit", "0.", filledWith: "0", then: "7", "bad-value"),
    limit("a long exponent", "1e", filledWith: "9", "malformed"),
    limit("a long negative exponent", "1e-", filledWith: "9", "bad-value"),
    limit("an exponent of noughts", "1e", filledWith: "0", "accepted"),
    limit("digits that an exponent takes back", filledWith: "3", then: "e-65508", "bad-value"),
    limit(
      "a number between two others", "9007199254740993.", filledWith: "0", then: "1", "bad-value"),
    array("whole numbers", of: "1", "malformed"),
    array("4,600 broken numbers", of: "1.797693e-300", "bad-value"),
    array("2,900 numbers of 17 digits", of: "1.7976931348623157e308", "bad-value"),
    WorstLine(
      "too many cursors", #"{"resolve":{"note":"x","cursors":[1"#, filledWith: ",1", "]}}",
      "malformed"),
  ]

  private static let strings = [
    reason("escapes", of: #"\n\"\\\/"#, "bad-value"),
    reason("escaped letters", of: #"\u0061"#, "bad-value"),
    reason("surrogates", of: #"\ud83e\uddc0"#, "bad-value"),
    reason("half surrogates", of: #"\ud83e"#, "malformed"),
    reason("one letter", of: "a", "bad-value"),
    reason("families", of: "👨‍👩‍👧‍👦", "bad-value"),
    reason("flags", of: "🇩🇪", "bad-value"),
    reason("Hangul", of: "\u{1112}\u{1161}\u{11AB}", "bad-value"),
    WorstLine(
      "format characters", #"{"exceptions":{"state":""#, filledWith: "\u{202E}", #""}}"#,
      "bad-value"),
    WorstLine(
      "a string without an end", #"{"addRecall":{"reason":""#, filledWith: marks, "", "malformed"),
    array("tiny strings", of: #""""#, "malformed"),
    array("4,300 strings", of: #""twelve bytes""#, "bad-value"),
    array("strings of marks", of: "\"\(marks)\(marks)\(marks)\(marks)\"", "bad-value"),
  ]

  /// As many elements as there is room for, where an object belongs.
  private static func array(_ name: String, of element: String, _ outcome: String) -> WorstLine {
    WorstLine(name, #"{"status":[0"#, filledWith: "," + element, "]}", outcome)
  }

  /// A number from 1 to 1,000.
  private static func limit(
    _ name: String, _ start: String = "", filledWith digit: String, then end: String = "",
    _ outcome: String
  ) -> WorstLine {
    WorstLine(name, #"{"read":{"limit":"# + start, filledWith: digit, end + "}}", outcome)
  }

  /// A string of at most 4,096 bytes.
  private static func reason(_ name: String, of unit: String, _ outcome: String) -> WorstLine {
    WorstLine(name, #"{"addRecall":{"reason":""#, filledWith: unit, #""}}"#, outcome)
  }

  /// Requests that are carried out, with as much in them as there may be.
  private static let full = [
    WorstLine(fullFilter, follow(choices: 100), "accepted"),
    WorstLine("a filter with 101 values", follow(choices: 101), "bad-value"),
    WorstLine("500 items", setItems, "accepted"),
    WorstLine("1,000 cursors", resolve, "accepted"),
  ]

  /// 500 items with names of marks and all of their fields, as far as there is room.
  private static var setItems: String {
    let items = (100..<600).map { number in
      let name = String(repeating: marks, count: 15)
      return #"{"gtin":"00000000000\#(number)","policy":"a","name":"\#(name)","expired":"b"}"#
    }
    return #"{"setItems":{"items":["# + items.joined(separator: ",") + "]}}"
  }

  /// As many exceptions as can be resolved at once, with the longest note.
  private static var resolve: String {
    let cursors = (1_000..<2_000).map { "922337203685477\($0)" }.joined(separator: ",")
    let note = String(repeating: marks, count: 1_024)
    return #"{"resolve":{"note":"\#(note)","cursors":[\#(cursors)]}}"#
  }

  /// Fields with different names that begin with `start`.
  private static func keys(_ count: Int, from start: String = "") -> String {
    (0..<count).map { "\"\(start)\(String($0, radix: 36))\":0" }.joined(separator: ",")
  }

  /// A follow whose every filter has that many values, the longest there can be.
  private static func follow(choices: Int) -> String {
    let numbers = (100..<100 + choices).map { String($0) }
    func list(_ name: String, _ start: String) -> String {
      "\"\(name)\":[" + numbers.map { "\"\(start)\($0)\"" }.joined(separator: ",") + "]"
    }
    let place = String(repeating: marks, count: 15) + "p"
    return "{\"follow\":{\"after\":0,\"verdicts\":["
      + numbers.map { _ in "\"accepted\"" }.joined(separator: ",") + "],"
      + [
        list("stations", place), list("steps", place), list("gtins", "00000000000"),
        list("lots", String(repeating: marks, count: 4) + "x"),
        list("serials", String(repeating: marks, count: 4) + "y"),
      ].joined(separator: ",") + "}}"
  }
}
