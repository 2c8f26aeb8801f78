// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Wire

@Suite struct CommandTests {
  private let good = "]C101095060001343521727063010C202507{GS}21HD-12345"

  @Test func parseGivesTheFourElementsOfALine() throws {
    let result = try run(binary("scanctl"), ["parse", "--json"], input: good + "\n")
    #expect(result.status == 0)
    let answer = try #require(JSONValue(parsing: result.output.utf8))
    guard case .object(let fields) = answer, case .array(let elements) = fields["elements"] else {
      Issue.record("\(result.output)")
      return
    }
    #expect(fields["valid"] == .boolean(true))
    #expect(fields["kind"] == .string("element-string"))
    #expect(fields["symbology"] == .string("]C1"))
    #expect(
      elements.map { element in
        guard case .object(let parts) = element, case .string(let ai)? = parts["ai"],
          case .string(let value)? = parts["value"]
        else { return "" }
        return "(\(ai))\(value)"
      } == ["(01)09506000134352", "(17)270630", "(10)C202507", "(21)HD-12345"])
  }

  @Test(arguments: [("]C1010950600013435310A", 5), ("010950600013435310A", 2)])
  func aWrongCheckDigitIsRejectedWithItsPlace(label: String, offset: Int) throws {
    let result = try run(binary("scanctl"), ["parse", "--json", label])
    #expect(result.status == 1)
    #expect(
      result.output.contains(
        "{\"code\":\"check-digit\",\"ai\":\"01\",\"offset\":\(offset),\"length\":14,"),
      "\(result.output)")
  }

  @Test func aPlainWebAddressIsValidTextWithANote() throws {
    let result = try run(binary("scanctl"), ["parse", "--json", "https://example.com/01/news"])
    #expect(result.status == 0)
    #expect(result.output.contains("\"kind\":\"text\""), "\(result.output)")
    #expect(result.output.contains("\"code\":\"not-a-digital-link\",\"offset\":0,\"length\":27,"))
  }

  /// The GTIN is good, the lot is not: the name of the GTIN would be that of something else.
  @Test func aLabelThatIsNotValidHasNoIdentity() throws {
    let label = "]C1010950600013435210C2025 07"
    for format in [["--json"], []] {
      let result = try run(binary("scanctl"), ["parse"] + format + [label])
      #expect(result.output.contains("09506000134352"))
      #expect(!result.output.contains("https://id.gs1.org"), "\(result.output)")
      #expect(!result.output.contains("bracketed"))
    }
  }

  @Test func reasonsThatAreNotKeptAreCounted() throws {
    let label = "]d2" + Array(repeating: "99#", count: 20).joined(separator: "{GS}")
    let program = try run(binary("scanctl"), ["parse", "--json", label])
    #expect(program.output.hasSuffix(",\"reasonsOmitted\":4}\n"), "\(program.output)")
    let people = try run(binary("scanctl"), ["parse", label])
    #expect(people.output.hasSuffix("\n  further reasons: 4\n"), "\(people.output)")
  }

  @Test func oneObjectALineInTheOrderOfTheLines() throws {
    let lines = (0..<500).map { "]C1010950600013435221\($0)" }
    let result = try run(
      binary("scanctl"), ["parse", "--json"], input: lines.joined(separator: "\n"))
    let answers = result.output.split(separator: "\n")
    #expect(answers.count == lines.count)
    for (number, answer) in answers.enumerated() {
      #expect(answer.contains("\"ai\":\"21\",\"title\":\"SERIAL\",\"value\":\"\(number)\""))
    }
  }

  @Test func wrongUsageIs64() throws {
    #expect(try run(binary("scanctl"), ["parse", "--jsn"]).status == 64)
    #expect(try run(binary("scanctl"), ["trace"]).status == 64)
    #expect(try run(binary("scand"), ["--nonsense"]).status == 64)
  }

  @Test func withoutADaemonTheSentenceSaysWhatToDo() throws {
    let result = try run(binary("scanctl"), ["status", "--socket", "/nowhere/scand.sock"])
    #expect(result.status == 69)
    #expect(result.errors.contains("Is scand running?"))
  }

  @Test func replayDecodesARecordingAsTheScannerThatTheFileDescribes() throws {
    let recording = try TemporaryFile()
    try """
    open
    2s
    pace 4ms
    "]C101095060001343521727063010C202507{GS}21HD-12345" enter
    5s
    "]C1010950600013435210C20"
    dropped
    "2507" enter
    """.write(toFile: recording.path, atomically: true, encoding: .utf8)
    let scanner = try TemporaryFile()
    try "[Scanner]\nStation=dock-1\nLayout=us\n".write(
      toFile: scanner.path, atomically: true, encoding: .utf8)
    let result = try run(
      binary("scanctl"), ["replay", "--json", "--scanner", scanner.path, recording.path])
    #expect(result.status == 0, "\(result.errors)")
    let records = try result.output.split(separator: "\n").map {
      try Record(parsing: Array($0.utf8))
    }
    #expect(records.map(\.verdict) == [.accepted, .incomplete, .incomplete])
    #expect(records.map(\.station) == ["dock-1", "dock-1", "dock-1"])
    #expect(records.first?.subject.serial == "HD-12345")
    #expect(records.compactMap { $0.reasons.first?.code } == ["overrun", "continuation"])
  }

  @Test func aFileThatIsNoRecordingNamesTheLine() throws {
    let result = try run(binary("scanctl"), ["replay", repository + "/LICENSE"])
    #expect(result.status == 65)
    #expect(result.errors.contains("line 2"))
  }
}
