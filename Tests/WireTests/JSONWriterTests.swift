// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Wire

@Suite struct JSONWriterTests {
  @Test func separatorsStandWhereTheyBelong() {
    var json = JSONWriter()
    json.object { json in
      json.key("a")
      json.array { json in
        json.number(1)
        json.boolean(false)
        json.object { _ in }
        json.array { _ in }
      }
      json.field("b", "x")
      json.field("left out", nil)
      json.key("c")
      json.json("null".utf8)
    }
    json.newline()
    json.object { _ in }
    #expect(text(json) == #"{"a":[1,false,{},[]],"b":"x","c":null}"# + "\n{}")
  }

  @Test func aStringThatEndsLikeAnOpeningIsFollowedByAComma() {
    var json = JSONWriter()
    json.array { json in
      for text in ["{", "[", ":", ",", "\n"] { json.string(text) }
    }
    #expect(text(json) == #"["{","[",":",",","\u000a"]"#)
  }

  @Test func aClearedWriterBeginsAnew() {
    var json = JSONWriter()
    json.string("x")
    json.removeAll()
    json.number(Int64.min)
    #expect(text(json) == "-9223372036854775808")
  }

  @Test(arguments: [
    ("\"\\/", #""\"\\/""#),
    ("\u{0}\u{8}\t\n\u{1d}\u{1f}", #""\u0000\u0008\u0009\u000a\u001d\u001f""#),
    ("\u{7f}\u{80}\u{9b}\u{9f}", #""\u007f\u0080\u009b\u009f""#),
    ("\u{202e}\u{2066}\u{200f}\u{61c}", #""\u202e\u2066\u200f\u061c""#),
    ("\u{2028}\u{2029}\u{feff}\u{ad}", #""\u2028\u2029\ufeff\u00ad""#),
    ("\u{e0001}", #""\udb40\udc01""#),
    ("Käse 乳酪 🧀", #""Käse 乳酪 🧀""#),
  ])
  func whatActsOnTheTextAroundItIsEscaped(outside: String, expected: String) {
    var json = JSONWriter()
    json.string(outside)
    #expect(text(json) == expected)
  }

  @Test func everyCharacterComesBackAndNoneThatActsIsRaw() throws {
    for value in UInt32(0)...0x10_FFFF {
      let isNear = value < 0x2200 || 0xFE00...0xFFFF ~= value || 0xE_0000...0xE_0200 ~= value
      guard isNear || value % 251 == 0, let scalar = Unicode.Scalar(value) else { continue }
      var json = JSONWriter()
      json.array { $0.string("a\(scalar)b") }
      let decoded = try JSONDecoder().decode([String].self, from: Data(json.bytes))
      // Compared by scalars: two strings are also equal when they are only equivalent.
      #expect(decoded.map { Array($0.unicodeScalars) } == [["a", scalar, "b"]])
      #expect(!text(json).unicodeScalars.contains(where: actsOnItsSurroundings))
    }
  }

  @Test func keysFromOutsideAreEscaped() {
    var json = JSONWriter()
    json.object { json in
      json.key(outside: "a\"\u{1b}")
      json.number(1)
    }
    #expect(text(json) == #"{"a\"\u001b":1}"#)
  }

  @Test(arguments: 0..<260)
  func base64IsWhatFoundationReads(length: Int) throws {
    let data = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ length) }
    var json = JSONWriter()
    json.base64(data)
    #expect(text(json) == "\"" + Data(data).base64EncodedString() + "\"")
  }
}

private func text(_ json: JSONWriter) -> String { String(decoding: json.bytes, as: UTF8.self) }
