// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import ItemImport

@Suite struct ItemBatchesTests {
  private func items(_ count: Int, name: String? = nil) -> [ItemFields] {
    (0..<count).map { number in
      ItemFields(
        gtin: String(String(100_000_000_000_000 + number).dropFirst()), name: name, policy: "lot")
    }
  }

  private func length(_ batch: Request.SetItems) -> Int {
    var json = JSONWriter()
    batch.writeRequest(to: &json)
    return json.bytes.count
  }

  @Test(arguments: [0, 1, 499, 500])
  func whatFitsIsOneRequestWithoutABatch(count: Int) {
    #expect(
      ItemBatches(items(count)).batches(named: "b") == [Request.SetItems(items: items(count))])
  }

  @Test func moreAreParts() {
    let batches = ItemBatches(items(1001)).batches(named: "b")
    #expect(batches.map(\.items.count) == [500, 500, 1])
    #expect(batches.map(\.part) == [0, 1, 2])
    #expect(batches.map(\.more) == [true, true, false])
    #expect(batches.allSatisfy { $0.batch == "b" })
    #expect(batches.flatMap(\.items) == items(1001))
  }

  @Test func noRequestIsLongerThanTheServerTakes() {
    // Each of these characters is six in JSON.
    let long = items(900, name: String(repeating: "\u{1B}", count: 200))
    let batches = ItemBatches(long).batches(named: String(repeating: "b", count: 60))
    #expect(batches.flatMap(\.items) == long)
    #expect(batches.allSatisfy { length($0) <= Request.maximumLength })
    #expect(batches.dropLast().allSatisfy { length($0) > Request.maximumLength - 3000 })
  }
}
