// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import TerminalIO
@testable import Traceability

private let bench = (station: "bench-1", step: "packing")
private let recalled = Remark(code: "recalled", text: "Lot L of this GTIN is recalled.")

@Suite struct ItemSummaryTests {
  @Test func everyScanOfALotLabelIsAUnitAndASerialIsOneHoweverOften() {
    let item = summary(of: [
      scan(1, "08:00:00", lot: "L"), scan(2, "08:00:01", lot: "L"),
      scan(3, "08:00:02", lot: "L", serial: "A"), scan(4, "08:00:03", lot: "L", serial: "A"),
      scan(5, "08:00:04", place: bench, lot: "L", serial: "A"),
    ]).items[0]
    #expect(item.total.scans == 5)
    #expect(item.total.withoutSerial == 2)
    #expect(item.total.serials.count == 1)
    #expect(item.total.units == 3)
    #expect(item.steps["receiving"]?.units == 3)
    #expect(item.steps["packing"]?.units == 1)
    #expect(item.serials[0].last.cursor == 5)
  }

  @Test func aPalletThatHoldsALotIsNoUnitOfIt() {
    var pallet = scan(1, "08:00:00", lot: "L")
    pallet.subject.sscc = "395060001343000015"
    let item = summary(of: [pallet]).items[0]
    #expect(item.total.logisticUnits == 1)
    #expect(item.total.units == 0)
  }

  @Test func whatIsNotAcceptedIsNeverCountedAsBooked() {
    let reason = Remark(code: "check-digit", text: "wrong")
    let summary = summary(of: [
      scan(1, "08:00:00", lot: "L", serial: "A"),
      scan(2, "08:00:01", lot: "L", serial: "B", reasons: [reason]),
      scan(3, "08:00:02", gtin: nil, lot: "L", serial: "C", reasons: [reason]),
    ])
    #expect(summary.items.map(\.gtin) == [cream, nil])
    #expect(summary.items[0].total.serials.count == 1)
    #expect(summary.items[0].notAccepted.cursors == [2])
    #expect(summary.items[1].total.scans == 0)
    #expect(summary.items[1].serials.count == 0)
    #expect(summary.items[1].notAccepted.cursors == [3])
  }

  @Test func theSameTextUnderTwoGTINsAreTwoGoods() {
    let summary = summary(of: [
      scan(1, "08:00:00", serial: "A"), scan(2, "08:00:01", gtin: dryer, serial: "A"),
      scan(3, "08:00:02", serial: "A"),
    ])
    #expect(summary.items.map(\.gtin) == [cream, dryer])
    #expect(summary.items.map(\.total.scans) == [2, 1])
  }

  @Test func theOrderIsThatOfCursorsWhateverTheClockSays() {
    let item = summary(
      TraceTarget(serial: "A"),
      of: [scan(1, "09:00:00", serial: "A"), scan(2, "08:00:00", place: bench, serial: "A")]
    ).items[0]
    #expect(item.total.first?.cursor == 1)
    #expect(item.total.last?.cursor == 2)
    #expect(item.history.elements.map(\.cursor) == [1, 2])
  }

  @Test func whatWasScannedSinceARecallIsCountedAndListed() {
    let item = summary(
      of: [
        scan(1, "11:59:59", lot: "L"), scan(2, "12:00:00", lot: "L"),
        scan(3, "12:00:01", lot: "L", reasons: [recalled]), scan(4, "13:00:00", lot: "L"),
      ], recalls: [recall(lot: "L", lifted: "12:30:00"), recall(4, lot: "M")]
    ).items[0]
    let effect = item.effects[3]
    #expect(effect?.accepted == 1)
    #expect(effect?.notAccepted == 1)
    #expect(effect?.records.cursors == [2, 3])
    #expect(item.effects.keys == [3])
    #expect(item.otherwiseNotAccepted.count == 0)
    #expect(item.recalls(of: TraceTarget(lot: "L")) == [])
  }

  @Test func aScanThatWasRejectedForTheRecallCameAfterItWhateverTheClockSays() {
    let early = scan(1, "00:00:00", lot: "L", day: 1, reasons: [recalled])
    let item = summary(of: [early], recalls: [recall(gtin: cream, lot: "L")]).items[0]
    #expect(item.effects[3]?.notAccepted == 1)
  }

  @Test func anItemOfARecalledLotIsRecalledAlsoWhereItsLabelDoesNotSayTheLot() {
    let item = summary(
      TraceTarget(serial: "A"),
      of: [scan(1, "08:00:00", lot: "L", serial: "A"), scan(2, "13:00:00", serial: "A")],
      recalls: [recall(lot: "L"), recall(4, lot: "M")]
    ).items[0]
    #expect(item.effects.keys == [3])
    #expect(item.effects[3]?.records.cursors == [2])
  }

  @Test func aRecallOfASerialIsNoneOfItsLot() {
    let item = summary(
      of: [scan(1, "08:00:00", lot: "L", serial: "A"), scan(2, "08:00:00", lot: "L", serial: "B")],
      recalls: [recall(serial: "A")]
    ).items[0]
    #expect(item.recalls(of: TraceTarget(lot: "L")) == [])
    #expect(item.recalls(of: TraceTarget(serial: "A")).map(\.number) == [3])
    #expect(item.effects.keys == [3])
  }

  @Test func listsAreBoundedAndCountsAreNot() {
    let records = (1...30).map { scan($0, "08:00:00", lot: "L", notes: [recalled]) }
    let short = summary(of: records, recalls: [recall(lot: "L")]).items[0]
    #expect(short.effects[3]?.records.elements.count == 20)
    #expect(short.effects[3]?.records.omitted == 10)
    #expect(short.effects[3]?.accepted == 30)
    let whole = summary(of: records, recalls: [recall(lot: "L")], for: .people(all: true)).items[0]
    #expect(whole.effects[3]?.records.elements.count == 30)
    let cursors = summary(of: records, recalls: [recall(lot: "L")], for: .programs).items[0]
    #expect(cursors.effects[3]?.records.elements.count == 0)
    #expect(cursors.effects[3]?.records.cursors.count == 30)
  }
}
