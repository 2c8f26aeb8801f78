// SPDX-License-Identifier: Apache-2.0

import FeedClient
import GS1
import TerminalIO
import Wire

extension FeedConnection {
  /// All items that the daemon has, by their GTINs, page by page.
  func forEachPageOfItems(_ body: ([StoredItem]) -> Void) {
    var request = Request.Items(limit: 1000)
    while true {
      let answer = answer(to: .items(request))
      let items = (answer["items"]?.elements ?? []).compactMap(StoredItem.init)
      body(items)
      guard answer["complete"] == .boolean(false), let last = items.last else { return }
      request.after = last.fields.gtin
    }
  }

  /// All items that the daemon has, by their GTINs.
  func allItems() -> [String: ItemFields] {
    var items: [String: ItemFields] = [:]
    forEachPageOfItems { page in for item in page { items[item.fields.gtin] = item.fields } }
    return items
  }

  /// The item of a GTIN; nil if nothing is said of it.
  func item(_ gtin: TypedGTIN) -> StoredItem? {
    let answer = answer(to: .items(Request.Items(gtin: gtin.digits)))
    return answer["items"]?.elements.first.flatMap(StoredItem.init)
  }
}
