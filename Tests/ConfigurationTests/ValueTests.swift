// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Configuration

/// The result of parsing a text: the value, or the sentence that refuses it.
private func outcome<Value>(
  _ text: String, _ parse: (String) throws(ValueError) -> Value
) -> String {
  do throws(ValueError) { return "\(try parse(text))" } catch { return error.text }
}

@Suite("A value")
struct ValueTests {
  @Test(
    "is a boolean in all spellings",
    arguments: [
      ("1", "true"), ("yes", "true"), ("Y", "true"), ("TRUE", "true"), ("t", "true"),
      ("On", "true"), ("0", "false"), ("no", "false"), ("n", "false"), ("False", "false"),
      ("f", "false"), ("OFF", "false"),
      ("ja", "\"ja\" is not one of yes, no"), ("2", "\"2\" is not one of yes, no"),
    ])
  func boolean(text: String, expected: String) {
    #expect(outcome(text, Value.boolean) == expected)
  }

  @Test(
    "is a name only if everybody can spell it",
    arguments: [
      ("dock-1", "dock-1"), ("7", "7"), ("a.b_c-d", "a.b_c-d"),
      (
        "Dock 1",
        "\"Dock 1\" is not a name: it may not contain the capital D, a space, "
          + "only a-z, 0-9, \".\", \"_\" and \"-\"; try dock-1"
      ),
      ("-dock", "\"-dock\" is not a name: it begins with \"-\", not a-z or 0-9; try dock"),
      ("..", "\"..\" is not a name: it begins with \".\", not a-z or 0-9"),
      (
        "dock/1",
        "\"dock/1\" is not a name: it may not contain \"/\", "
          + "only a-z, 0-9, \".\", \"_\" and \"-\"; try dock-1"
      ),
      (
        "dock-1 # the first",
        "\"dock-1 # the first\" is not a name: it may not contain a space, \"#\", only a-z, 0-9, "
          + "\".\", \"_\" and \"-\"; try dock-1---the-first; a comment needs a line of its own"
      ),
    ])
  func name(text: String, expected: String) {
    #expect(outcome(text, Value.name) == expected)
  }

  @Test(
    "is a size in bytes or in powers of 1024, by the very letters",
    arguments: [
      ("0", "0"), ("512K", "524288"), ("3M", "3145728"), ("2G", "2147483648"),
      ("1T", "1099511627776"),
      ("5\u{212A}", "\"5\u{212A}\" is not a size such as 500M or 2G"),
      ("8388608T", "\"8388608T\" is not a size such as 500M or 2G"),
      ("M", "\"M\" is not a size such as 500M or 2G"),
    ])
  func size(text: String, expected: String) {
    #expect(outcome(text, ByteSize.parser(atLeast: 0)) == expected)
  }

  @Test("is a name of at most 64 characters")
  func longName() {
    let longest = String(repeating: "a", count: 64)
    #expect(outcome(longest, Value.name) == longest)
    #expect(outcome(longest + "a", Value.name).contains("it has 65 characters, 64 are allowed"))
  }

  @Test(
    "is a list of USB numbers in either case",
    arguments: [
      ("0c2e", #"["0c2e"]"#), ("0C2E 05e0", #"["0c2e", "05e0"]"#),
      ("0x0c2e", #""0x0c2e" is not four hexadecimal digits such as 0c2e"#),
      ("c2e", #""c2e" is not four hexadecimal digits such as 0c2e"#),
      ("0c2e zz00", #""zz00" is not four hexadecimal digits such as 0c2e"#),
    ])
  func usbNumbers(text: String, expected: String) {
    #expect(outcome(text, Value.usbNumbers) == expected)
  }

  @Test(
    "is a string with systemd's quotes and escapes",
    arguments: [
      ("S:", "S:"), (#""a b""#, "a b"), (#"'a "b" c'"#, #"a "b" c"#), (#""""#, ""),
      (#"\x02\t\101\u00e9\U0001F4E6"#, "\u{02}\tA\u{E9}\u{1F4E6}"), (#"\\\"\'\s"#, #"\"' "#),
      (#"\a\b\f\n\r\v"#, "\u{07}\u{08}\u{0C}\n\r\u{0B}"),
    ])
  func bytes(text: String, expected: String) {
    #expect(
      outcome(text, Value.bytes(atMost: 64)) == "\(Array(expected.utf8))")
  }

  @Test(
    "is no string when quotes or escapes are wrong",
    arguments: [
      ("a b", "\"a b\" is not one word; put quotes around blanks"),
      (#""a"#, #"""a" is not complete: the closing quote is missing"#),
      (#"a"b""#, #""a"b"" is not one word: quotes go around a whole word"#),
      (#""a"b"#, #"""a"b" is not one word: quotes go around a whole word"#),
      (#"a\q"#, #""a\q" is not free of unknown escapes; see QUOTING in systemd.syntax(7)"#),
      (#"\x0"#, #""\x0" is not free of unknown escapes; see QUOTING in systemd.syntax(7)"#),
      (#"\x00"#, #""\x00" is not free of unknown escapes; see QUOTING in systemd.syntax(7)"#),
      (#"\777"#, #""\777" is not free of unknown escapes; see QUOTING in systemd.syntax(7)"#),
      (#"\ud800"#, #""\ud800" is not free of unknown escapes; see QUOTING in systemd.syntax(7)"#),
      (#""a\"#, #"""a\" is not complete: it ends with a backslash"#),
      ("12345", "\"12345\" is out of range; the range is up to 4 bytes"),
    ])
  func badBytes(text: String, expected: String) {
    #expect(outcome(text, Value.bytes(atMost: 4)) == expected)
  }

  @Test("is a string up to its longest")
  func longestBytes() {
    #expect(outcome("1234", Value.bytes(atMost: 4)) == "\(Array("1234".utf8))")
  }

  @Test(
    "is an absolute path",
    arguments: [
      ("/run/scand/scand.sock", "/run/scand/scand.sock"), ("/a b", "/a b"),
      ("scand.sock", "\"scand.sock\" is not an absolute path of at most 30 bytes"),
      ("/run/../etc", #""/run/../etc" is not a plain path: no ".", ".." or control characters"#),
      (
        "/0123456789/0123456789/01234567",
        "\"/0123456789/0123456789/01234567\" is not an absolute path of at most 30 bytes"
      ),
      ("/a\u{7}", #""/a{BEL}" is not a plain path: no ".", ".." or control characters"#),
    ])
  func path(text: String, expected: String) {
    #expect(outcome(text, Value.path(atMost: 30)) == expected)
  }

  @Test(
    "is a read point",
    arguments: [
      "https://id.gs1.org/414/9506000134352", "HTTP://a/%20b?c=d#e", "http://[::1]/x",
      "urn:epc:id:sgln:9506000.13435.0", "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66",
    ])
  func readPoint(text: String) {
    #expect(outcome(text, ReadPoint.parse) == text)
  }

  @Test(
    "is no read point",
    arguments: [
      "ftp://a/", "https:", "https://", "https:///x", "urn:", "urn:epc", "urn::x", "dock-1",
      "https://a/b c", "https://a/%2", "https://a/%zz", "https://ä/", ":",
    ])
  func noReadPoint(text: String) {
    #expect(outcome(text, ReadPoint.parse).contains("is not a"))
  }

  @Test(
    "that is nearly one of the names gets the name",
    arguments: [
      ("enter", "enter"), ("entr", "\"entr\" is not one of enter, tab; did you mean enter?"),
      ("Enter", "\"Enter\" is not one of enter, tab; did you mean enter?"),
      ("return", "\"return\" is not one of enter, tab"),
    ])
  func choice(text: String, expected: String) {
    let names = ["enter", "tab"]
    let parse = Value.choice(names) { text in names.first { $0 == text } }
    #expect(outcome(text, parse) == expected)
  }

  @Test("that is refused is shown safely and not at length")
  func shownSafely() {
    let nasty = "\u{1B}]0;x\u{7}\u{202E}" + String(repeating: "9", count: 100_000)
    let text = outcome(nasty, Value.boolean)
    #expect(text.hasPrefix("\"{ESC}]0;x{BEL}{U+202E}999"))
    #expect(text.hasSuffix("9…\" is not one of yes, no"))
    #expect(text.utf8.count < 200)
  }
}
