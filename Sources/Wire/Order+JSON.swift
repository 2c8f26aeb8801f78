// SPDX-License-Identifier: Apache-2.0

extension Request.Order {
  /// The order of a name in `names`.
  init(_ name: String, _ fields: inout RequestFields) throws(RequestError) {
    switch name {
    case "acknowledge":
      self = .acknowledge(
        subscriber: try fields.requiredSubscriber(),
        cursor: Int64(try fields.required("cursor", in: 0...Int.max)),
        journal: try fields.string("journal"))
    case "forgetSubscriber": self = .forget(subscriber: try fields.requiredSubscriber())
    case "setItems": self = .setItems(try Request.ItemBatch(&fields))
    case "removeItem": self = .removeItem(gtin: try fields.required("gtin"))
    case "beginItemsAnew": self = .beginItemsAnew
    case "addRecall":
      self = .addRecall(
        gtin: try fields.string("gtin"), lot: try fields.string("lot"),
        serial: try fields.string("serial"), reason: try fields.required("reason"))
    case "liftRecall":
      self = .liftRecall(number: Int64(try fields.required("number", in: 1...Int.max)))
    case "resolve":
      self = .resolve(cursors: try fields.integers("cursors"), note: try fields.required("note"))
    default: self = .backup(try Request.Backup(&fields))
    }
  }

  /// Writes it as the JSON object that `RequestLine` reads.
  func write(to json: inout JSONWriter) {
    json.key(name)
    json.object { json in writeFields(to: &json) }
  }

  private func writeFields(to json: inout JSONWriter) {
    switch self {
    case .acknowledge(let subscriber, let cursor, let journal):
      json.field("subscriber", subscriber)
      json.key("cursor")
      json.number(cursor)
      json.field("journal", journal)
    case .forget(let subscriber): json.field("subscriber", subscriber)
    case .setItems(let batch): batch.writeFields(to: &json)
    case .removeItem(let gtin): json.field("gtin", gtin)
    case .beginItemsAnew: break
    case .addRecall(let gtin, let lot, let serial, let reason):
      json.field("gtin", gtin)
      json.field("lot", lot)
      json.field("serial", serial)
      json.field("reason", reason)
    case .liftRecall(let number):
      json.key("number")
      json.number(number)
    case .resolve(let cursors, let note):
      json.key("cursors")
      json.array { json in for cursor in cursors { json.number(cursor) } }
      json.field("note", note)
    case .backup(let backup): backup.writeFields(to: &json)
    }
  }
}

extension Request.ItemBatch {
  fileprivate init(_ fields: inout RequestFields) throws(RequestError) {
    self.init(
      items: try fields.objects("items", atMost: Self.limit) { item throws(RequestError) in
        try ItemFields(&item)
      },
      batch: try fields.string("batch"),
      part: try fields.integer("part", in: 0...1_000_000) ?? 0, more: try fields.boolean("more"))
    if batch == nil, more || part > 0 {
      throw RequestError("missing-field", "A batch of several parts needs \"batch\", its name.")
    }
  }

  fileprivate func writeFields(to json: inout JSONWriter) {
    json.key("items")
    json.array { json in for item in items { item.write(to: &json) } }
    guard let batch else { return }
    json.field("batch", batch)
    json.key("part")
    json.number(part)
    json.key("more")
    json.boolean(more)
  }
}

extension ItemFields {
  fileprivate init(_ fields: inout RequestFields) throws(RequestError) {
    self.init(
      gtin: try fields.required("gtin"), name: try fields.string("name"),
      policy: try fields.required("policy"))
    for name in Self.checkNames { checks[name] = try fields.string(name) }
  }

  /// Writes the item as a JSON object; `more` adds fields to it.
  public func write(to json: inout JSONWriter, more: (inout JSONWriter) -> Void = { _ in }) {
    json.object { json in
      json.field("gtin", gtin)
      json.field("name", name)
      json.field("policy", policy)
      for name in Self.checkNames {
        guard let consequence = checks[name] else { continue }
        json.key(outside: name)
        json.string(consequence)
      }
      more(&json)
    }
  }
}

extension Request.Backup {
  fileprivate init(_ fields: inout RequestFields) throws(RequestError) {
    let id = try fields.string("id")
    let offset = try fields.integer("offset", in: 0...Int.max)
    let isEnd = try fields.boolean("end")
    switch (id, offset, isEnd) {
    case (nil, nil, false): self = .begin
    case (let id?, nil, false): self = .progress(id: id)
    case (let id?, let offset?, false): self = .read(id: id, offset: Int64(offset))
    case (let id?, nil, true): self = .end(id: id)
    default:
      throw RequestError(
        "bad-value", "\"backup\" takes nothing, or \"id\", or \"id\" with \"offset\" or \"end\".")
    }
  }

  fileprivate func writeFields(to json: inout JSONWriter) {
    switch self {
    case .begin: break
    case .progress(let id): json.field("id", id)
    case .read(let id, let offset):
      json.field("id", id)
      json.key("offset")
      json.number(offset)
    case .end(let id):
      json.field("id", id)
      json.key("end")
      json.boolean(true)
    }
  }
}

extension RequestFields {
  fileprivate mutating func requiredSubscriber() throws(RequestError) -> String {
    if let name = try subscriber() { return name }
    throw missing("subscriber")
  }
}
