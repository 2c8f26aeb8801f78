// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Testing
import Wire

@testable import Diagnosis

@Suite struct ReportTests {
  private let findings = [
    Finding(check: .clock, state: .ok, seen: "The clock is synchronised"),
    Finding(
      check: .hwdb, state: .problem, seen: "Ünder", why: "because", details: ["one", "two"],
      cures: [Cure(.root("a b")), Cure(when: "else", .pipe("c", intoRoot: "d"), .anybody("e"))]),
    Finding(check: .disk, state: .warning, seen: "Little"),
    Finding(check: .service, state: .unknown, seen: "Dark"),
  ]

  private func style(_ locale: String) -> Report.Style {
    Report.Style { $0 == "LANG" ? locale : nil }
  }

  @Test func everyCommandStandsAloneOnItsLine() {
    let lines = Report(findings: findings, asRoot: false).lines(style("C.UTF-8"))
    #expect(
      lines == [
        "✓ clock    The clock is synchronised.",
        "✗ hwdb     Ünder: because.",
        "    one",
        "    two",
        "    sudo a b",
        "  else:",
        "    c | sudo d",
        "    e",
        "! disk     Little.",
        "? service  Dark.",
        "1 problem, 1 warning, 1 not known.",
      ])
  }

  @Test func rootNeedsNoSudoAndASCIINoMore() {
    let lines = Report(findings: findings, asRoot: true).lines(style("C"))
    #expect(lines[0].hasPrefix("+ clock"))
    #expect(lines[1] == "x hwdb     ?nder: because.")
    #expect(lines.contains("    a b"))
    #expect(lines.contains("    c | d"))
  }

  @Test func theFirstLocaleThatIsSetCounts() {
    let variables = ["LC_ALL": "", "LC_CTYPE": "C", "LANG": "de_DE.UTF-8"]
    #expect(!Report.Style { variables[$0] }.isUnicode)
    #expect(Report.Style { ["LANG": "de_DE.utf8"][$0] }.isUnicode)
    #expect(!Report.Style { _ in nil }.isUnicode)
  }

  @Test func programsGetOneObject() throws {
    let json = Report(findings: findings, asRoot: true).json
    #expect(json.last == UInt8(ascii: "\n"))
    let answer = try #require(JSONValue(parsing: json.dropLast()))
    #expect(answer["problems"]?.integer == 1)
    #expect(answer["warnings"]?.integer == 1)
    #expect(answer["unknown"]?.integer == 1)
    #expect(answer["checks"]?.elements.count == 4)
    let wrong = try #require(answer["checks"]?.elements[1])
    #expect(wrong["check"] == .string("hwdb"))
    #expect(wrong["state"] == .string("problem"))
    #expect(wrong["cures"]?.elements[1]["when"] == .string("else"))
    #expect(
      wrong["cures"]?.elements[1]["commands"] == .array([.string("c | d"), .string("e")]))
  }

  @Test func whenAllIsWellThatIsAllThatIsSaid() {
    let report = Report(findings: [findings[0]], asRoot: true)
    #expect(report.lines(style("C")).last == "All is well.")
  }
}
