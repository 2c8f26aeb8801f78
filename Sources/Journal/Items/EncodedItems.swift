// SPDX-License-Identifier: Apache-2.0

// Items on their way to the thread that sets them: one behind the other, each 14 digits, a byte for
// the policy and for each check, and the name with its length before it. That is a tenth of what they
// take as values.

import Tracking

/// Items as bytes.
struct EncodedItems: Sendable {
  /// The number of items.
  let count: Int
  /// The items.
  private(set) var bytes: [UInt8] = []

  init(_ items: [Item]) {
    count = items.count
    for item in items { add(item) }
  }

  /// Calls `body` with the items, one by one.
  func withItems<T>(
    _ body: (() throws(JournalError) -> Item?) throws(JournalError) -> T
  ) throws(JournalError) -> T {
    var decoder = ItemDecoder(bytes[...])
    return try body { () throws(JournalError) in try decoder.next() }
  }

  private mutating func add(_ item: Item) {
    bytes += item.gtin.utf8
    bytes.append(UInt8(Policy.allCases.firstIndex(of: item.policy) ?? 0))
    let checks = item.checks
    for consequence in [
      checks.serialRepeated, checks.lotConflict, checks.expiryConflict, checks.expired,
      checks.recalled,
    ] {
      let place = consequence.flatMap(Consequence.allCases.firstIndex)
      bytes.append(UInt8(place.map { $0 + 1 } ?? 0))
    }
    let name = (item.name ?? "").utf8
    bytes.append(UInt8(name.count))
    bytes += name
  }
}

/// Takes encoded items out again.
struct ItemDecoder<Bytes: RandomAccessCollection<UInt8>> where Bytes.SubSequence == Bytes {
  private var rest: Bytes

  init(_ bytes: Bytes) {
    rest = bytes
  }

  /// The next item; nil at the end.
  mutating func next() throws(JournalError) -> Item? {
    guard !rest.isEmpty else { return nil }
    let gtin = text(14)
    let policy = Policy.allCases[Int(rest.removeFirst())]
    var checks = Checks()
    checks.serialRepeated = consequence()
    checks.lotConflict = consequence()
    checks.expiryConflict = consequence()
    checks.expired = consequence()
    checks.recalled = consequence()
    do throws(ItemError) {
      return try Item(
        gtin: gtin, name: text(Int(rest.removeFirst())), policy: policy, checks: checks)
    } catch {
      throw JournalError(error)
    }
  }

  private mutating func consequence() -> Consequence? {
    let place = Int(rest.removeFirst())
    return place == 0 ? nil : Consequence.allCases[place - 1]
  }

  private mutating func text(_ length: Int) -> String {
    defer { rest.removeFirst(length) }
    return String(decoding: rest.prefix(length), as: UTF8.self)
  }
}
