// SPDX-License-Identifier: Apache-2.0

import TerminalIO
import Testing
import Wire

@testable import Export

@Suite struct CSVTests {
  private func line(_ record: Record, raw: Bool = false) -> String {
    var bytes: [UInt8] = []
    _ = CSVEncoder(isRaw: raw).add(record, json: [], to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func theHeaderNamesEachColumn() {
    var bytes: [UInt8] = []
    CSVEncoder(isRaw: false).begin(&bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "cursor,time,scanner,station,step,verdict,kind,tracking,gtin,lot,serial,sscc,expiry,"
        + "identity,reasons,notes,data\r\n")
  }

  @Test func anAcceptedRecordIsOneLine() {
    #expect(
      line(hairdryer())
        == "7,2026-11-23T08:06:00.123456Z,usb-1,dock-1,receiving,accepted,element-string,both,"
        + "09506000134352,C202507,HD-12345,,2027-06-30,https://id.gs1.org/01/09506000134352/21/"
        + "HD-12345,,layout-assumed serial-repeated,]C101095060001343521727063010C202507{GS}"
        + "21HD-12345\r\n")
  }

  @Test(arguments: [Verdict.rejected, .incomplete])
  func whatWasOnlyUnderstoodHasNoCell(verdict: Verdict) {
    var record = hairdryer()
    record.verdict = verdict
    record.reasons = [Remark(code: "expired", text: "It is too old.")]
    let cells = line(record).split(separator: ",", omittingEmptySubsequences: false)
    #expect(cells[5] == verdict.rawValue)
    #expect(cells[7...13].joined() == "")
    #expect(cells[14] == "expired")
  }

  @Test(arguments: [
    ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""), ("+1", "'+1"), ("-1", "'-1"),
    ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'{TAB}=1"), ("\r=1", "'{CR}=1"), ("a=1", "a=1"),
    ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("a\nb", "a{LF}b"), ("'=1", "''=1"),
    ("\u{1B}[2J", "{ESC}[2J"), ("a\u{202E}b", "a{U+202E}b"), ("é", "é"), ("", ""),
  ]) func noCellActs(data: String, cell: String) {
    var record = Record(
      time: Timestamp(microseconds: 0), scanner: "s", verdict: .accepted, data: Array(data.utf8))
    record.kind = "text"
    let start = ",1970-01-01T00:00:00.000000Z,s,,,accepted,text,,,,,,,,,,"
    #expect(line(record) == "\(start)\(cell)\r\n")
  }

  @Test func twoLabelsNeverShareACell() {
    let labels = ["=1", "'=1", "''=1", "'tis", "tis", "-", "'-"]
    let cells = labels.map { label in
      var record = hairdryer()
      record.data = Array(label.utf8)
      return String(line(record).dropLast().split(separator: ",").last ?? "")
    }
    #expect(Set(cells).count == labels.count)
    #expect(cells.map(text(ofSpreadsheetCell:)) == labels)
  }

  @Test func aLotThatLooksLikeAFormulaIsHarmlessToo() {
    var record = hairdryer()
    record.subject.lot = "-2+3"
    #expect(line(record).contains(",'-2+3,"))
    #expect(line(record, raw: true).contains(",-2+3,"))
  }

  @Test func rawGivesTheBytes() {
    var record = hairdryer()
    record.data = Array("=1\u{1D}\"x\"\r\n".utf8) + [0xFF]
    var bytes: [UInt8] = []
    _ = CSVEncoder(isRaw: true).add(record, json: [], to: &bytes)
    #expect(
      bytes.suffix(16) == Array(",\"=1\u{1D}\"\"x\"\"\r\n".utf8) + [0xFF] + Array("\"\r\n".utf8))
  }

  @Test func bytesThatAreNoTextAreShown() {
    var record = hairdryer()
    record.data = [0x41, 0xFF]
    #expect(line(record).hasSuffix(",A{0xFF}\r\n"))
  }
}

/// The record of a hairdryer with lot, serial and expiry.
func hairdryer() -> Record {
  var record = Record(
    time: Timestamp("2026-11-23T08:06:00.123456Z")!, scanner: "usb-1", verdict: .accepted,
    data: Array("]C101095060001343521727063010C202507\u{1D}21HD-12345".utf8))
  record.cursor = 7
  record.station = "dock-1"
  record.step = "receiving"
  record.readPoint = "https://id.gs1.org/414/9506000134352"
  record.kind = "element-string"
  record.subject.tracking = .both
  record.subject.identity = "https://id.gs1.org/01/09506000134352/21/HD-12345"
  record.subject.gtin = "09506000134352"
  record.subject.lot = "C202507"
  record.subject.serial = "HD-12345"
  record.subject.expiry = "2027-06-30"
  record.notes = [
    Remark(code: "layout-assumed", text: "…"), Remark(code: "serial-repeated", text: "…"),
  ]
  return record
}
