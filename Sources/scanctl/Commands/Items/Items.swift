// SPDX-License-Identifier: Apache-2.0

import FeedClient
import TerminalIO
import Wire

extension FeedConnection {
  /// All items that the daemon has, by their GTINs, page by page.
  func forEachPageOfItems(_ body: ([ItemInfo]) -> Void) throws(CommandFailure) {
    var request = Request.Items(limit: 1000)
    while true {
      let answer = try answer(to: request)
      body(answer.items)
      guard !answer.complete, let last = answer.items.last else { return }
      request.after = last.fields.gtin
    }
  }

  /// All items that the daemon has, by their GTINs.
  func allItems() throws(CommandFailure) -> [String: ItemFields] {
    var items: [String: ItemFields] = [:]
    try forEachPageOfItems { page in for item in page { items[item.fields.gtin] = item.fields } }
    return items
  }

  /// The item of a GTIN; nil if nothing is said of it.
  func item(_ gtin: TypedGTIN) throws(CommandFailure) -> ItemInfo? {
    try answer(to: .items(gtin: gtin.digits)).items.first
  }
}

extension ItemFields {
  /// `expired reject, recalled off`
  var checkWords: String {
    Self.checkNames.compactMap { name in checks[name].map { "\(name) \(visible($0))" } }
      .joined(separator: ", ")
  }
}
