// SPDX-License-Identifier: Apache-2.0

import Feed
import Journal
import Tracking
import Wire

extension JournalFeed {
  /// Items by their GTINs: what `scanctl items` shows.
  func writeItems(_ request: Request.Items, to json: inout JSONWriter) throws(RequestError) {
    let entries = try answering { () throws(JournalError) in
      if let gtin = request.gtin { return [try store.itemDatabase.item(gtin)].compactMap { $0 } }
      return try store.itemDatabase.items(after: request.after, limit: request.limit)
    }
    json.object { json in
      json.key("items")
      json.array { json in for entry in entries { entry.write(to: &json) } }
      json.key("complete")
      json.boolean(request.gtin != nil || entries.count < request.limit)
    }
  }

  /// Recalls by their numbers: what `scanctl recall list` shows.
  func writeRecalls(_ request: Request.Recalls, to json: inout JSONWriter) throws(RequestError) {
    let entries = try answering { () throws(JournalError) in
      try store.itemDatabase.recalls(
        after: request.after, limit: request.limit, onlyInForce: request.inForce)
    }
    json.object { json in
      json.key("recalls")
      json.array { json in for entry in entries { entry.write(to: &json) } }
      json.key("complete")
      json.boolean(entries.count < request.limit)
    }
  }

  /// Changes items or recalls; waits for the disk.
  func changeItems(
    _ order: Request.Order, by author: Author
  ) -> Result<[UInt8], RequestError> {
    Result { () throws(RequestError) in
      var json = JSONWriter()
      switch order {
      case .setItems(let batch): try set(batch, by: author, to: &json)
      case .removeItem(let gtin): try remove(gtin, by: author, to: &json)
      case .beginItemsAnew: try beginAnew(to: &json)
      case .addRecall(let gtin, let lot, let serial, let reason):
        let scope = try checking { () throws(ItemError) in
          try Recall.check(reason: reason)
          return try RecallScope(gtin: gtin, lot: lot, serial: serial)
        }
        let entries = try answering { () throws(JournalError) in
          try store.itemDatabase.recall([scope], reason: reason, by: author)
        }
        for entry in entries { entry.write(to: &json) }
      case .liftRecall(let number):
        try answering { () throws(JournalError) in try store.itemDatabase.lift(number, by: author)
        }
        .write(to: &json)
      default: break
      }
      return json.bytes
    }
  }

  private func set(
    _ batch: Request.ItemBatch, by author: Author, to json: inout JSONWriter
  ) throws(RequestError) {
    let items = try checking { () throws(ItemError) in
      try batch.items.map { fields throws(ItemError) in try Item(fields) }
    }
    let changes = try answering { () throws(JournalError) in
      try store.itemDatabase.set(
        items, batch: batch.batch, part: batch.part, more: batch.more, by: author)
    }
    json.object { json in
      json.key("complete")
      json.boolean(changes != nil)
      guard let changes else { return }
      json.number("added", changes.added)
      json.number("changed", changes.changed)
      json.number("unchanged", changes.unchanged)
    }
  }

  private func remove(
    _ gtin: String, by author: Author, to json: inout JSONWriter
  ) throws(RequestError) {
    let isRemoved = try answering { () throws(JournalError) in
      try store.itemDatabase.remove(gtin, by: author)
    }
    json.object { json in
      json.field("gtin", gtin)
      json.key("removed")
      json.boolean(isRemoved)
    }
  }

  private func beginAnew(to json: inout JSONWriter) throws(RequestError) {
    let aside = try answering { () throws(JournalError) in try store.itemDatabase.beginAnew() }
    json.object { json in
      json.field("setAside", aside.path)
      json.field("cause", aside.cause)
    }
  }

  private func checking<T>(_ check: () throws(ItemError) -> T) throws(RequestError) -> T {
    do throws(ItemError) {
      return try check()
    } catch {
      throw RequestError("bad-value", error.description)
    }
  }
}

extension ItemEntry {
  fileprivate func write(to json: inout JSONWriter) {
    ItemFields(item).write(to: &json) { json in
      json.key("changed")
      json.object { changed.writeFields(to: &$0) }
    }
  }
}

extension RecallEntry {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.number("number", recall.number)
      json.field("gtin", recall.scope.gtin)
      json.field("lot", recall.scope.lot)
      json.field("serial", recall.scope.serial)
      json.field("reason", recall.reason)
      json.key("added")
      json.object { added.writeFields(to: &$0) }
      guard let lifted else { return }
      json.key("lifted")
      json.object { lifted.writeFields(to: &$0) }
    }
  }
}
