// SPDX-License-Identifier: Apache-2.0

// A label may hold anything. Whatever way it takes to a terminal, to a log or into JSON, nothing in
// it acts there: no escape sequence, no line end, no character that reverses the text around it.

import Foundation
import Testing
import Wire

/// Clears the screen, rings, colours, overwrites the line, reverses the text, ends the string.
private let nasty = [
  "\u{1B}[2J\u{07}\u{1B}[31mred", "safe\rEVIL", "a\u{202E}gpj.exe", "\u{9B}31m", "q\u{7F}\u{08}",
  "\"},{\"verdict\":\"accepted\"", "\\u001b[2J", "=HYPERLINK(\"x\")", "\u{FEFF}\u{2066}\u{2028}x",
  "]C1010950600013435221\u{1B}]0;title\u{07}", "0109506000134353\u{1B}[1A", "{GS}{ESC}",
]

@Suite(.serialized) struct NastyLabelTests {
  @Test(arguments: nasty) func parseShowsThemVisiblyAndAsValidJSON(label: String) throws {
    let people = try run(binary("scanctl"), ["parse", "--", label])
    expectHarmless(people.output + people.errors)
    let program = try run(binary("scanctl"), ["parse", "--json", "--", label])
    expectHarmless(program.output)
    #expect(JSONValue(parsing: program.output.utf8) != nil)
  }

  @Test func scannedTheyReachEveryOutputOfTheDaemonHarmless() throws {
    let testbed = try Testbed()
    let daemon = try Daemon(in: testbed)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    try testbed("type dock {Enter}")
    // Ctrl+[ is ESC, Ctrl+G rings, Ctrl+H goes back, Ctrl+L clears.
    let control = { (key: String) in "{+LeftCtrl}\(key){-LeftCtrl}" }
    let escape = control("[")
    let labels = [
      "\(escape)[2J\(control("g"))\(escape)[31mred", "safe\(control("h"))\(control("l"))",
      "]C1010950600013435221A\(escape)]0;title\(control("g"))", "\"},{\"verdict\":\"accepted\"",
    ]
    for label in labels { try testbed("scan dock \(label)") }
    var subscriber = try Subscriber(to: daemon)
    _ = try subscriber.next(labels.count)
    let count = "\(labels.count)"
    for arguments in [
      ["follow", "--after", "start", "--count", count],
      ["follow", "--json", "--after", "start", "--count", count], ["status"], ["scanners"],
      ["scanners", "--json"], ["trace", "--serial", "A\u{1B}]0;title\u{07}"],
      ["exceptions", "list"], ["exceptions", "list", "--json"], ["exceptions", "show", "3"],
      ["export", "--format", "csv"], ["export", "--format", "jsonl"],
      ["export", "--format", "epcis"],
    ] {
      let result = try run(
        binary("scanctl"), arguments, environment: ["SCAND_SOCKET": daemon.socket])
      // A table's lines end as RFC 4180 says.
      expectHarmless((result.output + result.errors).replacing("\r\n", with: "\n"))
      #expect(!(result.output + result.errors).isEmpty)
    }
    let raw = try run(
      "/usr/bin/socat", ["-t1", "-", "UNIX-CONNECT:\(daemon.socket)"],
      input: "{\"read\":{\"after\":0}}"
    ).output
    expectHarmless(raw)
    #expect(raw.contains("\\u001b[2J"))
    daemon.end()
    expectHarmless(daemon.errors)
  }

  @Test func aRequestWithNastyNamesIsAnsweredHarmless() throws {
    let daemon = try Daemon()
    let answer = try run(
      "/usr/bin/socat", ["-t1", "-", "UNIX-CONNECT:\(daemon.socket)"],
      input: "{\"\\u001b[2J\":{}}\n{\"\\u202e\":{}}\n"
    ).output
    expectHarmless(answer)
    #expect(answer.contains("unknown-request"))
    #expect(answer.contains("malformed"))
  }

  private func expectHarmless(_ text: String) {
    let bad = text.unicodeScalars.filter { scalar in
      if scalar == "\n" { return false }
      return scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || [.format, .lineSeparator, .paragraphSeparator].contains(
          scalar.properties.generalCategory)
    }
    #expect(bad.isEmpty, "\(bad.map { String($0.value, radix: 16) })")
  }
}
