// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Testing
import Wire

@testable import scanctl

@Suite struct WorklistTests {
  private func exception(_ more: String = "") throws -> StoredException {
    let text = #"""
      {"record":{"cursor":7,"time":"2026-11-23T08:06:02.540459Z","scanner":"usb-1","station":"dock-1",
      "step":"receiving","verdict":"rejected","kind":"element-string","symbology":"]C1",
      "data":"]C1010950600013435910C2","understood":{"lot":"C2\u001b[2J"},"elements":[{"ai":"10",
      "title":"BATCH/LOT","value":"C2"}],"notes":[],"reasons":[{"code":"check-digit","ai":"01",
      "offset":5,"length":14,"text":"Wrong."},{"code":"more","text":"Second."}]}
      """# + more + "}"
    return try #require(JSONValue(parsing: text.utf8).flatMap(StoredException.init))
  }

  private let resolution =
    #","resolved":{"time":"2026-11-23T09:00:00Z","uid":1,"user":"ali\u202ece","note":"again"}"#

  @Test func aRowSaysWhatSomebodyHasToDo() throws {
    let open = try exception()
    #expect(
      open.row.filter { !$0.hasPrefix("2026-") } == [
        "7", "dock-1 (receiving)", "✘ rejected", "lot C2{ESC}[2J", "Wrong.",
      ])
    #expect(open.outcome == nil)
    let done = try exception(resolution).outcome ?? ""
    #expect(done.hasSuffix(" by ali{U+202E}ce: again"), "\(done)")
  }

  @Test func allOfItIsShownWithThePlaceUnderlined() throws {
    let lines = try exception().lines
    #expect(lines.contains("    ]C1010950600013435910C2"))
    #expect(lines.contains("         ~~~~~~~~~~~~~~"))
    #expect(lines.contains("  (10)  BATCH/LOT  C2"))
    #expect(lines.contains("  more: Second."))
    #expect(lines.last?.contains("scanctl exceptions resolve 7") == true)
    #expect(try exception(resolution).lines.last?.contains("again") == true)
  }

  @Test func forProgramsTheRecordIsAsEverywhere() throws {
    var json = JSONWriter()
    try exception(resolution).write(to: &json)
    let line = String(decoding: json.bytes, as: UTF8.self)
    #expect(
      line.hasPrefix(#"{"record":{"cursor":7,"time":"2026-11-23T08:06:02.540459Z","scanner""#))
    #expect(line.hasSuffix("}}\n"))
    #expect(line.contains(#""resolved":{"note":"again""#))
    #expect(line.contains(#""user":"ali\u202ece""#))
  }

  @Test(arguments: [
    (#"{"number":1,"gtin":"0","lot":"L"}"#, "lot L of GTIN 0", " --gtin 0 --lot L"),
    (#"{"number":1,"lot":"L 1"}"#, "lot L 1 of every GTIN", " --lot 'L 1'"),
    (#"{"number":1,"serial":"O'N"}"#, "serial O'N of every GTIN", #" --serial 'O'\''N'"#),
    (#"{"number":1,"gtin":"0"}"#, "GTIN 0", " --gtin 0"),
  ])
  func aRecallNamesItsGoods(json: String, goods: String, options: String) throws {
    let recall = try #require(JSONValue(parsing: json.utf8).flatMap(StoredRecall.init))
    #expect(recall.goods == goods)
    #expect(recall.traceOptions == options)
    #expect(recall.row.last == "in force")
  }

  @Test func aSubscriberSaysHowFarItIsBehind() throws {
    let json = try #require(
      JSONValue(
        parsing: #"{"name":"wms","uid":9,"acknowledged":4,"lag":1,"seen":"2026-11-23T08:06:00Z"}"#
          .utf8))
    let subscriber = try #require(StoredSubscriber(json))
    let seen = try #require(Timestamp("2026-11-23T08:06:00Z"))
    let row = subscriber.row(now: Timestamp(microseconds: seen.microseconds + 3_600_000_000))
    #expect(row.prefix(4) == ["wms", "uid 9", "acknowledged 4", "1 record behind"])
    #expect(row.last?.hasSuffix(", 1 h ago") == true)
  }

  @Test func ownChecksAreShownAndNothingElse() throws {
    let json =
      #"{"gtin":"09506000134352","policy":"lot","expired":"reject","recalled":"off","new":1,"#
      + #""changed":{"time":"2026-11-23T08:06:00Z","uid":7}}"#
    let item = try #require(JSONValue(parsing: json.utf8).flatMap(StoredItem.init))
    #expect(item.checks == "expired reject, recalled off")
    #expect(item.changed?.user == "uid 7")
  }
}
