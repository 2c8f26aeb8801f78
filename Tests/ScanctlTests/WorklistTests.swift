// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Testing
import Wire

@testable import scanctl

@Suite struct WorklistTests {
  private func exception(_ more: String = "") throws -> ExceptionInfo {
    let text = #"""
      {"record":{"cursor":7,"time":"2026-11-23T08:06:02.540459Z","scanner":"usb-1","station":"dock-1",
      "step":"receiving","verdict":"rejected","kind":"element-string","symbology":"]C1",
      "data":"]C1010950600013435910C2","understood":{"lot":"C2\u001b[2J"},"elements":[{"ai":"10",
      "title":"BATCH/LOT","value":"C2"}],"notes":[],"reasons":[{"code":"check-digit","ai":"01",
      "offset":5,"length":14,"text":"Wrong."},{"code":"more","text":"Second."}]}
      """# + more + "}"
    return try ExceptionInfo(parsing: Array(text.utf8))
  }

  private let change = Change(
    time: Timestamp(microseconds: 0), author: Author(uid: 7, name: "alice"))

  private let resolution =
    #","resolved":{"time":"2026-11-23T09:00:00Z","uid":1,"user":"ali\u202ece","note":"again"}"#

  @Test func aRowSaysWhatSomebodyHasToDo() throws {
    let open = try #require(ListedException(try exception()))
    #expect(
      open.row.filter { !$0.hasPrefix("2026-") } == [
        "7", "dock-1 (receiving)", "✘ rejected", "lot C2{ESC}[2J", "Wrong.",
      ])
    let done = try #require(ListedException(try exception(resolution)))
    #expect(done.row.count == open.row.count + 1)
    #expect(done.row.last?.hasSuffix(" by ali{U+202E}ce: again") == true, "\(done.row)")
  }

  @Test func allOfItIsShownWithThePlaceUnderlined() throws {
    let lines = try #require(ListedException(try exception())).lines
    #expect(lines.contains("    ]C1010950600013435910C2"))
    #expect(lines.contains("         ~~~~~~~~~~~~~~"))
    #expect(lines.contains("  (10)  BATCH/LOT  C2"))
    #expect(lines.contains("  more: Second."))
    #expect(lines.last?.contains("scanctl exceptions resolve 7") == true)
    let resolved = try #require(ListedException(try exception(resolution)))
    #expect(resolved.lines.last?.contains("again") == true)
  }

  @Test func forProgramsTheRecordIsAsEverywhere() throws {
    let line = String(decoding: try exception(resolution).line, as: UTF8.self)
    #expect(
      line.hasPrefix(#"{"record":{"cursor":7,"time":"2026-11-23T08:06:02.540459Z","scanner""#))
    #expect(line.hasSuffix("}}\n"))
    #expect(line.contains(#""user":"ali\u202ece","note":"again"}"#))
  }

  @Test(
    arguments: [
      ("0", "L", nil, "lot L of GTIN 0", " --gtin 0 --lot L"),
      (nil, "L 1", nil, "lot L 1 of every GTIN", " --lot 'L 1'"),
      (nil, nil, "O'N", "serial O'N of every GTIN", #" --serial 'O'\''N'"#),
      ("0", nil, nil, "GTIN 0", " --gtin 0"),
    ] as [(String?, String?, String?, String, String)])
  func aRecallNamesItsGoods(
    gtin: String?, lot: String?, serial: String?, goods: String, options: String
  ) {
    let recall = RecallInfo(
      number: 1, gtin: gtin, lot: lot, serial: serial, reason: "glass found", added: change)
    #expect(recall.goods == goods)
    #expect(recall.traceOptions == options)
    #expect(recall.row.last == "in force")
  }

  @Test func aSubscriberSaysHowFarItIsBehind() throws {
    let seen = try #require(Timestamp("2026-11-23T08:06:00Z"))
    let subscriber = SubscriberInfo(
      name: "wms", uid: 9, user: "w\u{1B}ms", acknowledged: 4, lag: 1, created: seen, seen: seen)
    let row = subscriber.row(now: Timestamp(microseconds: seen.microseconds + 3_600_000_000))
    #expect(row.prefix(4) == ["wms", "w{ESC}ms", "acknowledged 4", "1 record behind"])
    #expect(row.last?.hasSuffix(", 1 h ago") == true)
  }

  @Test func ownChecksAreShownAndNothingElse() throws {
    let item = ItemFields(
      gtin: "09506000134352", policy: "lot", checks: ["expired": "reject", "recalled": "off"])
    #expect(item.checkWords == "expired reject, recalled off")
  }
}
