// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tracking
import Wire

@testable import Journal

@Suite struct ItemBatchTests {
  private let directory: TemporaryDirectory
  private let items: ItemDatabase

  init() throws {
    directory = try TemporaryDirectory()
    items = try ItemDatabase(in: StateDirectory(path: directory.path)) { _ in }
  }

  /// A part of a batch: items with names that are as long as can be.
  private func part(
    _ number: Int, of batch: String = "b", items count: Int = 100, more: Bool = true
  ) -> Request.SetItems {
    let fields = (0..<count).map { index in
      let digits = "950" + String(format: "%09d", number * 1000 + index)
      let gtin = digits + "\(GTINDigit.check(digits))"
      return ItemFields(
        gtin: "0" + gtin, name: String(repeating: "n", count: Item.longestName),
        policy: "both", checks: ["expired": "reject", "recalled": "off"])
    }
    return Request.SetItems(items: fields, batch: batch, part: number, more: more)
  }

  @Test func aBatchIsSetAsItWasSentAndItsMemoryGivenBack() throws {
    let requests = [part(0), part(1, items: 3), part(2, items: 0, more: false)]
    #expect(try items.set(requests[0], by: alice, on: 1) == nil)
    #expect(items.batch?.uid == alice.uid)
    let bytes = try #require(items.batch?.bytes)
    #expect((100 * Item.longestName...100 * (Item.longestName + 40)).contains(bytes))
    #expect(try items.set(requests[1], by: alice, on: 1) == nil)
    #expect(try items.set(requests[2], by: alice, on: 1)?.added == 103)
    #expect(items.batch == nil)
    let sent = try requests.flatMap(\.items).map(Item.init).sorted { $0.gtin < $1.gtin }
    #expect(try items.items(limit: 1000).map(\.item) == sent)
  }

  @Test func theBatchOfAConnectionThatEndsIsDropped() throws {
    for connection in 1...10 as ClosedRange<UInt64> {
      for number in 0..<3 {
        #expect(try items.set(part(number), by: alice, on: connection) == nil)
      }
      #expect(items.batch != nil)
      items.ended(connection)
      _ = try items.items(limit: 1)
      #expect(items.batch == nil)
      expect(.batchLost) { try items.set(part(3), by: alice, on: connection) }
    }
    #expect(try items.items(limit: 1) == [])
  }

  @Test func aBatchWhoseConnectionEndedBeforeItsFirstPartWasLookedAtIsNotBegun() throws {
    let disk = HangingItems(items)
    let told = DispatchSemaphore(value: 0)
    items.set(part(0), by: alice, on: 1) { _ in told.signal() }
    items.ended(1)
    disk.release()
    told.wait()
    #expect(items.batch == nil)
  }

  @Test func anotherConnectionDoesNotContinueABatchAndItsEndDoesNotEndIt() throws {
    _ = try items.set(part(0), by: alice, on: 1)
    expect(.batchLost) { try items.set(part(1), by: alice, on: 2) }
    items.ended(2)
    #expect(try items.set(part(1, more: false), by: alice, on: 1)?.added == 200)
  }

  @Test func aNewBatchTakesThePlaceOfAnUnfinishedOne() throws {
    _ = try items.set(part(0), by: alice, on: 1)
    _ = try items.set(part(0, items: 1), by: bob, on: 2)
    #expect(items.batch?.uid == bob.uid)
    expect(.batchLost) { try items.set(part(1), by: alice, on: 1) }
    _ = try items.set(part(0, of: "c", items: 2), by: bob, on: 2)
    #expect(try items.set(part(1, of: "c", items: 0, more: false), by: bob, on: 2)?.added == 2)
  }

  @Test func aBatchThatIsTooLongIsRefusedWithItsMemoryGivenBack() throws {
    let empty = part(0, items: 0)
    _ = try items.set(empty, by: alice, on: 1)
    let some = EncodedItems(try part(0, items: 500).items.map(Item.init))
    #expect(ItemBatch.itemLimit / 500 * some.bytes.count < ItemBatch.byteLimit)
    var number = 0
    expect(.batchTooLong) {
      while true {
        number += 1
        _ = try items.set(part(number, items: 500), by: alice, on: 1)
      }
    }
    #expect(number == ItemBatch.itemLimit / 500 + 1)
    #expect(items.batch == nil)
    #expect(try items.items(limit: 1) == [])
  }
}
