// SPDX-License-Identifier: Apache-2.0

import Wire

/// Items divided into what one request has room for.
package struct ItemBatches {
  /// The bytes of a request beside its items: its name, the batch's name, numbers.
  private static let wrapping = 256

  /// The parts; one without items if there are none.
  package private(set) var parts: [ArraySlice<ItemFields>] = []

  /// Divides `items`, in their order.
  package init(_ items: [ItemFields], longestRequest: Int = Request.maximumLength) {
    let room = longestRequest - Self.wrapping
    var json = JSONWriter()
    var start = 0
    var length = 0
    for (index, item) in items.enumerated() {
      json.removeAll()
      item.write(to: &json)
      let more = json.bytes.count + 1
      if index > start, length + more > room || index - start == Request.SetItems.limit {
        parts.append(items[start..<index])
        start = index
        length = 0
      }
      length += more
    }
    parts.append(items[start...])
  }

  /// The batches in order: a single one, or the parts of a batch of that name.
  package func batches(named name: String) -> [Request.SetItems] {
    guard parts.count > 1 else { return parts.map { Request.SetItems(items: Array($0)) } }
    return parts.enumerated().map { number, items in
      Request.SetItems(
        items: Array(items), batch: name, part: number, more: number < parts.count - 1)
    }
  }
}
