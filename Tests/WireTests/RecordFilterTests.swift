// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct RecordFilterTests {
  @Test func withoutAChoiceEveryRecordPasses() {
    for verdict in Verdict.allCases { #expect(RecordFilter().passes(record(verdict))) }
  }

  @Test func oneOfTheChoicesMustBeMet() {
    var filter = RecordFilter()
    filter.stations = ["dock-1", "dock-2"]
    #expect(filter.passes(record(.accepted)))
    filter.stations = ["dock-2"]
    #expect(!filter.passes(record(.accepted)))
  }

  @Test func everyKindOfChoiceMustBeMet() {
    var filter = RecordFilter()
    filter.verdicts = [.accepted]
    filter.stations = ["dock-1"]
    filter.steps = ["receiving"]
    filter.gtins = ["09506000134352"]
    filter.lots = ["C202507"]
    #expect(filter.passes(record(.accepted)))
    for change in [
      { $0.verdicts = [.rejected] }, { $0.stations = ["x"] }, { $0.steps = ["x"] },
      { $0.gtins = ["x"] }, { $0.lots = ["x"] },
    ] as [(inout RecordFilter) -> Void] {
      var other = filter
      change(&other)
      #expect(!other.passes(record(.accepted)))
    }
  }

  @Test func whatARecordDoesNotHaveMeetsNoChoice() {
    let bare = Record(time: Timestamp(microseconds: 0), scanner: "s", verdict: .accepted, data: [])
    for change in [
      { $0.stations = [""] }, { $0.steps = [""] }, { $0.gtins = [""] }, { $0.lots = [""] },
    ] as [(inout RecordFilter) -> Void] {
      var filter = RecordFilter()
      change(&filter)
      #expect(!filter.passes(bare))
    }
  }

  @Test(arguments: [Verdict.rejected, .incomplete])
  func aLotIsLookedForInAcceptedRecordsOnly(verdict: Verdict) {
    var filter = RecordFilter()
    filter.lots = ["C202507"]
    #expect(!filter.passes(record(verdict)))
    filter.lots = []
    filter.gtins = ["09506000134352"]
    #expect(!filter.passes(record(verdict)))
  }

  @Test func textsThatOnlyLookAlikeAreTwo() {
    var filter = RecordFilter()
    filter.stations = ["\u{e9}"]
    var record = record(.accepted)
    record.station = "e\u{301}"
    #expect(!filter.passes(record))
    record.station = "\u{e9}"
    #expect(filter.passes(record))
  }

  private func record(_ verdict: Verdict) -> Record {
    var record = Record(
      time: Timestamp(microseconds: 0), scanner: "s", verdict: verdict, data: [])
    record.station = "dock-1"
    record.step = "receiving"
    record.subject.gtin = "09506000134352"
    record.subject.lot = "C202507"
    return record
  }
}
