// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import TerminalIO
@testable import Traceability

private let bench = (station: "bench-1", step: "packing")
private let recalled = Remark(
  code: "recalled", text: "Lot L of this GTIN is recalled: glass found (recall 3).")

@Suite struct TraceTextTests {
  @Test func aSerialHasItsHistoryWithTheRecallInIt() {
    let text = lines(
      TraceTarget(serial: "A"),
      [
        scan(9, "08:00:00", lot: "L", serial: "A", expiry: "2027-06-30"),
        scan(1204, "11:00:00", place: bench, lot: "L", serial: "A", expiry: "2027-06-30"),
        scan(1205, "12:00:01", place: bench, lot: "L", serial: "A", reasons: [recalled]),
      ], recalls: [recall(lot: "L")], names: [cream: "Hand cream"])
    #expect(
      text == [
        "Hand cream (GTIN 09506000134352), serial A",
        "  lot       L",
        "  expires   2027-06-30",
        "  recalled  since 2026-11-23 12:00:00: glass found (recall 3, by anna)",
        "  scans     2 accepted, 1 not accepted",
        "  first     2026-11-23 08:00:00 at dock-1 (receiving), record 9",
        "  last      2026-11-23 11:00:00 at bench-1 (packing), record 1,204",
        "",
        "  record  when      station  step       lot  expires     verdict",
        "       9  08:00:00  dock-1   receiving  L    2027-06-30  ✔ accepted",
        "   1,204  11:00:00  bench-1  packing    L    2027-06-30  ✔ accepted",
        "          12:00:00  recalled: glass found (recall 3, by anna)",
        "",
        "  Scanned after recall 3 (12:00:00): 0 accepted, 1 not accepted",
        "  record  when      station  step     lot  verdict",
        "   1,205  12:00:01  bench-1  packing  L    ✘ rejected  "
          + "Lot L of this GTIN is recalled: glass found (recall 3).",
      ])
  }

  @Test func aLotHasItsUnitsAndItsFirstSerials() {
    let records = (1...1224).map { scan($0, "08:00:00", lot: "L", serial: "S\($0)") }
    let text = lines(TraceTarget(lot: "L"), records)
    #expect(
      text.prefix(12) == [
        "GTIN 09506000134352, lot L",
        "  recalled  no",
        "  scans     1,224 accepted",
        "  units     1,224 serials",
        "  first     2026-11-23 08:00:00 at dock-1 (receiving), record 1",
        "  last      2026-11-23 08:00:00 at dock-1 (receiving), record 1,224",
        "",
        "  step       station  scans  units  serials  first     last",
        "  receiving  dock-1   1,224  1,224    1,224  08:00:00  08:00:00",
        "",
        "  serial  last      station  step       record",
        "  S1      08:00:00  dock-1   receiving       1",
      ])
    #expect(text.last == "  … and 1,204 more; --all shows them, --json for programs")
    #expect(text.count == 10 + 1 + 20 + 1)
    #expect(lines(TraceTarget(lot: "L"), records, all: true).count == 10 + 1 + 1224)
  }

  @Test func oneOfAThingIsNotPlural() {
    let text = lines(
      TraceTarget(lot: "L"),
      [scan(1, "08:00:00", lot: "L", serial: "A"), scan(2, "08:00:01", lot: "L")])
    #expect(text.contains("  units     1 serial, 1 scan of labels without one"))
  }

  @Test func daysStandInTablesWhereTheyDiffer() {
    let text = lines(
      TraceTarget(serial: "A"),
      [scan(1, "23:00:00", serial: "A"), scan(2, "01:00:00", serial: "A", day: 24)])
    #expect(
      text.suffix(3) == [
        "  record  when                 station  step       verdict",
        "       1  2026-11-23 23:00:00  dock-1   receiving  ✔ accepted",
        "       2  2026-11-24 01:00:00  dock-1   receiving  ✔ accepted",
      ])
  }

  @Test func stepsAreAddedUpWhereAStepHasSeveralStations() {
    let text = lines(
      TraceTarget(lot: "L"),
      [
        scan(1, "08:00:00", lot: "L", serial: "A"),
        scan(2, "08:00:01", place: ("dock-2", "receiving"), lot: "L", serial: "A"),
        scan(3, "08:00:02", place: bench, lot: "L", serial: "A"),
      ])
    #expect(text.contains("  receiving      2      1        1  08:00:00  08:00:01"))
    #expect(text.contains("  receiving  dock-2       1      1        1  08:00:01  08:00:01"))
  }

  @Test func whereNoStationIsConfiguredTheScannerIsThePlace() {
    var record = scan(1, "08:00:00", serial: "A")
    record.station = nil
    record.step = nil
    #expect(
      lines(TraceTarget(serial: "A"), [record]).suffix(2) == [
        "  record  when      scanner  verdict",
        "       1  08:00:00  usb-1    ✔ accepted",
      ])
  }

  @Test func aGTINHasItsLots() {
    let text = lines(
      TraceTarget(gtin: cream),
      [
        scan(1, "08:00:00", lot: "L", expiry: "2027-06-30"), scan(2, "08:00:01", serial: "A"),
        scan(3, "08:00:02", lot: "M", expiry: "2027-06-30"),
        scan(4, "08:00:03", lot: "M", expiry: "2027-07-31"),
      ], recalls: [recall(lot: "M")])
    #expect(
      text[1] == "  recalled  only lot M, since 2026-11-23 12:00:00: glass found "
        + "(recall 3, by anna)")
    #expect(
      text[7...10] == [
        "  lot   scans  units  serials  first     last      expires",
        "  L         1      1        0  08:00:00  08:00:00  2027-06-30",
        "  none      1      1        1  08:00:01  08:00:01",
        "  M         2      2        0  08:00:02  08:00:03  2027-06-30, 2027-07-31  "
          + "recalled (recall 3)",
      ])
  }

  @Test func whatWasOnlyUnderstoodStandsApart() {
    let wrong = Remark(code: "check-digit", text: "wrong")
    let text = lines(
      TraceTarget(serial: "A"), [scan(1, "08:00:00", gtin: nil, serial: "A", reasons: [wrong])])
    #expect(
      text == [
        "Serial A, on labels without a good GTIN",
        "  scans  0 accepted, 1 not accepted",
        "",
        "  Not accepted",
        "  record  when      station  step       verdict",
        "       1  08:00:00  dock-1   receiving  ✘ rejected  wrong",
      ])
  }

  @Test func contradictionsAreSaidInTheWordsOfTheirNotes() {
    let note = Remark(code: "lot-conflict", text: "Serial A was scanned with K before.")
    let set = Remark(code: "clock-changed", text: "The clock was set back.")
    let text = lines(
      TraceTarget(serial: "A"), [scan(1, "08:00:00", lot: "L", serial: "A", notes: [note, set])])
    #expect(text.contains("  noted     lot-conflict (1 scan), clock-changed (1 scan)"))
    #expect(
      text.suffix(2) == ["  Contradictions", "  record 1: Serial A was scanned with K before."])
    #expect(text.contains { $0.hasSuffix("✔ accepted  lot-conflict, clock-changed") })
  }

  @Test func aRecallThatWasLiftedIsNoMoreButStaysInTheHistory() {
    let text = lines(
      TraceTarget(serial: "A"),
      [scan(1, "08:00:00", serial: "A"), scan(2, "13:00:00", serial: "A")],
      recalls: [recall(gtin: cream, lifted: "12:30:00")])
    #expect(text[1] == "  recalled  no; recall 3 was lifted 2026-11-23 12:30:00")
    #expect(text[8] == "          12:00:00  recalled: glass found (recall 3, by anna)")
    #expect(text[9] == "          12:30:00  recall 3 lifted by bert")
    #expect(text[10].hasPrefix("       2  13:00:00"))
  }

  @Test func textFromOutsideActsNowhere() {
    let nasty = "\u{1B}[2J\u{202E}"
    var notice = recall(lot: nasty)
    notice.reason = nasty
    notice.added = change("12:00:00", by: nasty)
    let records = [
      scan(1, "08:00:00", place: (nasty, nasty), lot: nasty, serial: nasty, expiry: nasty),
      scan(
        2, "13:00:00", place: (nasty, nasty), lot: nasty,
        notes: [Remark(code: nasty, text: nasty)], reasons: [Remark(code: nasty, text: nasty)]),
    ]
    for target in [TraceTarget(serial: nasty), TraceTarget(lot: nasty), TraceTarget(gtin: cream)] {
      let text = lines(target, records, recalls: [notice], names: [cream: nasty]).joined()
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    }
  }
}
