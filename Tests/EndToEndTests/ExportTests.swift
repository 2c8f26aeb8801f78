// SPDX-License-Identifier: Apache-2.0

// Records of scans, exported by the command as it ships from the daemon as it ships.

import Foundation
import Testing
import Wire

@Suite(.serialized) struct ExportTests {
  private let testbed: Testbed
  let daemon: Daemon
  /// The records as the socket has them, without line ends.
  let lines: [String]
  let journal: String

  init() throws {
    testbed = try Testbed()
    daemon = try Daemon(in: testbed)
    try testbed("plug dock honeywell")
    try testbed("await dock grab")
    try testbed("type dock {Enter}")
    let good = "]C101095060001343521727063010C202507{GS}21HD-"
    for label in [good + "1", good + "2", "]C1010950600013435310A", "=1+1", "]C10109506000134352"] {
      try testbed("scan dock \(label)")
    }
    var subscriber = try Subscriber(to: daemon)
    _ = try subscriber.next(5)
    let answers = try run(
      "/usr/bin/socat", ["-t1", "-", "UNIX-CONNECT:\(daemon.socket)"],
      input: "{\"follow\":{\"after\":0}}"
    ).output.split(separator: "\n")
    lines = answers.filter { $0.hasPrefix("{\"record\":") }
      .map { String($0.dropFirst(10).dropLast()) }
    journal = String(answers[1].split(separator: "\"").dropLast().last ?? "")
  }

  @Test func jsonLinesAreTheBytesOnTheSocket() throws {
    let result = try daemon.scanctl("export", "--format", "jsonl")
    #expect(result.status == 0)
    #expect(lines.count == 5)
    #expect(result.output == lines.map { $0 + "\n" }.joined())
    let count = lines.count
    #expect(
      result.errors
        == "scanctl: \(count) records exported, through cursor \(count). To go on: --after \(count) "
        + "--journal \(journal)\n")
  }

  @Test func theNextExportGoesOnWhereTheLastOneEnded() throws {
    let first = try daemon.scanctl("export", "--format", "jsonl", "--through", "2")
    #expect(first.errors.hasSuffix("To go on: --after 2 --journal \(journal)\n"))
    let second = try daemon.scanctl(
      "export", "--format", "jsonl", "--after", "2", "--journal", journal)
    #expect(first.output + second.output == lines.map { $0 + "\n" }.joined())
    let third = try daemon.scanctl("export", "--format", "jsonl", "--after", "\(lines.count)")
    #expect(third.output.isEmpty && third.status == 0)
  }

  @Test func aFileAppearsWhenItIsWholeAndReplacesTheOldOne() throws {
    let folder = try TemporaryDirectory()
    let file = folder.path + "/scans.csv"
    try "old".write(toFile: file, atomically: true, encoding: .utf8)
    let result = try daemon.scanctl(
      "export", "--format", "csv", "--verdict", "accepted", "--output", file)
    #expect(result.status == 0 && result.output.isEmpty)
    let rows = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\r\n")
    #expect(rows.first?.hasPrefix("cursor,time,scanner,") == true)
    #expect(rows.contains { $0.hasSuffix(",'=1+1") })
    #expect(rows.filter { $0.contains(",C202507,HD-") }.count == 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["scans.csv"])
  }

  @Test func anotherJournalLeavesTheOldFileAlone() throws {
    let file = try TemporaryFile()
    try "old".write(toFile: file.path, atomically: true, encoding: .utf8)
    let result = try daemon.scanctl(
      "export", "--format", "csv", "--after", "2", "--journal", "other", "--output", file.path)
    #expect(result.status == 65)
    #expect(result.errors.contains("The journal other is no longer there"))
    #expect(result.errors.contains(journal))
    #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "old")
  }

  @Test func aDocumentHasTheAcceptedObjects() throws {
    let result = try daemon.scanctl("export", "--format", "epcis")
    let document = try #require(JSONValue(parsing: result.output.utf8))
    guard case .object(let fields) = document, case .object(let body)? = fields["epcisBody"],
      case .array(let events)? = body["eventList"]
    else {
      Issue.record("\(result.output)")
      return
    }
    #expect(events.count == 3)
    #expect(result.errors.contains("3 events exported"))
    #expect(result.errors.contains("1 accepted scan named no object and had no place there."))
  }

  @Test func aSerialAndATimeSelect() throws {
    let serial = try daemon.scanctl("export", "--format", "jsonl", "--serial", "HD-2")
    #expect(serial.output == lines[1] + "\n")
    #expect(try daemon.scanctl("export", "--format", "jsonl", "--since", "tomorrow").output.isEmpty)
    let today = try daemon.scanctl(
      "export", "--format", "jsonl", "--since", "yesterday", "--until", "tomorrow")
    #expect(today.output == lines.map { $0 + "\n" }.joined())
  }

  @Test func wrongUsageIs64AndNoDaemonIs69() throws {
    for arguments in [
      ["xml"], [], ["jsonl", "--raw"], ["epcis", "--verdict", "rejected"],
      ["csv", "--since", "23.11.2026"], ["csv", "--after", "5", "--through", "5"],
    ] {
      #expect(try run(binary("scanctl"), ["export"] + arguments).status == 64, "\(arguments)")
    }
    #expect(
      try run(binary("scanctl"), ["export", "--format", "csv", "--socket", "/nowhere"]).status == 69
    )
    #expect(try daemon.scanctl("export", "--format", "csv", "--after", "999").status == 65)
    #expect(try daemon.scanctl("export", "--format", "csv", "--output", "/nowhere/x").status == 73)
    #expect(try daemon.scanctl("export", "--format", "csv", "--output", "/dev/null").status == 73)
    let full = try run(
      "/bin/sh", ["-c", "'\(binary("scanctl"))' export --format csv >/dev/full"],
      environment: ["SCAND_SOCKET": daemon.socket])
    #expect(full.status == 74)
  }
}
