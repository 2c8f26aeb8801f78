// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct ByteTextTests {
  /// Two spellings of one letter, which String holds for equal.
  private let composed = "é"
  private let decomposed = "e\u{301}"

  @Test func textsAreEqualIfTheirBytesAre() {
    #expect(composed == decomposed)
    #expect(!sameBytes(composed, decomposed))
    #expect(sameBytes(composed, String(decoding: [0xC3, 0xA9], as: UTF8.self)))
    #expect(sameBytes("", ""))
    #expect(!sameBytes("a", "ab"))
    #expect(ByteText(composed) != ByteText(decomposed))
    #expect(Set([ByteText(composed), ByteText(decomposed), "é"]).count == 2)
  }

  @Test func theOrderIsThatOfTheBytes() {
    let texts: [ByteText] = ["b", "é", "", "ab", "a", "e\u{301}", "🧀"]
    #expect(texts.sorted().map(\.text) == ["", "a", "ab", "b", "e\u{301}", "é", "🧀"])
  }

  @Test func aSetFindsItsTextsAndNoOthers() {
    let set = TextSet(["b", "a", composed, "a"])
    #expect(set == ["a", "b", "é"])
    #expect(set != ["a", "b", "e\u{301}"])
    #expect(set.sorted == ["a", "b", composed])
    #expect(set.contains(composed))
    #expect(!set.contains(decomposed))
    #expect(!set.isEmpty)
    #expect(TextSet([]).isEmpty)
  }

  @Test func aCaseIsFoundByItsName() {
    for verdict in Verdict.allCases { #expect(Verdict(named: verdict.rawValue) == verdict) }
    for name in ["", "Accepted", "accepted ", "accepted\0", "acceptéd"] {
      #expect(Verdict(named: name) == nil)
    }
  }

  @Test func stringsOfJSONAreEqualIfTheirBytesAre() {
    #expect(JSONValue.string(composed) != .string(decomposed))
    #expect(JSONValue.array([.string(composed)]) != .array([.string(decomposed)]))
    #expect(JSONValue.object(["a": .string(composed)]) == .object(["a": .string("é")]))
    #expect(JSONValue.integer(1) != .number(1))
  }
}
