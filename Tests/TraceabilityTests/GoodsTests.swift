// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import TerminalIO
@testable import Traceability

private let bench = (station: "bench-1", step: "packing")
private let recalled = Remark(code: "recalled", text: "Lot L of this GTIN is recalled.")

@Suite struct GoodsTests {
  @Test func everyScanOfALotLabelIsAUnitAndASerialIsOneHoweverOften() {
    let goods = summary(of: [
      scan(1, "08:00:00", lot: "L"), scan(2, "08:00:01", lot: "L"),
      scan(3, "08:00:02", lot: "L", serial: "A"), scan(4, "08:00:03", lot: "L", serial: "A"),
      scan(5, "08:00:04", place: bench, lot: "L", serial: "A"),
    ]).all[0]
    #expect(goods.total.scans == 5)
    #expect(goods.total.withoutSerial == 2)
    #expect(goods.total.serials.count == 1)
    #expect(goods.total.units == 3)
    #expect(goods.steps["receiving"]?.units == 3)
    #expect(goods.steps["packing"]?.units == 1)
    #expect(goods.serials[0].last.cursor == 5)
  }

  @Test func aPalletThatHoldsALotIsNoUnitOfIt() {
    var pallet = scan(1, "08:00:00", lot: "L")
    pallet.subject.sscc = "395060001343000015"
    let goods = summary(of: [pallet]).all[0]
    #expect(goods.total.logisticUnits == 1)
    #expect(goods.total.units == 0)
  }

  @Test func whatIsNotAcceptedIsNeverCountedAsBooked() {
    let reason = Remark(code: "check-digit", text: "wrong")
    let summary = summary(of: [
      scan(1, "08:00:00", lot: "L", serial: "A"),
      scan(2, "08:00:01", lot: "L", serial: "B", reasons: [reason]),
      scan(3, "08:00:02", gtin: nil, lot: "L", serial: "C", reasons: [reason]),
    ])
    #expect(summary.all.map(\.gtin) == [cream, nil])
    #expect(summary.all[0].total.serials.count == 1)
    #expect(summary.all[0].notAccepted.cursors == [2])
    #expect(summary.all[1].total.scans == 0)
    #expect(summary.all[1].serials.count == 0)
    #expect(summary.all[1].notAccepted.cursors == [3])
  }

  @Test func theSameTextUnderTwoGTINsAreTwoGoods() {
    let summary = summary(of: [
      scan(1, "08:00:00", serial: "A"), scan(2, "08:00:01", gtin: dryer, serial: "A"),
      scan(3, "08:00:02", serial: "A"),
    ])
    #expect(summary.all.map(\.gtin) == [cream, dryer])
    #expect(summary.all.map(\.total.scans) == [2, 1])
  }

  @Test func theOrderIsThatOfCursorsWhateverTheClockSays() {
    let goods = summary(
      TraceTarget(serial: "A"),
      of: [scan(1, "09:00:00", serial: "A"), scan(2, "08:00:00", place: bench, serial: "A")]
    ).all[0]
    #expect(goods.total.first?.cursor == 1)
    #expect(goods.total.last?.cursor == 2)
    #expect(goods.history.elements.map(\.cursor) == [1, 2])
  }

  @Test func whatWasScannedSinceARecallIsCountedAndListed() {
    let goods = summary(
      of: [
        scan(1, "11:59:59", lot: "L"), scan(2, "12:00:00", lot: "L"),
        scan(3, "12:00:01", lot: "L", reasons: [recalled]), scan(4, "13:00:00", lot: "L"),
      ], recalls: [recall(lot: "L", lifted: "12:30:00"), recall(4, lot: "M")]
    ).all[0]
    let effect = goods.effects[3]
    #expect(effect?.accepted == 1)
    #expect(effect?.notAccepted == 1)
    #expect(effect?.records.cursors == [2, 3])
    #expect(goods.effects.keys == [3])
    #expect(goods.otherwiseNotAccepted.count == 0)
    #expect(goods.recalls(of: TraceTarget(lot: "L")) == [])
  }

  @Test func aScanThatWasRejectedForTheRecallCameAfterItWhateverTheClockSays() {
    let early = scan(1, "00:00:00", lot: "L", day: 1, reasons: [recalled])
    let goods = summary(of: [early], recalls: [recall(gtin: cream, lot: "L")]).all[0]
    #expect(goods.effects[3]?.notAccepted == 1)
  }

  @Test func anItemOfARecalledLotIsRecalledAlsoWhereItsLabelDoesNotSayTheLot() {
    let goods = summary(
      TraceTarget(serial: "A"),
      of: [scan(1, "08:00:00", lot: "L", serial: "A"), scan(2, "13:00:00", serial: "A")],
      recalls: [recall(lot: "L"), recall(4, lot: "M")]
    ).all[0]
    #expect(goods.effects.keys == [3])
    #expect(goods.effects[3]?.records.cursors == [2])
  }

  @Test func aRecallOfASerialIsNoneOfItsLot() {
    let goods = summary(
      of: [scan(1, "08:00:00", lot: "L", serial: "A"), scan(2, "08:00:00", lot: "L", serial: "B")],
      recalls: [recall(serial: "A")]
    ).all[0]
    #expect(goods.recalls(of: TraceTarget(lot: "L")) == [])
    #expect(goods.recalls(of: TraceTarget(serial: "A")).map(\.number) == [3])
    #expect(goods.effects.keys == [3])
  }

  @Test func listsAreBoundedAndCountsAreNot() {
    let records = (1...30).map { scan($0, "08:00:00", lot: "L", notes: [recalled]) }
    let short = summary(of: records, recalls: [recall(lot: "L")]).all[0]
    #expect(short.effects[3]?.records.elements.count == 20)
    #expect(short.effects[3]?.records.omitted == 10)
    #expect(short.effects[3]?.accepted == 30)
    let whole = summary(of: records, recalls: [recall(lot: "L")], for: .people(all: true)).all[0]
    #expect(whole.effects[3]?.records.elements.count == 30)
    let cursors = summary(of: records, recalls: [recall(lot: "L")], for: .programs).all[0]
    #expect(cursors.effects[3]?.records.elements.count == 0)
    #expect(cursors.effects[3]?.records.cursors.count == 30)
  }
}
