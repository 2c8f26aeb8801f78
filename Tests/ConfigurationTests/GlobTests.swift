// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Configuration

@Suite("A pattern")
struct GlobTests {
  @Test(
    "matches whole texts",
    arguments: [
      ("abc", "abc"), ("a*", "a"), ("a*", "abc"), ("*c", "abc"), ("*b*", "abc"), ("*", "x"),
      ("*", ""), ("**", ""), ("a?c", "abc"), ("[abc]x", "bx"), ("[a-c]x", "bx"),
      ("[!a-c]x", "dx"), ("[^a-c]x", "dx"), ("[]]", "]"), ("[!]]", "x"), ("[a-]", "-"),
      ("[-a]", "-"), (#"\*"#, "*"), (#"[\]]"#, "]"), ("a]", "a]"),
      ("*ab*ab", "abxabxab"), ("a*b*c", "a1b2b3c"), ("?", "ä"), ("[ä-ü]", "ö"), ("é", "é"),
      ("Honeywell*", "Honeywell Voyager 1450"),
    ])
  func matching(pattern: String, text: String) throws {
    #expect(try Glob(pattern).matches(text))
  }

  @Test(
    "matches nothing else",
    arguments: [
      ("abc", "abcd"), ("abc", "ab"), ("abc", "ABC"), ("a?c", "ac"), ("?", ""), ("[abc]", "d"),
      ("[!a-c]x", "bx"), (#"\*"#, "x"), ("*c", "ca"), ("a*b*c", "a1c2b"), ("", "x"),
      ("[a-c]", ""), ("[*]", "x"),
    ])
  func notMatching(pattern: String, text: String) throws {
    #expect(try !Glob(pattern).matches(text))
  }

  @Test(
    "is refused when a set is not closed", arguments: ["[", "a[b", "[!", "[]", "[c-a]", #"[\"#])
  func unclosed(pattern: String) {
    #expect(throws: ValueError.self) { try Glob(pattern) }
  }

  @Test("is refused when it ends with a backslash", arguments: [#"\"#, #"a\"#, #"a\\\"#])
  func trailingBackslash(pattern: String) {
    #expect(throws: ValueError.self) { try Glob(pattern) }
  }

  @Test("is refused when it needs a character class", arguments: ["[[:digit:]]", "[a[.x.]]"])
  func characterClass(pattern: String) {
    #expect(throws: ValueError.self) { try Glob(pattern) }
  }

  @Test("of many stars is still quick to fail")
  func manyStars() throws {
    let pattern = String(repeating: "*a", count: 200) + "b"
    #expect(try !Glob(pattern).matches(String(repeating: "a", count: 2_000)))
  }

  @Test("of nothing but stars and question marks catches all")
  func catchAll() throws {
    #expect(try Glob("*").isCatchAll)
    #expect(try Glob("?*").isCatchAll)
    #expect(try !Glob("[a]*").isCatchAll)
    #expect(try !Glob(#"\*"#).isCatchAll)
  }
}
