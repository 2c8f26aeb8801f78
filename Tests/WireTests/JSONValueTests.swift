// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Wire

@Suite struct JSONValueTests {
  @Test(
    arguments: [
      ("null", .null), (" true\r\n", .boolean(true)), ("false", .boolean(false)),
      ("0", .integer(0)), ("-0", .integer(0)), ("9223372036854775807", .integer(.max)),
      ("-9223372036854775808", .integer(.min)), ("1040.0", .integer(1040)), ("1e2", .integer(100)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("-1.5E-3", .number(-0.0015)),
      (#""""#, .string("")), (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{c}\n\r\t")),
      (#""\u0000\u00e9\u001D""#, .string("\0é\u{1d}")), (#""\ud83e\uddC0🧀""#, .string("🧀🧀")),
      ("[ ]", .array([])), ("[1 , [2]]", .array([.integer(1), .array([.integer(2)])])),
      ("{ }", .object([:])), (#"{"a" : {"b":null}}"#, .object(["a": .object(["b": .null])])),
    ] as [(String, JSONValue)])
  func jsonIsRead(text: String, value: JSONValue) {
    #expect(JSONValue(parsing: text.utf8) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "nulls", "True", "tru", "'a'", "a", "{", "}", "[", "]", "[1", "[1,]", "[,1]",
    "[1 2]", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{a:1}"#, #"{"a":1 "b":2}"#, #"{1:1}"#,
    #"{"a":1,"a":1}"#, "01", "-", "-a", "+1", ".5", "1.", "1.e1", "1e", "1e+", "0x10", "1e400",
    "NaN", "Infinity", "--1", "1 2", #"""#, #""a"#, #""\"#, #""\x""#, #""\u12""#, #""\u12g4""#,
    #"{"é":1}"#, #"{"\u00e9":1}"#, "{\"\(String(repeating: "k", count: 65))\":1}",
    #""\u+123""#, #""\ud800""#, #""\ud800a""#, #""\ud800\u0041""#, #""\udc00""#, "\"a\tb\"",
    "\"a\nb\"", "\"\u{0}\"", "\u{feff}{}", "{}{}", "{} x", "/**/{}", "{\u{a0}}",
  ])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(JSONValue(parsing: text.utf8) == nil)
  }

  @Test(
    arguments: [[0xFF], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] as [[UInt8]])
  func bytesThatAreNotUTF8AreRefused(bytes: [UInt8]) {
    #expect(JSONValue(parsing: bytes) == nil)
  }

  @Test func nestingIsReadTo64AndNoDeeper() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(JSONValue(parsing: nested(64).utf8) != nil)
    #expect(JSONValue(parsing: nested(65).utf8) == nil)
    #expect(JSONValue(parsing: String(repeating: "{\"a\":[", count: 60_000).utf8) == nil)
  }

  @Test func everyCutOfATextIsRefusedAndNoneIsReadBeyondItsEnd() {
    let text = Array(#"{"a":[1.5e3,"\ud83e\uddc0é",{"b":true}],"c":null}"#.utf8)
    #expect(JSONValue(parsing: text) != nil)
    for end in text.indices { #expect(JSONValue(parsing: text[..<end]) == nil) }
  }

  @Test func damagedTextsAreReadAsFoundationReadsThemOrNotAtAll() throws {
    var random = SplitMix(seed: 20_261_123)
    let text = Array(#"{"follow":{"after":1040,"lots":["a\u00e9\n","b"]},"id":-1.5e2}"#.utf8)
    for _ in 0..<5_000 {
      var damaged = text
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        damaged[Int.random(in: damaged.indices, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      guard let value = JSONValue(parsing: damaged) else { continue }
      var json = JSONWriter()
      value.write(to: &json)
      let ours = try JSONSerialization.jsonObject(
        with: Data(json.bytes), options: .fragmentsAllowed)
      let theirs = try JSONSerialization.jsonObject(with: Data(damaged), options: .fragmentsAllowed)
      #expect((ours as? NSObject) == (theirs as? NSObject))
    }
  }

  @Test func whatIsWrittenIsRead() {
    let value = JSONValue.object([
      "z": .array([.null, .boolean(true), .integer(.min), .number(-1.25e-7), .number(1e300)]),
      "a\"\u{1b}": .string("\u{202e}🧀\n"), "": .object([:]),
    ])
    var json = JSONWriter()
    value.write(to: &json)
    #expect(JSONValue(parsing: json.bytes) == value)
    #expect(String(decoding: json.bytes, as: UTF8.self).hasPrefix(#"{"":{},"a\"\u001b":"#))
  }
}

/// A generator whose numbers come again from the same seed (Steele, Lea and Flood's SplitMix64).
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
