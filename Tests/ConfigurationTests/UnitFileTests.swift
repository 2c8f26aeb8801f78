// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Configuration

/// The assignments of a text, one a line: `line [Section] Key=Value`.
private func assignments(_ text: String) -> [String] {
  UnitFile(path: "f", bytes: Array(text.utf8)).assignments.map {
    "\($0.line) [\($0.section)] \($0.key)=\($0.value)"
  }
}

private func problems(_ bytes: [UInt8]) -> [String] {
  UnitFile(path: "f", bytes: bytes).problems.map(\.description)
}

@Suite("A unit file")
struct UnitFileTests {
  @Test(
    "is sections of assignments, each with its line",
    arguments: [
      ("[A]\nK=v\n", ["2 [A] K=v"]),
      ("[A]\nK=v", ["2 [A] K=v"]),
      ("[A]\n  K \t=  v w \t\n", ["2 [A] K=v w"]),
      ("[A]\nK=a=b\n", ["2 [A] K=a=b"]),
      ("[A]\nK=\n", ["2 [A] K="]),
      ("[A]\nK=1\nK=2\n", ["2 [A] K=1", "3 [A] K=2"]),
      ("[A]\nK=1\n[B]\nK=2\n[A]\nL=3\n", ["2 [A] K=1", "4 [B] K=2", "6 [A] L=3"]),
      ("[A]\r\nK=v\r\n", ["2 [A] K=v"]),
      ("\u{FEFF}[A]\nK=v\n", ["2 [A] K=v"]),
      ("  [A]  \nK=v\n", ["2 [A] K=v"]),
      ("[A]\nK=\"v\\x41\"\n", ["2 [A] K=\"v\\x41\""]),
      ("[A]\nK=größe µ\n", ["2 [A] K=größe µ"]),
    ])
  func assignmentsWithLines(text: String, expected: [String]) {
    #expect(assignments(text) == expected)
    #expect(problems(Array(text.utf8)) == [])
  }

  @Test(
    "leaves out comments and empty lines",
    arguments: [
      "# one\n; two\n   # three\n\n[A]\n#K=no\nK=v\n", "#\n#\n#\n#\n[A]\n\nK=v\n;",
      "# not continued \\\n#\n#\n#\n[A]\n\nK=v\n",
    ])
  func comments(text: String) {
    #expect(assignments(text) == ["7 [A] K=v"])
  }

  @Test("keeps a comment sign that does not begin the line")
  func commentSignInValue() {
    #expect(assignments("[A]\nK=v # w ; x\n") == ["2 [A] K=v # w ; x"])
  }

  @Test(
    "goes on after a backslash, which becomes a space",
    arguments: [
      ("[A]\nK=a\\\nb\n", ["2 [A] K=a b"]),
      ("[A]\nK=a\\\r\nb\r\n", ["2 [A] K=a b"]),
      ("[A]\nK=a \\\n   b\n", ["2 [A] K=a     b"]),
      ("[A]\nK=a\\\n# not this\n; nor this\n  b\nL=c\n", ["2 [A] K=a   b", "6 [A] L=c"]),
      ("[A]\nK=a\\\nb\\\nc\n", ["2 [A] K=a b c"]),
      ("[A]\nK=a\\\n\nL=c\n", ["2 [A] K=a", "4 [A] L=c"]),
      ("[A]\nK=a\\", ["2 [A] K=a"]),
      ("[A]\nK=a\\\\\nL=c\n", ["2 [A] K=a\\\\", "3 [A] L=c"]),
      ("[A]\nK=a\\\\\\\nb\n", ["2 [A] K=a\\\\ b"]),
    ])
  func continuation(text: String, expected: [String]) {
    #expect(assignments(text) == expected)
  }

  @Test("may be empty", arguments: ["", "\n", "  \t\r\n \n", "# nothing\n", "\u{FEFF}"])
  func empty(text: String) {
    #expect(assignments(text) == [])
    #expect(problems(Array(text.utf8)) == [])
  }

  @Test(
    "says what is no header and no assignment, and where",
    arguments: [
      ("K=v\n[A]\n", ["f:1: K: is before the first section header"]),
      ("[A]\nK v\n", ["f:2: \"K v\" is not an assignment: \"=\" is missing"]),
      ("[A]\n = v\n", ["f:2: there is no key before \"=\""]),
      ("[A\nK=v\n", ["f:1: [A: the section header is not closed with \"]\""]),
      ("[\n", ["f:1: [: the section header is not closed with \"]\""]),
      ("[]\n", ["f:1: []: the section has no name"]),
      ("[A] # x\n", ["f:1: [A] # x: nothing may follow the section header on its line"]),
      ("[A]\n\u{1B}[2Jx\n", ["f:2: \"{ESC}[2Jx\" is not an assignment: \"=\" is missing"]),
      (
        "[A]\nx\n\ny\n",
        [
          "f:2: \"x\" is not an assignment: \"=\" is missing",
          "f:4: \"y\" is not an assignment: \"=\" is missing",
        ]
      ),
    ])
  func faults(text: String, expected: [String]) {
    #expect(problems(Array(text.utf8)) == expected)
  }

  @Test("does not count what follows an unreadable header to the section before it")
  func unreadableHeader() {
    #expect(assignments("[A]\nK=1\n[B\nK=2\n[C]\nK=3\n") == ["2 [A] K=1", "6 [C] K=3"])
  }

  @Test("says which line is no text and reads the others")
  func notText() {
    let latin1 = Array("[A]\nK=gr".utf8) + [0xF6] + Array("n\nL=v\n".utf8)
    #expect(problems(latin1) == ["f:2: \"K=gr{0xF6}n\" is not UTF-8; save the file as UTF-8"])
    #expect(UnitFile(path: "f", bytes: latin1).assignments.map(\.key) == ["L"])
    #expect(problems(Array("[A]\nK=a\u{0}b\n".utf8)) == ["f:2: the line contains a NUL byte"])
    #expect(
      problems([0xFF, 0xFE, 0x5B, 0x00])
        == ["f: is UTF-16 and was not read; save it as UTF-8"])
  }

  @Test("is refused when it is too long, as a line of 10 MB is")
  func tooLong() {
    let line = Array("[A]\nK=".utf8) + [UInt8](repeating: UInt8(ascii: "v"), count: 10 << 20)
    let file = UnitFile(path: "f", bytes: line)
    #expect(file.problems.map(\.description) == ["f: is longer than 1 MiB and was not read"])
    #expect(file.assignments.isEmpty)
  }

  @Test("is read up to its longest, in one line too")
  func longest() {
    let start = Array("[A]\nK=".utf8)
    let value = [UInt8](repeating: UInt8(ascii: "v"), count: UnitFile.maximumLength - start.count)
    let file = UnitFile(path: "f", bytes: start + value)
    #expect(file.problems.isEmpty)
    #expect(file.assignments.first?.value.utf8.count == value.count)
  }

  @Test("shows the first hundred problems and counts the others")
  func manyProblems() {
    let shown = problems(Array(("[A]\n" + String(repeating: "x\n", count: 250)).utf8))
    #expect(shown.count == 101)
    #expect(shown.last == "f: 150 more problems are not shown")
  }
}
