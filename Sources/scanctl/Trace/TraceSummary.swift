// SPDX-License-Identifier: Apache-2.0

import Wire

/// Everything that the records of one request say, GTIN by GTIN.
struct TraceSummary {
  /// Why it is not known what is recalled; nil if it is.
  let recallsFault: String?
  private let limit: Int?
  private let recalls: [RecallNotice]
  private let isOneItem: Bool
  private var goods = Groups<String?, Goods>()

  /// A summary of nothing.
  ///
  /// - Parameters:
  ///   - recalls: all recalls there are.
  ///   - fault: why they are not known.
  ///   - isOneItem: whether all records of a GTIN are of one serial.
  ///   - isWhole: whether lists are kept whole, and not only as far as people read them.
  init(recalls: [RecallNotice], fault: String? = nil, isOneItem: Bool = false, isWhole: Bool) {
    self.recalls = recalls
    self.isOneItem = isOneItem
    recallsFault = fault
    limit = isWhole ? nil : 20
  }

  /// Takes the next record.
  mutating func add(_ record: Record) {
    let gtin = record.subject.gtin
    let new = Goods(
      gtin: gtin, recalls: recalls, isOneItem: isOneItem, limit: limit,
      historyLimit: limit.map { $0 * 50 })
    goods.update(gtin, new: new) { $0.add(record) }
  }

  /// Whether there was no record.
  var isEmpty: Bool { goods.keys.isEmpty }

  /// The goods in the order in which they were met, those without a GTIN last.
  var all: [Goods] {
    let all = goods.pairs.map(\.value)
    return all.filter { $0.gtin != nil } + all.filter { $0.gtin == nil }
  }

  /// The text for people; a block of lines for each GTIN.
  func lines(_ text: TraceText) -> [String] {
    Array(all.map { text.lines($0) }.joined(separator: [""]))
  }

  /// Writes one object for programs.
  ///
  /// - Parameters:
  ///   - place: the journal's uuid, its oldest and its newest record.
  ///   - text: what it is about, and what items are called.
  func write(
    _ text: TraceText, place: (journal: String, oldest: Int64, head: Int64),
    to json: inout JSONWriter
  ) {
    let target = text.target
    json.object { json in
      json.field("kind", target.kind.rawValue)
      json.field("gtin", target.gtin)
      json.field("lot", target.lot)
      json.field("serial", target.serial)
      json.field("sscc", target.sscc)
      json.field("journal", place.journal)
      json.key("oldest")
      json.number(place.oldest)
      json.key("head")
      json.number(place.head)
      json.field("recallsUnavailable", text.recallsFault)
      json.key("found")
      json.array { json in
        for goods in all {
          goods.write(for: target, name: goods.gtin.flatMap { text.names[$0] }, to: &json)
        }
      }
    }
  }
}
